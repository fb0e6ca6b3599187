"""A claim as a workbook to be retyped into the national portal: one sheet for each of its blocks."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from clause.domain.claim_tables import ClaimTables
from clause.text.exports import COLUMNS, EMPTY_BLOCK, SHEETS
from clause.text.spreadsheets import safe_text

_TEXT_STAYS_TEXT = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)


def claim_entry_xlsx(tables: ClaimTables, preamble: Sequence[tuple[str, str]], made_at: datetime) -> bytes:
    """The workbook's bytes; no cell holds a formula, and what is not known is an empty cell, not a zero."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, **_TEXT_STAYS_TEXT})
    book.set_properties({"author": "Clause", "created": made_at.replace(tzinfo=None)})
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.00##"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    for block, name in SHEETS.items():
        _write_block(book.add_worksheet(name), block, getattr(tables, block), preamble, styles)
    book.close()
    return written.getvalue()


def _write_block(
    sheet: Any, block: str, rows: Sequence[object], preamble: Sequence[tuple[str, str]], styles: dict[str, Any]
) -> None:
    columns = COLUMNS[block]
    sheet.set_column(0, len(columns) - 1, 22)
    for line, (name, value) in enumerate(preamble):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, safe_text(value))
    head = len(preamble) + 1
    for column, title in enumerate(columns.values()):
        sheet.write_string(head, column, title, styles["head"])
    sheet.freeze_panes(head + 1, 0)
    if not rows:
        sheet.write_string(head + 1, 0, EMPTY_BLOCK[block])
    for line, row in enumerate(rows, head + 1):
        for column, field in enumerate(columns):
            _write_value(sheet, line, column, getattr(row, field), styles)


def _write_value(sheet: Any, line: int, column: int, value: object, styles: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        sheet.write_number(line, column, value, styles["number"] if isinstance(value, Decimal) else None)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), styles["day"])  # noqa: DTZ001
    else:
        sheet.write_string(line, column, safe_text(str(value)))
