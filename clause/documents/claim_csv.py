"""Rows of a claim as CSV in UTF-8: staff for spreadsheets and for the bundle, and every line for the bundle."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from clause.domain.claim_tables import Line, StaffRow
from clause.text.exports import COLUMNS
from clause.text.spreadsheets import safe_text

BOM = "\ufeff"
STAFF_FIELDS = ("person", "month", "cost", "hours_on_operation", "hours_worked", "key", "amount", "method", "kind")
LINE_FIELDS = (
    "position", "kind", "staff_number", "month", "method", "post", "employer_cost", "hours_on_operation",
    "hours_worked", "amount",
)  # fmt: skip


def staff_csv(rows: Sequence[StaffRow], preamble: Iterable[tuple[str, str]], *, decimal_comma: bool) -> bytes:
    """Staff by person and month for a French spreadsheet: its mark, what it is, then one line a row, semicolons."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for name, value in preamble:
        writer.writerow((name, safe_text(value)))
    writer.writerow([COLUMNS["staff"][field] for field in STAFF_FIELDS])
    for row in rows:
        writer.writerow([_cell(getattr(row, field), decimal_comma) for field in STAFF_FIELDS])
    return (BOM + written.getvalue()).encode()


def plain_staff_csv(rows: Sequence[StaffRow]) -> bytes:
    """The same rows for programs: field names, points, nothing above the header."""
    return _plain(STAFF_FIELDS, rows)


def plain_lines_csv(lines: Sequence[Line]) -> bytes:
    """Every line of a claim for programs."""
    return _plain(LINE_FIELDS, lines)


def _plain(fields: Sequence[str], rows: Iterable[object]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_cell(getattr(row, field), decimal_comma=False) for field in fields])
    return written.getvalue().encode()


def _cell(value: object, decimal_comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",") if decimal_comma else f"{value:f}"
    return value.isoformat() if isinstance(value, date) else safe_text(str(value))
