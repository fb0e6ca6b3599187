"""The common look: page, fonts, colours, type sizes, and the canvas every document is drawn on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from threading import Lock

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from clause.documents.archival import Metadata, make_archival
from clause.documents.typefaces import BOLD, REGULAR, set_up_fonts, start_document

PDF_VERSION = (1, 7)
PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 51.0
TOP_MARGIN = 40.0
BOTTOM_MARGIN = 56.0
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN
LEFT = MARGIN
RIGHT = PAGE_WIDTH - MARGIN

INK = HexColor("#1d2b36")
ACCENT = HexColor("#1f6f66")
MUTED = HexColor("#5d6b76")
HAIRLINE = HexColor("#d3dadf")
PANEL = HexColor("#f2f6f5")
TRACK = HexColor("#dbe5e3")
WHITE = HexColor("#ffffff")


@dataclass(frozen=True)
class Type:
    """A way of setting text: font, size and distance between lines in points, colour."""

    font: str
    size: float
    leading: float
    colour: Color


TITLE = Type(BOLD, 21, 26, INK)
SUBTITLE = Type(REGULAR, 11.5, 16, ACCENT)
HEADING = Type(BOLD, 9.5, 13, ACCENT)
BODY = Type(REGULAR, 9.5, 13.5, INK)
STRONG = Type(BOLD, 9.5, 13.5, INK)
CELL = Type(REGULAR, 8.8, 11.6, INK)
CELL_STRONG = Type(BOLD, 8.8, 11.6, INK)
LABEL = Type(REGULAR, 8.2, 11.6, MUTED)
COLUMN = Type(BOLD, 7.6, 10, MUTED)
NOTE = Type(REGULAR, 7.6, 10.4, MUTED)
FIGURE = Type(BOLD, 17, 21, INK)
CODE = Type(BOLD, 12.5, 16, INK)

_RENDERING = Lock()
"""A font object of reportlab keeps its reading position: one document at a time in a process."""


@cache
def _set_up() -> None:
    """Registers the fonts, and writes streams as bytes: a quarter smaller and faster than their ASCII form."""
    rl_config.useA85 = 0
    set_up_fonts()


@contextmanager
def open_canvas(metadata: Metadata, into: BytesIO) -> Iterator[Canvas]:
    """A canvas that writes a French, reproducible, archival A4 PDF when the block ends without an error."""
    with _RENDERING:
        _set_up()
        canvas = Canvas(
            into,
            pagesize=A4,
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs take this name for a number
            lang="fr-FR",
            pdfVersion=PDF_VERSION,
        )
        make_archival(canvas, metadata)
        start_document(vars(canvas)["_doc"])
        yield canvas
        canvas.save()


@lru_cache(maxsize=2048)  # of what documents have in common; numbers and names come once, and would fill more in hours
def text_width(text: str, kind: Type) -> float:
    """The width of one line of text in points."""
    _set_up()
    return float(pdfmetrics.stringWidth(text, kind.font, kind.size))
