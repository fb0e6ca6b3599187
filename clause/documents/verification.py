"""The report of a verification as a document: what was looked at, what is retained, what is set aside and why."""

from dataclasses import replace

from clause.documents import style
from clause.documents.archival import Metadata
from clause.documents.blocks import Block, Column, gap, heading, keep, paragraph, row, rows, sheets, side_by_side
from clause.documents.layout import typeset
from clause.documents.parts import amounts, eu_mention, facts, page_foot
from clause.documents.style import CONTENT_WIDTH
from clause.domain.verification_report import SetAside, VerificationReport
from clause.domain.verifications import ChecklistAnswer
from clause.rules.quantities import Euros
from clause.text import formats
from clause.text.labels import LABELS, label

_GUTTER = 24.0
_HALF = (CONTENT_WIDTH - _GUTTER) / 2
_BETWEEN = 12.0
_MENTION_WIDTH = 230.0
_COLUMNS = (
    Column(0, 28),
    Column(28, 144),
    Column(178, CONTENT_WIDTH - 338),
    Column(CONTENT_WIDTH - 160, 80, "right"),
    Column(CONTENT_WIDTH - 80, 80, "right"),
)
_COMMENT = (Column(0, 24), Column(28, CONTENT_WIDTH - 28))
_HEADINGS = ("Ligne", "Objet", "Décision et motif", "Déclaré", "Retenu")


def render_verification(report: VerificationReport) -> bytes:
    """The report as a PDF of A4 pages; equal reports give equal bytes."""
    terms = report.verification.terms
    name = f"Contrôle de service fait – bilan n° {report.claim_number}, version {report.verification.version_no}"
    blocks = [
        *_opening(report),
        *sheets(_operation(report), _control(report), _HALF + _GUTTER),
        gap(_BETWEEN),
        *_finding(report),
        *_set_aside(report),
        side_by_side(_costs(report), _due(report), _HALF + _GUTTER),
        gap(_BETWEEN),
        *_checklist(report),
        *_exchange(report),
        *([*heading("Observations", style.HEADING), *paragraph(terms.comment, style.CELL)] if terms.comment else []),
        *keep(_closing(report)),
    ]
    subject = f"{report.operation_number} – {report.operation_title}"
    metadata = Metadata(f"{name} – {subject}", report.intermediate_body, subject, report.concluded_on)
    return typeset(blocks, page_foot(f"{name} – opération {report.operation_number}"), metadata)


def _opening(report: VerificationReport) -> list[Block]:
    terms = report.verification.terms
    body = paragraph(report.intermediate_body, style.STRONG, CONTENT_WIDTH - _MENTION_WIDTH - 10, 5)
    first, last = formats.day(report.first_day), formats.day(report.last_day)
    title = label("verification_stage", terms.stage)
    return [
        side_by_side(body, [eu_mention(report.eu_mention, 32.0, _MENTION_WIDTH)], CONTENT_WIDTH - _MENTION_WIDTH),
        gap(16),
        *paragraph("Rapport de contrôle de service fait", style.TITLE),
        *paragraph(f"{title} – bilan n° {report.claim_number}, du {first} au {last}", style.SUBTITLE),
        gap(10),
    ]


def _operation(report: VerificationReport) -> list[Block]:
    pairs = [
        ("Intitulé", report.operation_title),
        ("Numéro", report.operation_number),
        ("Bénéficiaire", report.beneficiary),
    ]
    return [*heading("Opération", style.HEADING, _HALF), *facts(pairs, _HALF)]


def _control(report: VerificationReport) -> list[Block]:
    terms, until = report.verification.terms, report.verification.contradictory_until
    pairs = [
        ("Étendue", label("verification_scope", terms.scope)),
        ("Lignes vues", f"{report.sampled} sur {report.decided}"),
        ("Méthode", terms.sample_method or "–"),
        ("Analyse de risque", terms.risk_assessment_ref or "–"),
        ("Réponse jusqu’au", formats.day(until) if until else "–"),
    ]
    return [*heading("Contrôle", style.HEADING, _HALF), *facts(pairs, _HALF)]


def _finding(report: VerificationReport) -> list[Block]:
    """Why a settled claim is corrected, and who found it."""
    terms = report.verification.terms
    if not terms.reason:
        return []
    pairs = [("Constat", terms.reason), ("Établi par", terms.body or "–")]
    return [*heading("Motif de la correction", style.HEADING), *facts(pairs), gap(_BETWEEN)]


def _set_aside(report: VerificationReport) -> list[Block]:
    title = heading("Lignes qui ne sont pas retenues en entier", style.HEADING)
    if not report.set_aside:
        return [*title, *paragraph("Toutes les lignes sont retenues.", style.LABEL), gap(_BETWEEN)]
    headings = row(_COLUMNS, [(name, style.COLUMN) for name in _HEADINGS])
    lines = [replace(block, header=headings) for line in report.set_aside for block in _line(line)]
    return [*title, replace(headings, keep_with_next=True), *lines, gap(_BETWEEN)]


def _line(line: SetAside) -> list[Block]:
    about = LABELS["claim_line_kind"].get(line.about, line.about)
    month = f" – {formats.month(line.month.first_day)}" if line.month else ""
    reason = f" : {label('deduction_reason', line.reason)}" if line.reason else ""
    cells = (
        str(line.position),
        f"{about}{month}",
        f"{label('line_outcome', line.outcome)}{reason}",
        formats.euros(line.declared),
        formats.euros(line.retained),
    )
    shown = [(cell, style.CELL) for cell in cells]
    if not line.comment:
        return [row(_COLUMNS, shown)]
    first = replace(row(_COLUMNS, shown, line=None), keep_with_next=True)
    return [first, *rows(_COMMENT, (("", style.NOTE), (line.comment, style.NOTE)))]


def _costs(report: VerificationReport) -> list[Block]:
    figures = report.verification.figures
    flat: Euros = figures.retained_cost - figures.certified
    lines = [
        ("Dépenses déclarées, forfaits compris", figures.declared_cost, style.CELL),
        ("Dépenses écartées", figures.deducted, style.CELL),
        ("Dépenses mises de côté", figures.parked, style.CELL),
        ("Dépenses retenues hors forfaits", figures.certified, style.CELL),
        ("Forfaits recalculés", flat, style.CELL),
        ("Coût retenu de ce bilan", figures.retained_cost, style.CELL_STRONG),
        ("Coût retenu des autres bilans", figures.retained_elsewhere, style.CELL),
        ("Coût retenu depuis le début", figures.cost_to_date, style.CELL_STRONG),
        ("Autres ressources retenues", figures.other_resources, style.CELL),
    ]
    shown = [(name, formats.euros(figure), kind) for name, figure, kind in lines]
    return [*heading("Coûts et ressources retenus", style.HEADING, _HALF), *amounts(shown, _HALF, 82)]


def _due(report: VerificationReport) -> list[Block]:
    figures = report.verification.figures
    last = ("À payer", figures.to_settle) if figures.to_settle >= 0 else ("À reverser", -figures.to_settle)
    lines = [
        ("FSE+ demandé depuis le début", figures.requested_total, style.CELL),
        (f"FSE+ dû ({label('due_term', figures.binding)})", figures.due_by_terms, style.CELL),
        ("Réfaction pour publicité", figures.publicity_reduction, style.CELL),
        ("FSE+ retenu depuis le début", figures.due_total, style.CELL_STRONG),
        ("Déjà payé ou arrêté", figures.already_settled, style.CELL),
        (*last, style.CELL_STRONG),
    ]
    shown = [(name, formats.euros(figure), kind) for name, figure, kind in lines]
    return [*heading("Montant retenu du FSE+", style.HEADING, _HALF), *amounts(shown, _HALF, 82)]


def _checklist(report: VerificationReport) -> list[Block]:
    items = report.verification.terms.checklist
    if not items:
        return []
    pairs = [(item.question, _said(item)) for item in items]
    return [*heading("Points contrôlés", style.HEADING), *facts(pairs, CONTENT_WIDTH, 220), gap(_BETWEEN)]


def _said(item: ChecklistAnswer) -> str:
    document = f"pièce : {item.document}" if item.document else None
    return " – ".join(part for part in (item.answer, item.comment, document) if part)


def _exchange(report: VerificationReport) -> list[Block]:
    """Questions, answers and observations before the conclusions, with the hash of each file."""
    if not report.exchange:
        return []
    blocks = heading("Échanges avec le bénéficiaire", style.HEADING)
    for message in report.exchange:
        sent = f"{label('claim_message_kind', message.kind)}, le {formats.moment(message.sent_at)}"
        blocks += [*keep(paragraph(sent, style.CELL_STRONG)), *paragraph(message.text, style.CELL)]
        for file in message.files:
            told = f"Pièce n° {file.place} : {file.kind}, {formats.file_size(file.size_bytes)}, SHA-256 {file.sha256}"
            blocks += paragraph(told, style.NOTE)
        blocks.append(gap(6))
    return [*blocks, gap(_BETWEEN)]


def _closing(report: VerificationReport) -> list[Block]:
    found = report.verification
    return [
        gap(_BETWEEN),
        *heading("Empreinte des conclusions", style.HEADING),
        *paragraph(found.content_hash, style.CELL),
        *paragraph(f"SHA-256 des conclusions, enregistrées le {formats.day(report.concluded_on)}.", style.NOTE),
    ]
