"""Reading a PDF back: its text as one line, and where each piece of it stands."""

import re
from io import BytesIO
from itertools import combinations
from typing import Any, NamedTuple

from pypdf import PdfReader

from clause.documents.style import (
    BOTTOM_MARGIN,
    INK,
    LEFT,
    PAGE_HEIGHT,
    RIGHT,
    Type,
    text_width,
)
from clause.documents.typefaces import BOLD, REGULAR


def reader(pdf: bytes) -> PdfReader:
    """The PDF, opened."""
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All the text, with every run of white space made one space."""
    return plain(" ".join(page.extract_text() for page in reader(pdf).pages))


def plain(text: str) -> str:
    """The same with ordinary single spaces: how a reader sees it."""
    return re.sub(r"\s+", " ", text)


class Piece(NamedTuple):
    """A piece of text: its page (from 0), its edges and its baseline in points."""

    page: int
    left: float
    right: float
    baseline: float
    text: str


def pieces_of(pdf: bytes) -> list[Piece]:
    """Every piece of text as it was drawn.

    Where a line goes on in another cut of its font, the library tells the beginning of the line once more.
    """
    found: list[Piece] = []
    begun: tuple[object, ...] = ()
    end = 0.0
    for number, page in enumerate(reader(pdf).pages):

        def visit(text: str, _matrix: Any, place: list[float], font: Any, size: float, number: int = number) -> None:
            nonlocal begun, end
            drawn = text.rstrip("\n")
            if drawn:
                cut, family = font["/BaseFont"].split("+")
                line = (number, place[4], place[5], family)
                left = end if begun[:-1] == line and begun[-1] != cut else place[4]
                end = left + text_width(drawn, Type(BOLD if "Bold" in family else REGULAR, size, size, INK))
                begun = (*line, cut)
                if drawn.strip():
                    found.append(Piece(number, left, end, place[5], drawn))

        page.extract_text(visitor_text=visit)
    return found


def assert_laid_out(pdf: bytes) -> None:
    """Every piece of text stands inside the margins, or in the foot of the page, and covers no other one."""
    pieces = pieces_of(pdf)
    for piece in pieces:
        in_body = BOTTOM_MARGIN <= piece.baseline <= PAGE_HEIGHT - 20
        in_foot = 10 <= piece.baseline <= 35
        assert in_body or in_foot, piece
        assert LEFT - 0.1 <= piece.left < piece.right <= RIGHT + 0.1, piece
    for one, other in combinations(pieces, 2):
        on_one_line = one.page == other.page and abs(one.baseline - other.baseline) < 6
        assert not (on_one_line and one.left < other.right and other.left < one.right), (one, other)


def language_of(pdf: bytes) -> str:
    """The language that the file says it is written in."""
    catalog: Any = reader(pdf).trailer["/Root"]
    return str(catalog["/Lang"])


def links_of(pdf: bytes) -> set[str]:
    """The addresses that can be clicked."""
    pages: Any = reader(pdf).pages
    return {note.get_object()["/A"]["/URI"] for page in pages for note in page["/Annots"]}


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """The name of each font of each page, and whether its file is in the PDF."""
    pages: Any = reader(pdf).pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"].get_object()["/Font"].values()]
    return {font["/BaseFont"]: "/FontFile2" in font.get("/FontDescriptor", {}) for font in fonts}
