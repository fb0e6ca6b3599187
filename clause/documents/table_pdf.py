"""A table as a PDF of A4 pages in landscape: title and notes, then the rows under titles repeated on every page."""

from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, TableStyle

from clause.documents import style
from clause.documents.archival import Metadata
from clause.documents.style import Type, open_canvas
from clause.documents.typefaces import REGULAR
from clause.domain.tables import NUMBERS, CellKind, Sheet
from clause.text import formats
from clause.text.cells import cell_text

WIDTH, HEIGHT = landscape(A4)
MARGIN = 40.0
ROOM = WIDTH - 2 * MARGIN
_FOOT = 22.0
_GAP = 8.0
_NARROWEST, _WIDEST = 7, 34
_SIGNS_READ = 200
"""Rows of which the longest cell decides how wide a column is."""


def table_pdf(sheet: Sheet, created_on: date) -> bytes:
    """The file's bytes, the same for the same rows and day."""
    into = BytesIO()
    with open_canvas(Metadata(sheet.title, "Clause", sheet.title, created_on), into) as canvas:
        canvas.setPageSize((WIDTH, HEIGHT))
        top = _head(canvas, sheet)
        number = 1
        parts: list[Any] = [_table(sheet)]
        while parts:
            table = parts.pop(0)
            room = top - MARGIN - _FOOT
            _, height = table.wrapOn(canvas, ROOM, room)
            if height > room:
                cut = table.splitOn(canvas, ROOM, room)
                table, parts = cut[0], [*cut[1:], *parts]
                _, height = table.wrapOn(canvas, ROOM, room)
            table.drawOn(canvas, MARGIN, top - height)
            _foot(canvas, sheet, number, created_on)
            canvas.showPage()
            canvas.setPageSize((WIDTH, HEIGHT))
            top, number = HEIGHT - MARGIN, number + 1
    return into.getvalue()


def _head(canvas: Canvas, sheet: Sheet) -> float:
    """Title and notes; the result is where the table begins."""
    top = HEIGHT - MARGIN
    for text, kind in ((sheet.title, style.TITLE), *((note, style.LABEL) for note in sheet.notes)):
        block = Paragraph(escape(text), _set_in(kind))
        _, height = block.wrapOn(canvas, ROOM, HEIGHT)
        block.drawOn(canvas, MARGIN, top - height)
        top -= height + 2
    return top - _GAP


def _foot(canvas: Canvas, sheet: Sheet, number: int, created_on: date) -> None:
    canvas.setFont(style.NOTE.font, style.NOTE.size)
    canvas.setFillColor(style.NOTE.colour)
    canvas.drawString(MARGIN, MARGIN - 8, f"Clause – {sheet.title} – {formats.day(created_on)}")
    canvas.drawRightString(WIDTH - MARGIN, MARGIN - 8, f"Page {number}")


def _set_in(kind: Type, *, right: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        name=f"{kind.font}{kind.size}{right}",
        fontName=kind.font,
        fontSize=kind.size,
        leading=kind.leading,
        textColor=kind.colour,
        alignment=2 if right else 0,
        splitLongWords=1,
    )


def _table(sheet: Sheet) -> LongTable:
    titles = [Paragraph(escape(title), _set_in(style.COLUMN, right=kind in NUMBERS)) for title, kind in sheet.columns]
    texts = [[cell_text(cell, kind) for cell, (_, kind) in zip(row, sheet.columns, strict=True)] for row in sheet.rows]
    cells = [
        [
            Paragraph(escape(text), _set_in(style.CELL, right=kind in NUMBERS))
            for text, (_, kind) in zip(row, sheet.columns, strict=True)
        ]
        for row in texts
    ]
    nothing = [[Paragraph("Rien à montrer.", _set_in(style.CELL))] + [""] * (len(sheet.columns) - 1)]
    table = LongTable([titles, *(cells or nothing)], colWidths=_widths(sheet, texts), repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                # Empty cells would name a font that is not in the file.
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, style.MUTED),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, style.HAIRLINE),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return table


def _widths(sheet: Sheet, texts: list[list[str]]) -> list[float]:
    """Columns as wide as what they hold, within bounds, filling the page together."""
    signs = []
    for column, (title, kind) in enumerate(sheet.columns):
        longest = max((len(row[column]) for row in texts[:_SIGNS_READ]), default=0)
        words = max((len(word) for word in title.split()), default=0)
        least = max(_NARROWEST, words, 11 if kind is CellKind.DAY else 0)
        signs.append(min(max(longest, least), _WIDEST))
    return [ROOM * count / sum(signs) for count in signs]
