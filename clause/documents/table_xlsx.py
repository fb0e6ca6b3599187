"""A table as a workbook of one sheet: notes, then French titles, then the rows with real dates and numbers."""

import io
import re
from collections.abc import Callable, Sequence
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
        self._frame = Frame(self._written, sheet, created_on)
        self._page = self._frame.add_page()
        self._line = self._frame.head
        self._rows = PlainRows(self._page, self._frame.styles)
        self.add(sheet.rows)

    def add(self, rows: Sequence[tuple[Cell, ...]]) -> None:
        """Write further rows."""
        for row in rows:
            self._line += 1
            if not self._rows.write(self._line, row):
                for column, cell in enumerate(row):
                    _write_cell(self._page, self._line, column, cell, self._frame.styles[column])

    def finished(self) -> bytes:
        """The file's bytes; nothing can be added any more."""
        self._frame.end_page(self._page, self._line)
        self._frame.close()
        return self._written.getvalue()


class Frame:
    """What a workbook of a table has around its rows: styles, and pages with title, notes and headings."""

    def __init__(self, into: io.BytesIO, sheet: Sheet, created_on: date) -> None:
        self._sheet = sheet
        self._book: Any = xlsxwriter.Workbook(
            into,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        created = datetime.combine(created_on, time())
        self._book.set_properties({"title": sheet.title, "author": "Clause", "created": created})
        by_kind = {kind: self._book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
        self.styles = [by_kind[kind] for _, kind in sheet.columns]
        self.head = len(sheet.notes) + 2
        """The line of the headings, counted from zero."""
        self._pages = 0

    def add_page(self) -> Any:
        """A page of the library's with what stands above the rows; those after the first are numbered."""
        self._pages += 1
        number = f" ({self._pages})" if self._pages > 1 else ""
        name = self._sheet.title.translate(_NOT_IN_A_SHEET_NAME)[: _LONGEST_SHEET_NAME - len(number)].strip() or "Liste"
        page: Any = self._book.add_worksheet(name + number)
        page.write_string(0, 0, safe_text(self._sheet.title), self._book.add_format({"bold": True, "font_size": 14}))
        for line, text in enumerate(self._sheet.notes, 1):
            page.write_string(line, 0, safe_text(text))
        title = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for column, (text, kind) in enumerate(self._sheet.columns):
            page.set_column(column, column, _WIDTHS.get(kind, 15))
            page.write_string(self.head, column, text, title)
        return page

    def end_page(self, page: Any, last_line: int) -> None:
        """Say of the page what is to be said once its last row is known."""
        page.freeze_panes(self.head + 1, 0)
        if last_line > self.head and self.styles:
            page.autofilter(self.head, 0, last_line, len(self.styles) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(self.head)

    def close(self) -> None:
        """Write the file."""
        self._book.close()


class PlainRows:
    """Writes whole rows as they stand in the file, at a third of the price of the library's cell by cell.

    Only rows whose texts need no escape, no mark and no cut: the library knows what to do with the others. Rows go
    where it keeps those of a workbook in constant memory, after the one that it still holds.
    """

    def __init__(self, page: Any, styles: Sequence[Any]) -> None:
        self.page = page
        self._starts = [
            (f'<c r="{xl_col_to_name(column)}', f'" s="{style._get_xf_index()}') for column, style in enumerate(styles)
        ]
        self._days: dict[date, str] = {}

    def write(self, line: int, row: tuple[Cell, ...]) -> bool:
        """Write the row at this line, counted from zero; False where the library has to."""
        written = self.text(line, row, _none)
        if written is None:
            return False
        self.page._write_single_row(line)
        self.page._check_dimensions(line, len(row) - 1)
        self.page.row_data_fh.write(written)
        return True

    def text(self, line: int, row: tuple[Cell, ...], odd: Callable[[str], str | None]) -> str | None:
        """The row at this line as it stands in the file; None when ``odd`` has no way with a text that is not plain."""
        written = [f'<row r="{line + 1}">']
        for (place, style), cell in zip(self._starts, row, strict=True):
            if isinstance(cell, str):
                text = safe_text(cell)
                is_plain = _PLAIN.fullmatch(text) is not None and "_x" not in text
                said = f"<t>{text}</t>" if is_plain else odd(text)
                if said is None:
                    return None
                written.append(f'{place}{line + 1}{style}" t="inlineStr"><is>{said}</is></c>')
            elif cell is None:
                written.append(f'{place}{line + 1}{style}"/>')
            else:
                written.append(f'{place}{line + 1}{style}"><v>{self._number(cell)}</v></c>')
        written.append("</row>")
        return "".join(written)

    def _number(self, cell: Decimal | float | date) -> str:
        if not isinstance(cell, date):
            return f"{cell:.16G}"
        if isinstance(cell, datetime):
            return f"{self.page._convert_date_time(_local(cell)):.16G}"
        if cell not in self._days:
            self._days[cell] = f"{self.page._convert_date_time(datetime.combine(cell, time())):.16G}"
        return self._days[cell]


_PLAIN = re.compile(r"[^\s&<>\x00-\x1f](?:[^&<>\x00-\x1f]{0,16000}[^\s&<>\x00-\x1f])?")


def _none(_: str) -> None:
    """Nothing: the library writes it."""


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
