"""The emblem of the European Union, drawn: twelve gold stars in a circle on a blue field of three by two."""

from math import cos, pi, sin

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

_BLUE = HexColor("#003399")
_GOLD = HexColor("#ffcc00")
EMBLEM_RATIO = 1.5
"""Width over height."""

_STARS = 12
_INNER_OVER_OUTER = sin(pi / 10) / sin(3 * pi / 10)
"""Ratio of the two circles on which the ten corners of a five-pointed star lie."""


def draw_emblem(canvas: Canvas, x: float, top: float, height: float) -> None:
    """Draws the emblem with its upper left corner at (x, top).

    Proportions: width 3/2 of the height; stars centred on a circle of 1/3 of the height, one point upwards, each in a
    circle of 1/18 of the height.
    """
    width = height * EMBLEM_RATIO
    canvas.setFillColor(_BLUE)
    canvas.rect(x, top - height, width, height, stroke=0, fill=1)
    path = canvas.beginPath()
    for star in range(_STARS):
        angle = 2 * pi * star / _STARS
        centre_x = x + width / 2 + height / 3 * sin(angle)
        centre_y = top - height / 2 + height / 3 * cos(angle)
        for corner in range(10):
            radius = height / 18 * (_INNER_OVER_OUTER if corner % 2 else 1)
            turn = pi * corner / 5
            point = (centre_x + radius * sin(turn), centre_y + radius * cos(turn))
            (path.lineTo if corner else path.moveTo)(*point)
        path.close()
    canvas.setFillColor(_GOLD)
    canvas.drawPath(path, stroke=0, fill=1)
