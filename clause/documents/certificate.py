"""The certificate: what a company did for a social clause, on one page that anyone can check."""

from collections.abc import Callable
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from clause.documents import style
from clause.documents.blocks import Block, Column, gap, heading, keep, paragraph, row, rows, side_by_side, text_block
from clause.documents.layout import typeset
from clause.documents.parts import amounts, eu_mention, facts, figure_panel, identifier, page_foot, right_aligned
from clause.documents.qr import draw_qr
from clause.documents.style import CONTENT_WIDTH, Metadata
from clause.domain.certificates import CertificateContent, CertificateKind, NotCreditedLine, ObligationLine
from clause.text import formats
from clause.text.labels import label

Build = Callable[[float], list[Block]]
"""A section, given the width that it may take."""

_GUTTER = 24.0
_HALF = (CONTENT_WIDTH - _GUTTER) / 2
_BETWEEN = 11.0
_TALLEST_PAIR = 220.0
_QR_SIDE = 80.0
_NAME_LINES = 5
_MENTION_HEIGHT = 28.4
_SUBTITLES = {
    CertificateKind.PROGRESS: "Avancement de l’engagement au {on}",
    CertificateKind.FINAL: "Bilan final de l’engagement, arrêté au {on}",
}
_CHECK_HINT = "Scannez le carré, ou saisissez ce code à l’adresse indiquée en bas de page."
_SIGNATURE_NOTE = "Document délivré par voie électronique, sans donnée nominative sur les salariés."


def render_certificate(content: CertificateContent) -> bytes:
    """The certificate as a PDF; equal contents give equal bytes. The pages are A4, one for an ordinary lot."""
    title = f"Attestation n° {content.number} – clause sociale d’insertion"
    blocks = [
        *_opening(content),
        *_key_figures(content),
        *_subject(content),
        *_paired(lambda width: _account(content, width), lambda width: _modes(content, width)),
        *_paired(lambda width: _obligations(content, width), lambda width: _grounds(content, width)),
        *_remark(content),
        gap(10),
    ]
    metadata = Metadata(title, content.facilitator_org.name, _subtitle(content), content.issued_on)
    frame = page_foot(f"Attestation n° {content.number}", content.verify_url)
    return typeset(blocks, frame, metadata, closing=_closing(content))


def _subtitle(content: CertificateContent) -> str:
    return _SUBTITLES[content.kind].format(on=formats.day(content.figures_on))


def _opening(content: CertificateContent) -> list[Block]:
    issuer = [
        *paragraph(content.facilitator_org.name, style.STRONG, 300, _NAME_LINES),
        *paragraph(identifier(content.facilitator_org), style.LABEL, 300),
    ]
    reference = [(f"N° {content.number}", style.STRONG), (f"Délivrée le {formats.day(content.issued_on)}", style.LABEL)]
    if content.replaces_number:
        reference.append((f"Annule et remplace le n° {content.replaces_number}", style.LABEL))
    return [
        side_by_side(issuer, right_aligned(reference, CONTENT_WIDTH - 310), 310),
        gap(18),
        *paragraph("Attestation de clause sociale d’insertion", style.TITLE),
        *paragraph(_subtitle(content), style.SUBTITLE),
        gap(8),
        *paragraph(_statement(content), style.BODY),
        gap(10),
    ]


def _statement(content: CertificateContent) -> str:
    people = _counted(content.number_of_people, "personne éloignée de l’emploi", "personnes éloignées de l’emploi")
    with_people = f", avec {people}" if content.number_of_people else ""
    whose = "le groupement dont est membre l’entreprise" if content.consortium else "l’entreprise"
    return (
        f"{content.facilitator_org.name} atteste que, dans le cadre du marché désigné ci-dessous, {whose} "
        f"{content.holder.name} a réalisé {formats.hours(content.hours_credited)} d’insertion prises en compte au "
        f"{formats.day(content.figures_on)}, pour {formats.hours(content.hours_owed)} dues{with_people}."
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{formats.count(number)}{formats.NO_BREAK_SPACE}{one if number < 2 else many}"


def _key_figures(content: CertificateContent) -> list[Block]:
    name, amount = _balance(content)
    figures = [
        (label("figure", "hours_owed"), formats.hours(content.hours_owed)),
        (label("figure", "hours_credited"), formats.hours(content.hours_credited)),
        (label("figure", "ratio"), "sans objet" if content.ratio is None else formats.rate(content.ratio)),
        (name, formats.hours(amount)),
    ]
    return [figure_panel(figures, content.ratio, with_bar=True), gap(13)]


def _balance(content: CertificateContent) -> tuple[str, Decimal]:
    """The gap as a reader understands it: what is left to do, what is missing at the end, or what is above."""
    if content.gap < 0:
        return label("figure", "surplus"), -content.gap
    if content.gap == 0:
        return label("figure", "balance"), content.gap
    return label("figure", "shortfall" if content.kind is CertificateKind.FINAL else "remaining"), content.gap


def _subject(content: CertificateContent) -> list[Block]:
    first, last = formats.day(content.execution_first_day), formats.day(content.execution_last_day)
    pairs = [
        ("Acheteur", f"{content.buyer.name} – {identifier(content.buyer)}"),
        ("Titulaire", f"{content.holder.name} – {identifier(content.holder)}"),
        ("Groupement", content.consortium or ""),
        ("Marché", f"{content.contract_reference} – {content.contract_object}"),
        ("Lot", content.lot_label or ""),
        ("Période d’exécution", f"du {first} au {last}"),
    ]
    stated = [(name, fact) for name, fact in pairs if fact]
    return [*heading("Marché et titulaire", style.HEADING), *facts(stated), gap(_BETWEEN)]


def _paired(build_left: Build, build_right: Build) -> list[Block]:
    """Two sections side by side; one under the other, over the whole width, when one of them is long."""
    pair = side_by_side(build_left(_HALF), build_right(_HALF), _HALF + _GUTTER)
    if pair.height <= _TALLEST_PAIR:
        return [pair, gap(_BETWEEN)]
    return [*build_left(CONTENT_WIDTH), gap(_BETWEEN), *build_right(CONTENT_WIDTH), gap(_BETWEEN)]


def _account(content: CertificateContent, width: float) -> list[Block]:
    """From what was declared to what counts, line by line."""

    def line(figure: str, hours: Decimal, kind: style.Type) -> list[Block]:
        return amounts([(label("figure", figure), formats.hours(hours), kind)], width)

    reasons = [(_reason(line), formats.hours(line.hours_not_credited), style.LABEL) for line in content.not_credited]
    return [
        *heading("Décompte des heures", style.HEADING, width),
        *line("hours_declared", content.hours_declared, style.CELL),
        *line("hours_validated", content.hours_validated, style.CELL),
        *line("hours_not_credited", content.hours_not_credited, style.CELL),
        *amounts(reasons, width, indent=10),
        *line("hours_credited", content.hours_credited, style.CELL_STRONG),
    ]


def _reason(line: NotCreditedLine) -> str:
    return f"{label('not_credited_reason', line.reason)} ({_counted(line.entries, 'ligne', 'lignes')})"


def _modes(content: CertificateContent, width: float) -> list[Block]:
    lines = [(label("hire_mode", m.mode), formats.hours(m.hours_credited), style.CELL) for m in content.by_mode]
    lines.append(("Personnes concernées", formats.count(content.number_of_people), style.CELL))
    lines.append(("Embauches", formats.count(content.number_of_hires), style.CELL))
    return [*heading("Modalités et parcours", style.HEADING, width), *amounts(lines, width)]


def _obligations(content: CertificateContent, width: float) -> list[Block]:
    versions = [block for version in content.obligations for block in _obligation(version, width)]
    return [*heading("Engagement", style.HEADING, width), *versions]


def _obligation(line: ObligationLine, width: float) -> list[Block]:
    columns = (Column(0, width - 72), Column(width - 66, 66, "right"))
    name = f"Version {line.version}, au {formats.day(line.effective_on)}"
    cells = ((name, style.CELL), (formats.hours(line.hours_owed), style.CELL))
    basis = rows((Column(0, width),), ((line.basis, style.LABEL),))
    return keep([row(columns, cells, padding=2, line=None), *basis[:1]]) + basis[1:]


def _grounds(content: CertificateContent, width: float) -> list[Block]:
    title = heading("Heures prises en compte par public", style.HEADING, width)
    lines = [(g.label, formats.hours(g.hours_credited), style.CELL) for g in content.by_ground]
    if not lines:
        return [*title, text_block("Aucune heure prise en compte à ce jour.", style.LABEL)]
    return [*title, *amounts(lines, width)]


def _remark(content: CertificateContent) -> list[Block]:
    if content.remark is None:
        return []
    return [*heading("Observation", style.HEADING), *paragraph(content.remark, style.CELL)]


def _closing(content: CertificateContent) -> Block:
    """Signature on the left, means of checking on the right, the European mention below when there is one."""
    check_left = CONTENT_WIDTH / 2 + _QR_SIDE + 10
    body = side_by_side(_signature(content), _check(content, CONTENT_WIDTH - check_left), check_left)
    body_height = max(body.height, _QR_SIDE)
    mention = eu_mention(content.eu_mention, _MENTION_HEIGHT) if content.eu_mention else gap(0)
    above = 10 if content.eu_mention else 0

    def draw(canvas: Canvas, left: float, top: float) -> None:
        body.draw(canvas, left, top)
        x = left + CONTENT_WIDTH / 2
        draw_qr(canvas, content.verify_url, x, top, _QR_SIDE, style.INK)
        canvas.linkURL(content.verify_url, (x, top - _QR_SIDE, x + _QR_SIDE, top), relative=0)
        mention.draw(canvas, left, top - body_height - above)

    return Block(body_height + above + mention.height, draw)


def _signature(content: CertificateContent) -> list[Block]:
    width = CONTENT_WIDTH / 2 - 30
    return [
        text_block("Pour la structure facilitatrice", style.HEADING),
        gap(2),
        *paragraph(content.signatory.name, style.STRONG, width, _NAME_LINES),
        *paragraph(content.signatory.capacity, style.CELL, width, _NAME_LINES),
        *paragraph(content.facilitator_org.name, style.CELL, width, _NAME_LINES),
        gap(4),
        *paragraph(_SIGNATURE_NOTE, style.NOTE, width),
    ]


def _check(content: CertificateContent, width: float) -> list[Block]:
    return [
        text_block("Vérifier cette attestation", style.HEADING),
        gap(2),
        text_block(content.verification_code, style.CODE),
        gap(2),
        *paragraph(_CHECK_HINT, style.NOTE, width),
    ]
