"""The claim (bilan d’exécution) as a document: what was worked, what it cost, what the fund owes, and who signs."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from clause.documents import style
from clause.documents.archival import Attachment, Metadata
from clause.documents.blocks import (
    Block,
    Cell,
    Column,
    gap,
    heading,
    keep,
    paragraph,
    row,
    rows,
    sheets,
    side_by_side,
    stack,
)
from clause.documents.claim_narrative import narrative
from clause.documents.claim_resources import resources
from clause.documents.layout import typeset
from clause.documents.parts import amounts, eu_mention, facts, figure_panel, page_foot
from clause.documents.style import CONTENT_WIDTH
from clause.domain.certificates import canonical_bytes
from clause.domain.claim_document import ClaimDocument, OtherLine, StaffMonthLine, StaffShare
from clause.text import claims, formats
from clause.text.certificates import identifier
from clause.text.labels import label

_GUTTER = 24.0
_HALF = (CONTENT_WIDTH - _GUTTER) / 2
_BETWEEN = 12.0
_NAME_LINES = 5
_MENTION_HEIGHT = 32.0
_MENTION_WIDTH = 230.0
_COLUMNS = (
    Column(0, 88),
    Column(88, 50),
    Column(138, 86, "right"),
    Column(224, 104, "right"),
    Column(328, 88, "right"),
    Column(416, CONTENT_WIDTH - 416, "right"),
)
_OTHER_COLUMNS = (Column(0, 190), Column(190, CONTENT_WIDTH - 280), Column(CONTENT_WIDTH - 90, 90, "right"))
_HEADINGS = ("Mois", "Méthode", "Coût employeur", "Heures sur l’opération", "Heures travaillées", "Montant")
_DUE_NOTE = "Cumul depuis le début de l’opération ; la plus petite borne est due."


def render_claim(document: ClaimDocument, seal_octets: int = 0) -> bytes:
    """The claim as a PDF of A4 pages with this room for a seal; equal documents give equal bytes."""
    name = f"Bilan n° {document.number}, version {document.version}"
    blocks = [
        *_opening(document),
        *_key_figures(document),
        *sheets(_operation(document), _agreement(document), _HALF + _GUTTER),
        gap(_BETWEEN),
        *_staff(document),
        *_others(document),
        *_money(document),
        *resources(document.resources, typed=document.resources_typed),
        *narrative(document.narrative, document.facilitation),
        *_waivers(document),
        *keep([*_declarations(document), _closing(document)]),
    ]
    subject = f"{document.operation.number} – {document.operation.title}"
    data = Attachment("bilan.json", "Contenu du bilan", canonical_bytes(document))
    about = (f"{name} – {subject}", document.beneficiary.name, subject, document.signature.signed_on)
    metadata = Metadata(*about, data, seal_octets)
    return typeset(blocks, page_foot(f"{name} – opération {document.operation.number}"), metadata)


def _opening(document: ClaimDocument) -> list[Block]:
    width = CONTENT_WIDTH - _MENTION_WIDTH - 10
    beneficiary = [
        *paragraph(document.beneficiary.name, style.STRONG, width, _NAME_LINES),
        *paragraph(identifier(document.beneficiary), style.LABEL, width),
    ]
    mention = eu_mention(document.eu_mention, _MENTION_HEIGHT, _MENTION_WIDTH)
    first, last = formats.day(document.first_day), formats.day(document.last_day)
    return [
        side_by_side(beneficiary, [mention], CONTENT_WIDTH - _MENTION_WIDTH),
        gap(16),
        *paragraph("Demande de paiement FSE+", style.TITLE),
        *paragraph(
            f"{label('claim_kind', document.kind)} n° {document.number}, version {document.version} – "
            f"du {first} au {last}",
            style.SUBTITLE,
        ),
        gap(10),
    ]


def _key_figures(document: ClaimDocument) -> list[Block]:
    figures = [
        (label("figure", "total_eligible_cost"), formats.euros(document.total_eligible_cost)),
        (label("figure", "amount_due"), formats.euros(document.due.amount_due)),
        (label("figure", "requested_before"), formats.euros(document.requested_before)),
        claims.requested(document),
    ]
    return [figure_panel(figures), gap(13)]


def _operation(document: ClaimDocument) -> list[Block]:
    operation = document.operation
    first, last = formats.short_day(operation.first_day), formats.short_day(operation.last_day)
    pairs = [
        ("Intitulé", operation.title),
        ("Numéro", operation.number),
        ("Programme", operation.programme_cci),
        ("Priorité", operation.priority),
        ("Objectif spécifique", operation.specific_objective),
        ("Période", f"du {first} au {last}"),
        ("Organisme intermédiaire", document.intermediate_body),
    ]
    return [*heading("Opération", style.HEADING, _HALF), *facts(pairs, _HALF)]


def _agreement(document: ClaimDocument) -> list[Block]:
    agreement = document.agreement
    pairs = [
        ("Référence", agreement.reference),
        ("Coût total prévu", formats.euros(agreement.planned_total_cost)),
        ("Subvention FSE+", formats.euros(agreement.grant)),
        ("Taux de cofinancement", formats.rate(agreement.rate, agreement.rate_decimals)),
        ("Plan de coûts", label("cost_plan", agreement.cost_plan)),
    ]
    return [*heading("Convention", style.HEADING, _HALF), *facts(pairs, _HALF)]


def _staff(document: ClaimDocument) -> list[Block]:
    title = heading("Dépenses de personnel, par personne et par mois", style.HEADING)
    if not document.lines:
        return [*title, *paragraph("Aucune dépense de personnel sur la période.", style.LABEL), gap(_BETWEEN)]
    headings = row(_COLUMNS, [(name, style.COLUMN) for name in _HEADINGS])
    shares = [block for share in document.shares() for block in _share(share, headings)]
    methods = sorted({line.method for line in document.lines})
    notes = [f"{method} – {label('cost_method', method)}." for method in methods]
    return [
        *title,
        replace(headings, keep_with_next=True),
        *shares,
        gap(3),
        *(line for note in notes for line in paragraph(note, style.NOTE)),
        gap(_BETWEEN),
    ]


def _share(share: StaffShare, headings: Block) -> list[Block]:
    """One person: who, month by month, and what it adds up to; the headings and the person come again on a new page."""
    who = f"{share.person_ref} – {share.function}"
    whole = (Column(0, CONTENT_WIDTH),)
    on_next_page = stack([headings, row(whole, ((f"{who} (suite)", style.CELL_STRONG),))])
    months = [replace(row(_COLUMNS, _month(line)), header=on_next_page) for line in share.lines]
    total = replace(row(_COLUMNS, _share_total(share)), header=on_next_page)
    first = replace(row(whole, ((who, style.CELL_STRONG),), padding=4), keep_with_next=True, header=headings)
    return [first, *months[:-1], *keep([months[-1], total])]


def _month(line: StaffMonthLine) -> list[Cell]:
    figures = (
        formats.month(line.month.first_day) if line.month else "Toute la période",
        line.method.value,
        _or_dash(line.employer_cost, formats.euros),
        _or_dash(line.hours_on_operation, formats.hours),
        _or_dash(line.hours_worked, formats.hours),
        formats.euros(line.amount),
    )
    return [(figure, style.CELL) for figure in figures]


def _or_dash(value: Decimal | None, shown: Callable[[Decimal], str]) -> str:
    return "–" if value is None else shown(value)


def _share_total(share: StaffShare) -> list[Cell]:
    figures = (
        f"Total {share.person_ref}",
        "",
        "",
        _or_dash(share.hours_on_operation, formats.hours),
        "",
        formats.euros(share.amount),
    )
    return [(figure, style.CELL_STRONG) for figure in figures]


def _others(document: ClaimDocument) -> list[Block]:
    """Costs other than staff, adjustments of months claimed before, and lines that return."""
    if not document.other_lines:
        return []
    headings = row(_OTHER_COLUMNS, [(name, style.COLUMN) for name in ("Nature", "Objet", "Montant")])
    lines = [block for line in document.other_lines for block in rows(_OTHER_COLUMNS, _other(line))]
    title = heading("Autres lignes", style.HEADING)
    repeated = [replace(block, header=headings) for block in lines]
    return [*title, replace(headings, keep_with_next=True), *repeated, gap(_BETWEEN)]


def _other(line: OtherLine) -> list[Cell]:
    month = formats.month(line.month.first_day) if line.month else None
    what = " – ".join(part for part in (line.label, line.person_ref, month) if part)
    return [
        (label("claim_line_kind", line.kind), style.CELL),
        (what, style.CELL),
        (formats.euros(line.amount), style.CELL),
    ]


def _money(document: ClaimDocument) -> list[Block]:
    return [side_by_side(_costs(document), _due(document), _HALF + _GUTTER), gap(_BETWEEN)]


def _costs(document: ClaimDocument) -> list[Block]:
    lines = [
        (label("figure", "staff_cost"), formats.euros(document.staff_cost), style.CELL),
        *_other_costs(document),
        *_flat_rates(document),
        (label("figure", "total_eligible_cost"), formats.euros(document.total_eligible_cost), style.CELL_STRONG),
        (label("figure", "cost_claimed_before"), formats.euros(document.cost_claimed_before), style.CELL),
        (label("figure", "cost_to_date"), formats.euros(document.cost_to_date), style.CELL_STRONG),
        (label("figure", "other_resources"), formats.euros(document.other_resources), style.CELL),
        (label("figure", "own_funds"), formats.euros(document.own_funds), style.CELL),
    ]
    return [*heading("Coûts et ressources", style.HEADING, _HALF), *amounts(lines, _HALF, 82)]


def _other_costs(document: ClaimDocument) -> list[tuple[str, str, style.Type]]:
    if not document.other_costs:
        return []
    return [(label("figure", "other_costs"), formats.euros(document.other_costs), style.CELL)]


def _flat_rates(document: ClaimDocument) -> list[tuple[str, str, style.Type]]:
    return [(name, amount, style.CELL) for name, amount in claims.flat_rates(document)]


def _due(document: ClaimDocument) -> list[Block]:
    due = document.due
    lines = [
        (name, amount, style.CELL_STRONG if binds else style.CELL) for name, amount, binds in claims.bounds(document)
    ]
    lines += [
        (label("figure", "amount_due"), formats.euros(due.amount_due), style.CELL_STRONG),
        *_payable(document),
        (label("figure", "requested_before"), formats.euros(document.requested_before), style.CELL),
        (*claims.requested(document), style.CELL_STRONG),
    ]
    return [
        *heading("Montant dû par le FSE+", style.HEADING, _HALF),
        *amounts(lines, _HALF, 82),
        gap(2),
        *paragraph(_DUE_NOTE, style.NOTE, _HALF),
    ]


def _payable(document: ClaimDocument) -> list[tuple[str, str, style.Type]]:
    """What may be paid so far, where an advance or a ceiling makes it other than what is due."""
    if document.payable_to_date == document.due.amount_due:
        return []
    return [(label("figure", "payable_to_date"), formats.euros(document.payable_to_date), style.CELL)]


def _waivers(document: ClaimDocument) -> list[Block]:
    if not document.waivers:
        return []
    title = heading("Anomalies acceptées par le représentant légal", style.HEADING)
    return [*title, *facts(claims.waivers(document), label_width=118), gap(_BETWEEN)]


def _declarations(document: ClaimDocument) -> list[Block]:
    if not document.declarations:
        return []
    columns = (Column(0, 14), Column(16, CONTENT_WIDTH - 16))
    lines = [
        row(columns, ((f"{number}.", style.LABEL), (text, style.CELL)), padding=1.5, line=None)
        for number, text in enumerate(document.declarations, start=1)
    ]
    return [*heading("Déclarations du bénéficiaire", style.HEADING), *lines, gap(_BETWEEN)]


def _closing(document: ClaimDocument) -> Block:
    """Who signed and when, and the hash that ties this reading copy to the frozen claim."""
    signature = document.signature
    signed = [
        *heading("Signature", style.HEADING, _HALF),
        *paragraph(signature.name, style.STRONG, _HALF, _NAME_LINES),
        *paragraph(signature.capacity, style.CELL, _HALF, _NAME_LINES),
        *paragraph(f"Signé le {formats.day(signature.signed_on)}", style.CELL, _HALF),
    ]
    tied = [
        *heading("Empreinte de la demande", style.HEADING, _HALF),
        *paragraph(document.snapshot_hash, style.CELL, _HALF),
        *paragraph("SHA-256 des données transmises à l’organisme intermédiaire.", style.NOTE, _HALF),
    ]
    return side_by_side(signed, tied, _HALF + _GUTTER)
