"""The square that a telephone reads, as one filled path."""

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

_MASK = 3
"""One of the eight masks of the standard, all readable; searching the best one costs more than the rest of the page."""


def qr_runs(text: str) -> tuple[int, list[tuple[int, int, int]]]:
    """How many modules a side has, and the dark runs as (row, first column, length), rows from the top."""
    code = segno.make(text, error="m", mask=_MASK, micro=False, boost_error=False)
    runs: list[tuple[int, int, int]] = []
    for row, modules in enumerate(code.matrix):
        column = 0
        while (start := modules.find(1, column)) >= 0:
            end = modules.find(0, start)
            column = len(modules) if end < 0 else end
            runs.append((row, start, column - start))
    return len(code.matrix), runs


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
