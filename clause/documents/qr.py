"""The square that a telephone reads, as one filled path."""

from functools import lru_cache

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

_MASK = 3
"""One of the eight masks of the standard, all readable; searching the best one costs more than the rest of the page."""
_TAIL_OCTETS = 24
"""What differs between the addresses of one service: a code of verification, and a little more."""


def qr_runs(text: str) -> tuple[int, list[tuple[int, int, int]]]:
    """How many modules a side has, and the dark runs as (row, first column, length), rows from the top.

    Of two texts of one length, the squares differ where the bits of the texts do, each bit by a set of modules of its
    own: the code that corrects errors is a linear one, the mask is always the same. So the square is that of a text
    with the same beginning, drawn once, with the modules of each other bit turned.
    """
    octets = text.encode()
    head, tail = octets[:-_TAIL_OCTETS], octets[-_TAIL_OCTETS:]
    side, modules = _square(head + b"0" * len(tail))
    for position, octet in enumerate(tail, start=len(head)):
        for bit in _bits(octet ^ ord("0")):
            modules ^= _turned(len(octets), position, bit)
    return side, _runs(side, modules.to_bytes(side * side))


@lru_cache(maxsize=64)
def _square(octets: bytes) -> tuple[int, int]:
    return _made(octets)


@lru_cache(maxsize=4096)
def _turned(length: int, position: int, bit: int) -> int:
    """The modules that differ with this bit of a text of that many octets."""
    _, without = _square(bytes(length))
    _, with_it = _made(bytes(bit if at == position else 0 for at in range(length)))
    return without ^ with_it


def _made(octets: bytes) -> tuple[int, int]:
    """The modules of a side, and all of them from the top, an octet each (1: dark), as one number."""
    code = segno.make(octets, error="m", mask=_MASK, mode="byte", micro=False, boost_error=False)
    return len(code.matrix), int.from_bytes(b"".join(code.matrix))


def _bits(octet: int) -> list[int]:
    return [1 << place for place in range(8) if octet >> place & 1]


def _runs(side: int, modules: bytes) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for row in range(side):
        line = modules[row * side : (row + 1) * side]
        column = 0
        while (start := line.find(1, column)) >= 0:
            end = line.find(0, start)
            column = side if end < 0 else end
            runs.append((row, start, column - start))
    return runs


def draw_qr(canvas: Canvas, text: str, x: float, top: float, side: float, colour: Color) -> None:
    """Draws the code in a square of this side whose upper left corner is (x, top), quiet border not included.

    The path is written in whole modules under a scaled, upside-down grid: no number has to be formatted but integers.
    """
    modules, runs = qr_runs(text)
    unit = side / modules
    canvas.saveState()
    canvas.translate(x, top)
    canvas.scale(unit, -unit)
    canvas.setFillColor(colour)
    path = PDFPathObject(["n", *(f"{column} {row} {length} 1 re" for row, column, length in runs)])
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
