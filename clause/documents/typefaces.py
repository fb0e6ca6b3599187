"""The fonts of documents: one alphabet that every file embeds, made ready once, and whatever else a text needs.

A font cut to what one file uses has to be cut, measured and compressed again for each file, which takes longer than
drawing its page. So every file embeds the same cut, of the characters that French texts are made of (8 kB more than its
own would take); a character outside of it goes into a second cut, made for that file.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

REGULAR = "ClauseSans"
BOLD = "ClauseSans-Bold"
_FILES = {REGULAR: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}

_FIRST_CODE = 33
_ALPHABET = (
    "".join(map(chr, range(_FIRST_CODE, 127)))
    + "àâäáãçéèêëîïíñôöóõùûüúÿœæÀÂÄÁÇÉÈÊËÎÏÍÑÔÖÓÙÛÜÚŸŒÆ«»’–—…°€·•²³½×÷−≥≤→Σ§º⌊⌋"
    + "\N{NON-BREAKING HYPHEN}\N{NARROW NO-BREAK SPACE}"
)
_NO_BREAK_SPACE = 0xA0
_SPACE = 32
_CUT = [0] + [_SPACE] * _SPACE + [ord(char) for char in _ALPHABET]
_CODES = {0: 0, _SPACE: _SPACE} | {ord(char): code for code, char in enumerate(_ALPHABET, _FIRST_CODE)}
_NEXT_CUT = 256

_COMMON = frozenset(_ALPHABET + " " + chr(_NO_BREAK_SPACE))
_ESCAPED = {ord(char): f"\\{code:03o}" for code, char in enumerate(_ALPHABET, _FIRST_CODE) if code > 126}
_ESCAPED |= {ord(char): f"\\{char}" for char in "()\\"} | {_NO_BREAK_SPACE: " "}


class _Face(TTFontFace):
    """The outlines; the common cut is made once."""

    _common: bytes | None = None

    def makeSubset(self, subset: Sequence[int]) -> bytes:
        if subset != _CUT:
            return super().makeSubset(subset)
        if self._common is None:
            self._common = super().makeSubset(subset)
        return self._common


class _Font(TTFont):
    """A font whose first cut is the common one; the parts of it that name no other object are written once."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename, asciiReadable=False)
        self.face.__class__ = _Face
        self._kept: dict[str, bytes] = {}

    def start(self, document: Any) -> None:
        """Give a new document the codes of the common cut; what comes after them begins a second one."""
        state = self._assignState(document)  # type: ignore[attr-defined]  # the stubs leave it out
        state.assignments, state.subsets, state.nextCode = dict(_CODES), [list(_CUT)], _NEXT_CUT

    def addObjects(self, document: Any) -> None:
        super().addObjects(document)
        cut = document.idToObject[document.fontMapping[self.fontName][1:] + "+0"]
        described = document.idToObject[cut.FontDescriptor.name]
        cut.Widths = self._written("widths", cut.Widths, document)
        for part in (cut.ToUnicode.name, described.dict["FontFile2"].name):
            document.idToObject[part] = self._written(part, document.idToObject[part], document)

    def _written(self, part: str, made: Any, document: Any) -> "Written":
        if part not in self._kept:
            self._kept[part] = made.format(document)
        return Written(self._kept[part])


class Written(pdfdoc.PDFObject):
    """An object whose bytes are known."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, document: Any) -> bytes:
        return self._content


@cache
def _fonts() -> dict[str, _Font]:
    folder = Path(__file__).parent / "fonts"
    fonts = {name: _Font(name, str(folder / file_name)) for name, file_name in _FILES.items()}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return fonts


def set_up_fonts() -> None:
    """Make the fonts known to the library; only the first call does anything."""
    _fonts()


def start_document(document: Any) -> None:
    """Give a document that nothing is drawn in yet the common alphabet."""
    for font in _fonts().values():
        font.start(document)


def common_string(document: Any, font: str, text: str) -> tuple[str, str] | None:
    """The name that a font has in this document, and a text in its codes, escaped for a PDF string.

    None when the text has a character outside the common alphabet.
    """
    if not _COMMON.issuperset(text):
        return None
    return _fonts()[font].getSubsetInternalName(0, document), text.translate(_ESCAPED)
