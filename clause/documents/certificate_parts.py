"""Sections that every certificate has: opening, modes and people, publics, remark, signature and means of checking."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from clause.documents import style
from clause.documents.archival import PRINTED, Attachment
from clause.documents.blocks import Block, gap, heading, paragraph, side_by_side, text_block
from clause.documents.parts import amounts, eu_mention, right_aligned
from clause.documents.qr import draw_qr
from clause.documents.style import CONTENT_WIDTH
from clause.domain.certificates import CertificateFacts, canonical_bytes
from clause.text import formats
from clause.text.certificates import identifier
from clause.text.labels import label

Build = Callable[[float], list[Block]]
"""A section, given the width that it may take."""

BETWEEN = 11.0
"""The space between two sections."""

_GUTTER = 24.0
_HALF = (CONTENT_WIDTH - _GUTTER) / 2
_TALLEST_PAIR = 220.0
_QR_SIDE = 80.0
_NAME_LINES = 5
_MENTION_HEIGHT = 28.4
_CHECK_HINT = "Scannez le carré, ou saisissez ce code à l’adresse indiquée en bas de page."
_SIGNATURE_NOTE = "Document délivré par voie électronique, sans donnée nominative sur les salariés."


def opening(content: CertificateFacts, subtitle: str, statement: str) -> list[Block]:
    """Who gives the certificate, its number, its title, and the sentence that it attests."""
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
        *paragraph(subtitle, style.SUBTITLE),
        gap(8),
        *paragraph(statement, style.BODY),
        gap(10),
    ]


def data_of(content: CertificateFacts) -> Attachment:
    """What the certificate was drawn from, to the byte of its frozen content."""
    return Attachment("attestation.json", "Contenu de l’attestation", canonical_bytes(content))


def paired(build_left: Build, build_right: Build) -> list[Block]:
    """Two sections side by side; one under the other, over the whole width, when one of them is long."""
    pair = side_by_side(build_left(_HALF), build_right(_HALF), _HALF + _GUTTER)
    if pair.height <= _TALLEST_PAIR:
        return [pair, gap(BETWEEN)]
    return [*build_left(CONTENT_WIDTH), gap(BETWEEN), *build_right(CONTENT_WIDTH), gap(BETWEEN)]


def modes(content: CertificateFacts, width: float) -> list[Block]:
    """Hours by hire mode, people and hires, and the shares that may be told."""
    lines = [(label("hire_mode", m.mode), formats.hours(m.hours_credited), style.CELL) for m in content.by_mode]
    small = content.fewer_than
    lines.append(("Personnes concernées", formats.count_told(content.number_of_people, small), style.CELL))
    lines.append(("Embauches", formats.count_told(content.number_of_hires, small), style.CELL))
    if content.hours_training:
        lines.append(("Dont heures de formation", formats.hours(content.hours_training), style.CELL))
    if content.women_share is not None:
        lines.append(("Part des heures faites par des femmes", formats.rate(content.women_share), style.CELL))
    if content.qpv_share is not None:
        lines.append(("Part des heures, habitants des QPV", formats.rate(content.qpv_share), style.CELL))
    if content.lasting_hires or (content.lasting_hires is None and small):
        lines.append(("Sorties vers un emploi durable", formats.count_told(content.lasting_hires, small), style.CELL))
    return [*heading("Modalités et parcours", style.HEADING, width), *amounts(lines, width)]


def grounds(content: CertificateFacts, width: float) -> list[Block]:
    """Hours by public."""
    title = heading("Heures prises en compte par public", style.HEADING, width)
    lines = [(g.label, formats.hours(g.hours_credited), style.CELL) for g in content.by_ground]
    if not lines:
        return [*title, text_block("Aucune heure prise en compte à ce jour.", style.LABEL)]
    return [*title, *amounts(lines, width)]


def remark(content: CertificateFacts) -> list[Block]:
    """What the facilitator adds; nothing when nothing was added."""
    if content.remark is None:
        return []
    return [*heading("Observation", style.HEADING), *paragraph(content.remark, style.CELL)]


def closing(content: CertificateFacts) -> Block:
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
        canvas.linkURL(content.verify_url, (x, top - _QR_SIDE, x + _QR_SIDE, top), relative=0, F=PRINTED)
        mention.draw(canvas, left, top - body_height - above)

    return Block(body_height + above + mention.height, draw)


def _signature(content: CertificateFacts) -> list[Block]:
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


def _check(content: CertificateFacts, width: float) -> list[Block]:
    return [
        text_block("Vérifier cette attestation", style.HEADING),
        gap(2),
        text_block(content.verification_code, style.CODE),
        gap(2),
        *paragraph(_CHECK_HINT, style.NOTE, width),
    ]
