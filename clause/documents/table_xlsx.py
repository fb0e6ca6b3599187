"""A table as a workbook of one sheet: notes, then French titles, then the rows with real dates and numbers."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

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
        self._rows = _PlainRows(self._page, [self._styles[kind] for kind in self._kinds])
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
            if not self._rows.write(self._line, row):
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


class _PlainRows:
    """Writes whole rows as they stand in the file, at a third of the price of the library's cell by cell.

    Only rows whose texts need no escape, no mark and no cut: the library knows what to do with the others. Rows go
    where it keeps those of a workbook in constant memory, after the one that it still holds.
    """

    def __init__(self, page: Any, styles: Sequence[Any]) -> None:
        self._page = page
        self._starts = [
            (f'<c r="{xl_col_to_name(column)}', f'" s="{style._get_xf_index()}') for column, style in enumerate(styles)
        ]
        self._days: dict[date, str] = {}

    def write(self, line: int, row: tuple[Cell, ...]) -> bool:
        """Write the row at this line, counted from zero; False where the library has to."""
        written = [f'<row r="{line + 1}">']
        for (place, style), cell in zip(self._starts, row, strict=True):
            if isinstance(cell, str):
                text = safe_text(cell)
                if _PLAIN.fullmatch(text) is None or "_x" in text:
                    return False
                written.append(f'{place}{line + 1}{style}" t="inlineStr"><is><t>{text}</t></is></c>')
            elif cell is None:
                written.append(f'{place}{line + 1}{style}"/>')
            else:
                written.append(f'{place}{line + 1}{style}"><v>{self._number(cell)}</v></c>')
        written.append("</row>")
        self._page._write_single_row(line)
        self._page._check_dimensions(line, len(row) - 1)
        self._page.row_data_fh.write("".join(written))
        return True

    def _number(self, cell: Decimal | float | date) -> str:
        if not isinstance(cell, date):
            return f"{cell:.16G}"
        if isinstance(cell, datetime):
            return f"{self._page._convert_date_time(_local(cell)):.16G}"
        if cell not in self._days:
            self._days[cell] = f"{self._page._convert_date_time(datetime.combine(cell, time())):.16G}"
        return self._days[cell]


_PLAIN = re.compile(r"[^\s&<>\x00-\x1f](?:[^&<>\x00-\x1f]{0,16000}[^\s&<>\x00-\x1f])?")


def _local(moment: datetime) -> datetime:
    return moment.astimezone(FRANCE).replace(tzinfo=None)


def _write_cell(page: Any, line: int, column: int, cell: Cell, style: Any) -> None:
    if cell is None:
        page.write_blank(line, column, None, style)
    elif isinstance(cell, str):
        page.write_string(line, column, safe_text(cell), style)
    elif isinstance(cell, datetime):
        page.write_datetime(line, column, _local(cell), style)
    elif isinstance(cell, date):
        page.write_datetime(line, column, datetime.combine(cell, time()), style)
    else:
        page.write_number(line, column, cell, style)
