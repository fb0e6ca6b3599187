"""A company's yearly certificate: what it did for social clauses on all its lots in one year."""

from clause.documents import style
from clause.documents.archival import Metadata
from clause.documents.blocks import Block, Column, gap, heading, keep, paragraph, row, rows
from clause.documents.certificate_parts import BETWEEN, closing, data_of, grounds, modes, opening, paired, remark
from clause.documents.layout import typeset
from clause.documents.parts import figure_panel, page_foot
from clause.documents.style import CONTENT_WIDTH
from clause.domain.certificates import YearlyContent, YearlyLine
from clause.text import formats
from clause.text.certificates import identifier, statement_of, subtitle_of
from clause.text.labels import label

_NOTHING = "Aucune heure prise en compte pour cette entreprise dans l’année."
_FIGURE_WIDTH = 66.0


def render_yearly_certificate(content: YearlyContent, seal_octets: int = 0) -> bytes:
    """The certificate as a PDF; equal contents give equal bytes. A4, as many pages as the lots need.

    ``seal_octets`` is the room left for a seal.
    """
    title = f"Attestation n° {content.number} – clause sociale d’insertion"
    subtitle = subtitle_of(content)
    blocks = [
        *opening(content, subtitle, statement_of(content)),
        figure_panel(_figures(content)),
        gap(13),
        *_lots(content),
        gap(BETWEEN),
        *paired(lambda width: modes(content, width), lambda width: grounds(content, width)),
        *remark(content),
        gap(10),
    ]
    about = (title, content.facilitator_org.name, subtitle, content.issued_on)
    metadata = Metadata(*about, data_of(content), seal_octets)
    frame = page_foot(f"Attestation n° {content.number}", content.verify_url)
    return typeset(blocks, frame, metadata, closing=closing(content))


def _figures(content: YearlyContent) -> list[tuple[str, str]]:
    return [
        (label("figure", "hours_credited"), formats.hours(content.hours_credited)),
        ("Lots", formats.count(len(content.lines))),
        ("Personnes", formats.count_told(content.number_of_people, content.fewer_than)),
        ("Embauches", formats.count_told(content.number_of_hires, content.fewer_than)),
    ]


def _lots(content: YearlyContent) -> list[Block]:
    title = heading("Marchés et lots de l’année", style.HEADING)
    if not content.lines:
        return [*title, *paragraph(_NOTHING, style.LABEL)]
    return [*title, *(block for line in content.lines for block in _lot(line))]


def _lot(line: YearlyLine) -> list[Block]:
    width = CONTENT_WIDTH - _FIGURE_WIDTH - 6
    columns = (Column(0, width), Column(CONTENT_WIDTH - _FIGURE_WIDTH, _FIGURE_WIDTH, "right"))
    name = f"{line.contract_reference} – {line.lot_label or line.contract_object}"
    cells = ((name, style.CELL), (formats.hours(line.hours_credited), style.CELL_STRONG))
    about = f"{label('lot_part', line.role)} · {line.buyer.name} ({identifier(line.buyer)}){_standing(line)}"
    basis = rows((Column(0, width),), ((about, style.LABEL),))
    return keep([row(columns, cells, padding=2, line=None), *basis[:1]]) + basis[1:]


def _standing(line: YearlyLine) -> str:
    """Where the whole lot stands, for who holds it."""
    if line.hours_owed is None or line.hours_credited_to_date is None:
        return ""
    done, owed = formats.hours(line.hours_credited_to_date), formats.hours(line.hours_owed)
    return f" · lot entier : {done} prises en compte depuis le début, pour {owed} dues"
