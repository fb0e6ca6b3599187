"""The certificate: what a company did for a social clause, on one page that anyone can check."""

from decimal import Decimal

from clause.documents import style
from clause.documents.archival import Metadata
from clause.documents.blocks import Block, Column, gap, heading, keep, row, rows
from clause.documents.certificate_parts import BETWEEN, closing, data_of, grounds, modes, opening, paired, remark
from clause.documents.layout import typeset
from clause.documents.parts import amounts, facts, figure_panel, page_foot
from clause.domain.certificates import (
    CertificateContent,
    CertificateKind,
    NotCreditedLine,
    ObligationLine,
    ReliefLine,
)
from clause.text import formats
from clause.text.certificates import identifier, statement_of, subtitle_of
from clause.text.labels import label


def render_certificate(content: CertificateContent, seal_octets: int = 0) -> bytes:
    """The certificate as a PDF; equal contents give equal bytes. The pages are A4, one for an ordinary lot.

    ``seal_octets`` is the room left for a seal.
    """
    title = f"Attestation n° {content.number} – clause sociale d’insertion"
    blocks = [
        *opening(content, subtitle_of(content), statement_of(content)),
        *_key_figures(content),
        *_subject(content),
        *paired(lambda width: _account(content, width), lambda width: modes(content, width)),
        *paired(lambda width: _obligations(content, width), lambda width: grounds(content, width)),
        *remark(content),
        gap(10),
    ]
    about = (title, content.facilitator_org.name, subtitle_of(content), content.issued_on)
    metadata = Metadata(*about, data_of(content), seal_octets)
    frame = page_foot(f"Attestation n° {content.number}", content.verify_url)
    return typeset(blocks, frame, metadata, closing=closing(content))


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
    return [*heading("Marché et titulaire", style.HEADING), *facts(stated), gap(BETWEEN)]


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
        *(line("hours_pooled_out", content.hours_pooled_out, style.CELL) if content.hours_pooled_out else ()),
        *(line("hours_pooled_in", content.hours_pooled_in, style.CELL) if content.hours_pooled_in else ()),
        *line("hours_credited", content.hours_credited, style.CELL_STRONG),
    ]


def _reason(line: NotCreditedLine) -> str:
    return f"{label('not_credited_reason', line.reason)} ({formats.counted(line.entries, 'ligne', 'lignes')})"


def _obligations(content: CertificateContent, width: float) -> list[Block]:
    versions = [block for version in content.obligations for block in _obligation(version, width)]
    relief = [block for decision in content.relief or () for block in _relief(decision, width)]
    return [*heading("Engagement", style.HEADING, width), *versions, *relief]


def _relief(line: ReliefLine, width: float) -> list[Block]:
    what = label("relief_kind", line.kind)
    text = f"{what} décidée par l’acheteur le {formats.day(line.decided_on)}, effet au {formats.day(line.first_day)}"
    return rows((Column(0, width),), ((text, style.LABEL),))


def _obligation(line: ObligationLine, width: float) -> list[Block]:
    columns = (Column(0, width - 72), Column(width - 66, 66, "right"))
    name = f"Version {line.version}, au {formats.day(line.effective_on)}"
    cells = ((name, style.CELL), (formats.hours(line.hours_owed), style.CELL))
    basis = rows((Column(0, width),), ((line.basis, style.LABEL),))
    return keep([row(columns, cells, padding=2, line=None), *basis[:1]]) + basis[1:]
