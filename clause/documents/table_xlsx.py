"""A table as a workbook of one sheet: notes, then French titles, then the rows with real dates and numbers."""

import io
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from clause.domain.tables import Cell, CellKind, Sheet
from clause.rules.calendar import FRANCE
from clause.text.spreadsheets import safe_text

_FORMATS = {
    CellKind.TEXT: "@",
    CellKind.COUNT: "#,##0",
    CellKind.HOURS: "#,##0.00",
    CellKind.EUROS: "#,##0.00 €",
    CellKind.RATE: "0.0%",
    CellKind.DAY: "dd/mm/yyyy",
    CellKind.MONTH: "mmmm yyyy",
    CellKind.MOMENT: "dd/mm/yyyy hh:mm",
}
_WIDTHS = {CellKind.TEXT: 28, CellKind.MOMENT: 17}
_LONGEST_SHEET_NAME = 31
_NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def table_xlsx(sheet: Sheet, created_on: date) -> bytes:
    """The workbook's bytes, the same for the same rows and day; no cell of it holds a formula."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": sheet.title, "author": "Clause", "created": datetime.combine(created_on, time())})
    page = book.add_worksheet(sheet.title.translate(_NOT_IN_A_SHEET_NAME)[:_LONGEST_SHEET_NAME].strip() or "Liste")
    page.write_string(0, 0, safe_text(sheet.title), book.add_format({"bold": True, "font_size": 14}))
    for line, text in enumerate(sheet.notes, 1):
        page.write_string(line, 0, safe_text(text))
    _write_rows(book, page, sheet, len(sheet.notes) + 2)
    book.close()
    return written.getvalue()


def _write_rows(book: Any, page: Any, sheet: Sheet, head: int) -> None:
    title = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    styles = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
    for column, (text, kind) in enumerate(sheet.columns):
        page.set_column(column, column, _WIDTHS.get(kind, 15))
        page.write_string(head, column, text, title)
    for line, row in enumerate(sheet.rows, head + 1):
        for column, cell in enumerate(row):
            _write_cell(page, line, column, cell, styles[sheet.columns[column][1]])
    page.freeze_panes(head + 1, 0)
    if sheet.rows and sheet.columns:
        page.autofilter(head, 0, head + len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)


def _write_cell(page: Any, line: int, column: int, cell: Cell, style: Any) -> None:
    if cell is None:
        page.write_blank(line, column, None, style)
    elif isinstance(cell, str):
        page.write_string(line, column, safe_text(cell), style)
    elif isinstance(cell, datetime):
        page.write_datetime(line, column, cell.astimezone(FRANCE).replace(tzinfo=None), style)
    elif isinstance(cell, date):
        page.write_datetime(line, column, datetime.combine(cell, time()), style)
    else:
        page.write_number(line, column, cell, style)
