"""Pieces that documents share: key figures, fact sheets, identifiers, the European mention, the foot of the page."""

from collections.abc import Sequence
from decimal import Decimal

from reportlab.pdfgen.canvas import Canvas

from clause.documents import style
from clause.documents.archival import PRINTED
from clause.documents.blocks import Block, Cell, Column, draw_line, row, rows, wrap
from clause.documents.emblem import EMBLEM_RATIO, draw_emblem
from clause.documents.layout import PageFrame
from clause.documents.style import CONTENT_WIDTH, LEFT, RIGHT

_FOOT_BASELINE = 34.0
_BAR_HEIGHT = 5.0


def facts(pairs: Sequence[tuple[str, str]], width: float = CONTENT_WIDTH, label_width: float = 98) -> list[Block]:
    """A fact sheet: one row per label and value."""
    columns = (Column(0, label_width), Column(label_width + 8, width - label_width - 8))
    return [block for name, fact in pairs for block in rows(columns, ((name, style.LABEL), (fact, style.CELL)))]


def amounts(
    lines: Sequence[tuple[str, str, style.Type]], width: float, figure_width: float = 66, indent: float = 0
) -> list[Block]:
    """Rows of a label and a figure aligned on the right."""
    columns = (Column(indent, width - figure_width - 6 - indent), Column(width - figure_width, figure_width, "right"))
    return [row(columns, ((name, kind), (figure, kind))) for name, figure, kind in lines]


def right_aligned(cells: Sequence[Cell], width: float) -> list[Block]:
    """Lines of text that end at the right edge of this width."""
    return [row((Column(0, width, "right"),), (cell,), padding=0, line=None) for cell in cells]


def figure_panel(figures: Sequence[tuple[str, str]], ratio: Decimal | None = None, *, with_bar: bool = False) -> Block:
    """The key figures on a quiet ground, with a bar for the share done when asked for."""
    height, inset = (70.0 if with_bar else 54.0), 14.0
    inner = CONTENT_WIDTH - 2 * inset
    step = inner / len(figures)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        canvas.setFillColor(style.PANEL)
        canvas.roundRect(left, top - height, CONTENT_WIDTH, height, 4, stroke=0, fill=1)
        for place, (name, figure) in enumerate(figures):
            x = left + inset + place * step
            draw_line(canvas, style.LABEL, name, x, top - 18)
            draw_line(canvas, _fitting(figure, step - 10), figure, x, top - 39)
        if with_bar:
            _draw_bar(canvas, float(ratio or 0), left + inset, top - 57, inner)

    return Block(height, draw)


def _fitting(figure: str, width: float) -> style.Type:
    """The type of a key figure, smaller when the figure would run into its neighbour."""
    natural = style.text_width(figure, style.FIGURE)
    size = style.FIGURE.size * min(1.0, width / natural)
    return style.Type(style.FIGURE.font, size, style.FIGURE.leading, style.FIGURE.colour)


def _draw_bar(canvas: Canvas, ratio: float, x: float, y: float, width: float) -> None:
    """The share done; past 100 % the whole bar is what was done and a notch marks what was owed."""
    canvas.setFillColor(style.TRACK)
    canvas.roundRect(x, y, width, _BAR_HEIGHT, _BAR_HEIGHT / 2, stroke=0, fill=1)
    if ratio > 0:
        canvas.setFillColor(style.ACCENT)
        done = max(_BAR_HEIGHT, width * min(1.0, ratio))
        canvas.roundRect(x, y, done, _BAR_HEIGHT, _BAR_HEIGHT / 2, stroke=0, fill=1)
    if ratio > 1:
        canvas.setFillColor(style.WHITE)
        canvas.rect(x + width / ratio - 0.75, y, 1.5, _BAR_HEIGHT, stroke=0, fill=1)


def eu_mention(mention: str, height: float, width: float = CONTENT_WIDTH) -> Block:
    """The emblem with its sentence beside it, in upright letters, over this width."""
    text_left = height * EMBLEM_RATIO + 9
    lines = wrap(mention, style.STRONG, width - text_left)

    def draw(canvas: Canvas, left: float, top: float) -> None:
        draw_emblem(canvas, left, top, height)
        baseline = top - height / 2 - 3.4 + (len(lines) - 1) * style.STRONG.leading / 2
        for line in lines:
            draw_line(canvas, style.STRONG, line, left + text_left, baseline)
            baseline -= style.STRONG.leading

    return Block(height, draw)


def page_foot(name: str, address: str | None = None) -> PageFrame:
    """A coloured edge at the top; at the foot what the document is, where it can be checked, and the page number."""

    def draw(canvas: Canvas, number: int, pages: int) -> None:
        canvas.setFillColor(style.ACCENT)
        canvas.rect(0, style.PAGE_HEIGHT - 7, style.PAGE_WIDTH, 7, stroke=0, fill=1)
        canvas.setStrokeColor(style.HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, _FOOT_BASELINE + 12, RIGHT, _FOOT_BASELINE + 12)
        draw_line(canvas, style.NOTE, name, LEFT, _FOOT_BASELINE)
        draw_line(canvas, style.NOTE, f"Page {number}/{pages}", RIGHT, _FOOT_BASELINE, "right")
        if address is not None:
            _draw_address(canvas, address, LEFT + 130, CONTENT_WIDTH - 190)

    return draw


def _draw_address(canvas: Canvas, url: str, x: float, width: float) -> None:
    baseline = _FOOT_BASELINE
    for text in wrap(url, style.NOTE, width):
        draw_line(canvas, style.NOTE, text, x, baseline)
        canvas.linkURL(url, (x, baseline - 2, x + width, baseline + style.NOTE.size), relative=0, F=PRINTED)
        baseline -= style.NOTE.leading
