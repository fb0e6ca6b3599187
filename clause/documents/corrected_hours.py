"""The spreadsheet of hours to send back: the same columns, what is wrong highlighted and explained.

A first column says what becomes of each row. Texts are written as texts and never as formulas, whatever they begin
with, so that a cell that came in as ``=…`` goes out as the same harmless characters.
"""

import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from clause.domain.findings import Finding, Severity
from clause.domain.hours_import import (
    REPORT_HEADING,
    Cell,
    HoursRow,
    HoursRowStatus,
    RawSheet,
    SheetFile,
    SheetLayout,
    cell_address,
    column_letter,
)
from clause.domain.hours_import_cells import shown
from clause.text.hours_imports import example_for, told
from clause.text.labels import label

MOST_COMMENTS = 5_000
"""Spreadsheets grow slow beyond; the first column explains every row whatever their number."""
LONGEST_TEXT = 32_000
_FORBIDDEN_IN_NAMES = str.maketrans("[]:*?/\\", "_______")
_FILLS = {
    HoursRowStatus.REFUSED: "#F8D7DA",
    HoursRowStatus.CHANGED: "#FFF3CD",
    HoursRowStatus.NEW: "#D9EAD3",
}


def corrected_file(
    file: SheetFile, layouts: Sequence[SheetLayout], rows: Sequence[HoursRow], made_at: datetime
) -> bytes:
    """The bytes of an XLSX with the sheets that were read, each with its report; the same for the same report."""
    by_place = {(row.sheet, row.row): row for row in rows}
    output = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="clause-") as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(output, options) as workbook:
            workbook.set_properties({"created": made_at.replace(tzinfo=None)})
            writer = _Writer(workbook, by_place)
            sheets = {sheet.name: sheet for sheet in file.sheets}
            for index, layout in enumerate(layouts, start=1):
                writer.write(sheets[layout.sheet], layout, index)
    return output.getvalue()


class _Writer:
    def __init__(self, workbook: xlsxwriter.Workbook, rows: Mapping[tuple[str, int], HoursRow]) -> None:
        self._workbook, self._rows, self._comments = workbook, rows, 0
        self._plain = {
            "text": workbook.add_format({"num_format": "@"}),
            "quoted": workbook.add_format({"num_format": "@", "quote_prefix": True}),
            "day": workbook.add_format({"num_format": "dd/mm/yyyy"}),
        }
        bad = {"bg_color": "#F4A6AD", "border": 1}
        self._bad = {
            "text": workbook.add_format({**bad, "num_format": "@"}),
            "quoted": workbook.add_format({**bad, "num_format": "@", "quote_prefix": True}),
            "day": workbook.add_format({**bad, "num_format": "dd/mm/yyyy"}),
            "number": workbook.add_format(bad),
        }
        self._heading = workbook.add_format({"bold": True, "bottom": 1})
        self._states = {
            status: workbook.add_format({"bg_color": fill, "text_wrap": True}) for status, fill in _FILLS.items()
        }

    def write(self, sheet: RawSheet, layout: SheetLayout, index: int) -> None:
        """One sheet: its rows where they were, one column further to the right."""
        name = sheet.name.translate(_FORBIDDEN_IN_NAMES).strip("'")[:27] or f"Heures {index}"
        names = {one.get_name().casefold() for one in self._workbook.worksheets()}
        target = self._workbook.add_worksheet(name if name.casefold() not in names else f"{name} ({index})")
        target.set_column(0, 0, 60)
        target.set_column(1, len(layout.columns), 18)
        target.freeze_panes(layout.header_row, 1)
        repeats = _begins_with_report(layout)
        for number, cells in sheet.lines:
            kept = cells[1:] if repeats else cells
            if number == layout.header_row:
                target.write_string(number - 1, 0, REPORT_HEADING, self._heading)
            self._write_row(target, sheet.name, number, kept, shift=1 if repeats else 0)

    def _write_row(self, target: Worksheet, sheet: str, number: int, cells: list[Cell], *, shift: int) -> None:
        row = self._rows.get((sheet, number))
        by_cell: dict[str, list[Finding]] = {}
        if row is not None:
            self._write_state(target, number, row)
            for finding in row.findings:
                by_cell.setdefault(finding.field, []).append(finding)
        width = max(len(cells), _furthest(by_cell, sheet, number, shift))
        for index in range(width):
            cell = cells[index] if index < len(cells) else None
            found = by_cell.get(cell_address(sheet, column_letter(index + shift), number)) if by_cell else None
            self._write_cell(target, number - 1, index + 1, cell, self._bad if found else self._plain)
            if found and self._comments < MOST_COMMENTS:
                self._comments += 1
                target.write_comment(number - 1, index + 1, _comment(found), {"author": "Clause", "x_scale": 2})

    def _write_state(self, target: Worksheet, number: int, row: HoursRow) -> None:
        said = [told(finding) for finding in row.findings if finding.severity is not Severity.INFO]
        text = " ".join((label("hours_row_status", row.status.value) + ("." if not said else " :"), *said))
        target.write_string(number - 1, 0, text[:LONGEST_TEXT], self._states.get(row.status))

    def _write_cell(self, target: Worksheet, row: int, column: int, cell: Cell, formats: dict[str, Format]) -> None:
        if cell is None:
            if "number" in formats:
                target.write_blank(row, column, None, formats["number"])
        elif isinstance(cell, bool):
            target.write_boolean(row, column, cell, formats.get("number"))
        elif isinstance(cell, int | float):
            target.write_number(row, column, cell, formats.get("number"))
        elif (day := _day(cell)) is not None:
            target.write_datetime(row, column, day, formats["day"])
        else:
            text = _printable(shown(cell) if isinstance(cell, list) else cell)
            target.write_string(row, column, text, formats["quoted" if text[:1] in "=+-@" else "text"])


def _begins_with_report(layout: SheetLayout) -> bool:
    return bool(layout.columns) and layout.columns[0].header == REPORT_HEADING and layout.columns[0].column == "A"


def _furthest(by_cell: Mapping[str, Any], sheet: str, number: int, shift: int) -> int:
    """How many cells a row needs, so that each one that a finding names is there."""
    if not by_cell:
        return 0
    addresses = {cell_address(sheet, column_letter(index + shift), number): index + 1 for index in range(256)}
    return max(addresses.get(address, 0) for address in by_cell)


def _comment(findings: list[Finding]) -> str:
    said = [told(finding) for finding in findings]
    examples = [f"Exemple : {example}" for example in {example_for(finding) for finding in findings} if example]
    return "\n".join((*said, *examples))[:LONGEST_TEXT]


def _day(cell: Cell) -> date | None:
    if not isinstance(cell, list) or len(cell) != 1:
        return None
    try:
        day = datetime.fromisoformat(cell[0])
    except ValueError:
        return None
    return day if day.year >= 1900 else None


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")[:LONGEST_TEXT]
