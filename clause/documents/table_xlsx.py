"""A table as a workbook of one sheet: notes, then French titles, then the rows with real dates and numbers."""

import io
from collections.abc import Sequence
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


class TableBook:
    """A workbook whose rows are written as they come: 100,000 of them need no more memory than a few.

    The bytes are the same for the same rows and day; no cell of it holds a formula.
    """

    def __init__(self, sheet: Sheet, created_on: date) -> None:
        self._written = io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(
            self._written,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        created = datetime.combine(created_on, time())
        self._book.set_properties({"title": sheet.title, "author": "Clause", "created": created})
        name = sheet.title.translate(_NOT_IN_A_SHEET_NAME)[:_LONGEST_SHEET_NAME].strip() or "Liste"
        self._page: Any = self._book.add_worksheet(name)
        self._styles = {kind: self._book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
        self._kinds = [kind for _, kind in sheet.columns]
        self._head = self._line = len(sheet.notes) + 2
        self._write_head(sheet)
        self.add(sheet.rows)

    def _write_head(self, sheet: Sheet) -> None:
        self._page.write_string(0, 0, safe_text(sheet.title), self._book.add_format({"bold": True, "font_size": 14}))
        for line, text in enumerate(sheet.notes, 1):
            self._page.write_string(line, 0, safe_text(text))
        title = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for column, (text, kind) in enumerate(sheet.columns):
            self._page.set_column(column, column, _WIDTHS.get(kind, 15))
            self._page.write_string(self._head, column, text, title)

    def add(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Write further rows."""
        for row in rows:
            self._line += 1
            for column, cell in enumerate(row):
                _write_cell(self._page, self._line, column, cell, self._styles[self._kinds[column]])

    def finished(self) -> bytes:
        """The file's bytes; nothing can be added any more."""
        self._page.freeze_panes(self._head + 1, 0)
        if self._line > self._head and self._kinds:
            self._page.autofilter(self._head, 0, self._line, len(self._kinds) - 1)
        self._page.set_landscape()
        self._page.fit_to_pages(1, 0)
        self._page.repeat_rows(self._head)
        self._book.close()
        return self._written.getvalue()


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
