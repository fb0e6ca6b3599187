"""A spreadsheet from its sheets to its rows: where the headings are, what the columns mean, what each row says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeAlias

from clause.domain.errors import Unreadable
from clause.domain.findings import Finding, Severity
from clause.domain.hours_import import MOST_ROWS, Cell, MappingSource, RawSheet, SheetField, SheetFile, SheetLayout
from clause.domain.hours_import_headers import (
    ROWS_SEARCHED,
    find_header,
    folded,
    folded_mapping,
    headers_in,
    read_layout,
    signature_of,
    unread_sheet,
)
from clause.domain.hours_import_rows import ReadRow, SheetReading

ColumnMapping: TypeAlias = Mapping[str, SheetField | None]


@dataclass(frozen=True)
class HeadedSheet:
    """A sheet whose row of headings was found."""

    sheet: RawSheet
    header_row: int
    headers: list[Cell]
    signature: str


@dataclass
class ReadFile:
    """What a file says: how its sheets are read, what is told of it as a whole, and its rows."""

    layouts: list[SheetLayout] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: list[ReadRow] = field(default_factory=list)


def signatures_in(file: SheetFile) -> set[str]:
    """The signatures of the first rows of each sheet: one of them may be of headings that the sender explained."""
    return {
        signature_of(headers_in(cells))
        for sheet in file.sheets
        for _, cells in islice(sheet.lines, ROWS_SEARCHED)
        if len(cells) > 1
    }


def find_headed_sheets(
    file: SheetFile, given: ColumnMapping, remembered: Mapping[str, ColumnMapping]
) -> tuple[HeadedSheet, ...]:
    """The sheets that have a row of headings: one remembered, else one that is known, or that a mapping names.

    Raises Unreadable IMP-118 when no sheet has one, IMP-120 when the mapping names a column that is nowhere.
    """
    wanted = folded_mapping(given)
    found = tuple(_headed(file, wanted, remembered))
    if not found:
        raise Unreadable("IMP-118", sheets=", ".join(sheet.name for sheet in file.sheets[:8]) or "—")
    named = {folded(header) for sheet in found for header in headers_in(sheet.headers)}
    absent = [column for column in given if folded(column) not in named and not _is_letter(column)]
    if absent:
        raise Unreadable("IMP-120", columns=", ".join(absent[:8]))
    return found


def _headed(file: SheetFile, wanted: ColumnMapping, remembered: Mapping[str, ColumnMapping]) -> Iterator[HeadedSheet]:
    for sheet in file.sheets:
        first = list(islice(sheet.lines, ROWS_SEARCHED))
        signatures = [signature_of(headers_in(cells)) for _, cells in first]
        known = next((index for index, signature in enumerate(signatures) if signature in remembered), None)
        index = known if known is not None else find_header(first, wanted)
        if index is not None:
            number, cells = first[index]
            yield HeadedSheet(sheet, number, cells, signatures[index])


def _is_letter(column: str) -> bool:
    return column.isascii() and column.isalpha() and len(column) <= 2


def read_file(
    file: SheetFile,
    headed: tuple[HeadedSheet, ...],
    given: ColumnMapping,
    remembered: Mapping[str, ColumnMapping],
    today: date,
) -> ReadFile:
    """The rows of every sheet with headings; ``remembered`` gives mappings of the sender by the headings' signature.

    A sheet whose columns are unclear or missing (IHR-002, IHR-003) is not read. Raises Unreadable IMP-119 beyond the
    number of rows that a file may have.
    """
    read = ReadFile(findings=list(_about(file, headed)))
    for sheet in headed:
        mapping, source = given, MappingSource.GIVEN
        if not given:
            mapping, source = remembered.get(sheet.signature, {}), MappingSource.REMEMBERED
        layout, unclear = read_layout(
            sheet.sheet.name, sheet.header_row, sheet.headers, folded_mapping(mapping), source
        )
        read.layouts.append(layout)
        read.findings += unclear
        if not unclear:
            _read_rows(read, SheetReading(sheet.sheet, layout, today, len(read.rows) + 1))
    return read


def _read_rows(read: ReadFile, reading: SheetReading) -> None:
    for row in reading.rows():
        read.rows.append(row)
        if len(read.rows) > MOST_ROWS:
            raise Unreadable("IMP-119", most=f"{MOST_ROWS:,}".replace(",", " "))
    read.findings += reading.findings()


def _about(file: SheetFile, headed: tuple[HeadedSheet, ...]) -> Iterator[Finding]:
    if file.has_macros:
        yield Finding(code="IHR-004", severity=Severity.INFO, field="A1")
    if file.encoding is not None:
        yield Finding(code="IHR-008", severity=Severity.INFO, field="A1", values={"encoding": file.encoding})
    read = {id(sheet.sheet) for sheet in headed}
    for sheet in file.sheets:
        if id(sheet) not in read:
            if any(True for _ in sheet.lines):
                yield unread_sheet(sheet.name, is_hidden=sheet.is_hidden)
        elif sheet.is_hidden:
            yield Finding(code="IHR-005", severity=Severity.INFO, field=sheet.name)
