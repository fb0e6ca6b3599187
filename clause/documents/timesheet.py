"""A month of time (fiche de temps) as a document: who, under which contract, day by day, totals and both signatures."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from clause.documents import style
from clause.documents.archival import Metadata
from clause.documents.blocks import Block, Cell, Column, gap, heading, keep, paragraph, row, rows, sheets, side_by_side
from clause.documents.layout import typeset
from clause.documents.parts import amounts, eu_mention, facts, figure_panel, page_foot
from clause.documents.style import CONTENT_WIDTH
from clause.domain.timesheet_document import TimesheetDocument, TimesheetMission
from clause.domain.timesheet_record import RecordedAbsence, RecordedEntry
from clause.rules.quantities import ratio_4dp
from clause.text import formats
from clause.text.certificates import identifier
from clause.text.labels import label

_GUTTER = 24.0
_HALF = (CONTENT_WIDTH - _GUTTER) / 2
_BETWEEN = 12.0
_MENTION_HEIGHT = 32.0
_MENTION_WIDTH = 230.0
_NAME_LINES = 4
_COLUMNS = (
    Column(0, 54),
    Column(58, 78),
    Column(140, 128),
    Column(272, CONTENT_WIDTH - 272 - 48),
    Column(CONTENT_WIDTH - 44, 44, "right"),
)
_HEADINGS = ("Jour", "Opération", "Activité", "Objet, lieu, horaires", "Heures")
_NO_OPERATION = "Hors opération"
_LATE = "saisie tardive"


def render_timesheet(document: TimesheetDocument, seal_octets: int = 0) -> bytes:
    """The month as a PDF of A4 pages with this room for a seal; equal documents give equal bytes.

    Its data do not go with it as a file: the record knows more of a person than what is printed.
    """
    record = document.record
    name = f"Feuille de temps {formats.month(record.month.first_day)}, révision {record.revision}"
    blocks = [
        *_opening(document),
        *_key_figures(document),
        *sheets(_person(document), _contract(document), _HALF + _GUTTER),
        gap(_BETWEEN),
        *_missions(document.missions),
        *_lines(document),
        side_by_side(_by_operation(document), _by_activity(document), _HALF + _GUTTER),
        gap(_BETWEEN),
        *_remarks(document),
        *keep([_signatures(document)]),
    ]
    subject = f"{record.staff_number} – {formats.month(record.month.first_day)}"
    about = (f"{name} – {record.staff_number}", document.employer.name, subject, document.approved_on)
    metadata = Metadata(*about, None, seal_octets)
    return typeset(blocks, page_foot(f"{name} – {record.staff_number}"), metadata)


def _opening(document: TimesheetDocument) -> list[Block]:
    width = CONTENT_WIDTH - _MENTION_WIDTH - 10
    employer = [
        *paragraph(document.employer.name, style.STRONG, width, _NAME_LINES),
        *paragraph(identifier(document.employer), style.LABEL, width),
    ]
    mention = eu_mention(document.eu_mention, _MENTION_HEIGHT, _MENTION_WIDTH)
    record = document.record
    return [
        side_by_side(employer, [mention], CONTENT_WIDTH - _MENTION_WIDTH),
        gap(16),
        *paragraph("Feuille de temps", style.TITLE),
        *paragraph(f"{formats.month(record.month.first_day)} – révision {record.revision}", style.SUBTITLE),
        gap(10),
    ]


def _key_figures(document: TimesheetDocument) -> list[Block]:
    totals = document.record.totals
    own = (line.hours for line in totals.by_operation if line.operation_id is not None)
    on_operations = sum(own, Decimal("0.00"))
    figures = [
        ("Heures travaillées", formats.hours(totals.hours_worked)),
        ("dont sur opérations", formats.hours(on_operations)),
        ("Heures non travaillées", formats.hours(totals.hours_not_worked)),
        ("Heures théoriques", formats.hours(totals.theoretical_hours)),
    ]
    return [figure_panel(figures), gap(13)]


def _person(document: TimesheetDocument) -> list[Block]:
    pairs = [
        ("Personne", document.person_name),
        ("Fonction", document.function),
        ("Matricule", document.record.staff_number),
        ("Responsable", document.manager_name),
    ]
    return [*heading("Personne", style.HEADING, _HALF), *facts(pairs, _HALF)]


def _contract(document: TimesheetDocument) -> list[Block]:
    pairs = [
        ("Quotité de travail", formats.rate(document.working_time_share)),
        ("Heures par semaine", formats.hours(document.weekly_hours)),
        ("Poste", str(document.record.employment_id)),
    ]
    return [*heading("Contrat", style.HEADING, _HALF), *facts(pairs, _HALF)]


def _missions(missions: Sequence[TimesheetMission]) -> list[Block]:
    if not missions:
        return []
    pairs = [(mission.number, _mission(mission)) for mission in missions]
    return [*heading("Opérations cofinancées par le FSE+", style.HEADING), *facts(pairs), gap(_BETWEEN)]


def _mission(mission: TimesheetMission) -> str:
    parts = [f"{mission.title} – programme {mission.programme_cci}"]
    if mission.method is not None and mission.first_day is not None:
        until = "sans terme" if mission.last_day is None else f"au {formats.short_day(mission.last_day)}"
        share = "" if mission.time_share is None else f", {formats.rate(mission.time_share)} du temps"
        first = formats.short_day(mission.first_day)
        parts.append(f"Mission du {first} {until}, méthode {mission.method}{share}")
    return ". ".join(parts)


def _lines(document: TimesheetDocument) -> list[Block]:
    title = heading("Temps par jour", style.HEADING)
    record = document.record
    numbers = {mission.operation_id: mission.number for mission in document.missions}
    if not record.entries and not record.absences:
        return [*title, *paragraph(_nothing(document), style.LABEL), gap(_BETWEEN)]
    headings = row(_COLUMNS, [(name, style.COLUMN) for name in _HEADINGS])
    told: list[tuple[object, Sequence[Cell]]] = [(entry.day, _entry(entry, numbers)) for entry in record.entries]
    told += [(absence.day, _absence(absence)) for absence in record.absences]
    body = [
        replace(block, header=headings)
        for _, cells in sorted(told, key=lambda item: str(item[0]))
        for block in rows(_COLUMNS, cells)
    ]
    notes = [] if record.entries else [*paragraph(_nothing(document), style.LABEL)]
    return [*title, replace(headings, keep_with_next=True), *body, *notes, gap(_BETWEEN)]


def _nothing(document: TimesheetDocument) -> str:
    if document.record.nothing_worked:
        return "Aucune heure travaillée ce mois : la personne l’a expressément déclaré."
    return "Aucune heure travaillée ce mois."


def _entry(entry: RecordedEntry, numbers: dict[UUID, str]) -> list[Cell]:
    operation = entry.other_funding or _NO_OPERATION
    if entry.operation_id is not None:
        operation = numbers.get(entry.operation_id, str(entry.operation_id))
    cells = (
        formats.short_day(entry.day),
        operation,
        label("activity", entry.activity),
        _about(entry),
        formats.bare_hours(entry.hours),
    )
    return [(text, style.CELL) for text in cells]


def _about(entry: RecordedEntry) -> str:
    parts = [entry.description, entry.place]
    if entry.start_minute is not None and entry.end_minute is not None:
        parts.append(f"{formats.clock(entry.start_minute)}–{formats.clock(entry.end_minute)}")
    if entry.is_travel:
        parts.append("déplacement")
    if entry.late_entry:
        parts.append(_LATE)
    return ", ".join(part for part in parts if part)


def _absence(absence: RecordedAbsence) -> list[Cell]:
    why = label("absence_category", "public_holiday") if absence.is_public_holiday else "Non travaillé"
    cells = (formats.short_day(absence.day), "", why, "", formats.bare_hours(absence.hours))
    return [(text, style.LABEL) for text in cells]


def _by_operation(document: TimesheetDocument) -> list[Block]:
    totals = document.record.totals
    numbers = {mission.operation_id: mission.number for mission in document.missions}
    lines = []
    for line in totals.by_operation:
        name = _NO_OPERATION
        if line.operation_id is not None:
            name = numbers.get(line.operation_id, str(line.operation_id))
            share = ratio_4dp(Fraction(line.minutes, totals.minutes_worked))
            name += f" ({formats.rate(share)} du temps travaillé)"
        lines.append((name, formats.hours(line.hours), style.CELL))
    lines.append(("Total travaillé", formats.hours(totals.hours_worked), style.CELL_STRONG))
    lines.append(("Non travaillé", formats.hours(totals.hours_not_worked), style.CELL))
    return [*heading("Totaux par opération", style.HEADING, _HALF), *amounts(lines, _HALF)]


def _by_activity(document: TimesheetDocument) -> list[Block]:
    totals = document.record.totals
    lines = [(label("activity", line.activity), formats.hours(line.hours), style.CELL) for line in totals.by_activity]
    lines.append(("Total travaillé", formats.hours(totals.hours_worked), style.CELL_STRONG))
    return [*heading("Totaux par activité", style.HEADING, _HALF), *amounts(lines, _HALF)]


def _remarks(document: TimesheetDocument) -> list[Block]:
    record = document.record
    pairs = []
    if record.difference_reason:
        pairs.append(("Écarts expliqués", record.difference_reason))
    if record.late_reason:
        pairs.append(("Signature tardive", record.late_reason))
    pairs += [(f"Rouverte le {formats.short_day(one.on)}", one.reason) for one in document.reopenings]
    return [*heading("Explications", style.HEADING), *facts(pairs), gap(_BETWEEN)] if pairs else []


def _signatures(document: TimesheetDocument) -> Block:
    """Who signed and when, and the hash that both signatures cover."""
    person = _signature(
        document, document.person_name, document.function, f"Signé le {formats.day(document.signed_on)}"
    )
    manager = _signature(
        document, document.manager_name, "Responsable hiérarchique", f"Approuvé le {formats.day(document.approved_on)}"
    )
    return side_by_side(person, manager, _HALF + _GUTTER)


def _signature(document: TimesheetDocument, name: str, capacity: str, dated: str) -> list[Block]:
    return [
        *heading("Signature", style.HEADING, _HALF),
        *paragraph(name, style.STRONG, _HALF, _NAME_LINES),
        *paragraph(capacity, style.CELL, _HALF, _NAME_LINES),
        *paragraph(dated, style.CELL, _HALF),
        *paragraph(f"Empreinte SHA-256 : {document.record.content_hash}", style.NOTE, _HALF),
    ]
