"""Spreadsheets of hours: what their columns mean, and what each row of them becomes.

Every row of a sheet that names somebody or some hours ends in one state:

    new        these hours stand nowhere yet: applying the import declares them
    changed    other hours of the same hire and month are in a statement that can still be corrected
    unchanged  the same hours are declared or booked already
    refused    something is wrong or unclear; each reason names its cell

Nothing is written to statements before the import is applied. What is unclear is refused, never guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.findings import Finding
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.quantities import Hours

Cell: TypeAlias = Any
"""None, a number, a text, a truth value, ``[day]`` for a day, ``[hours, minutes]`` for a time."""

REPORT_HEADING = "Clause : état et motif"
"""The heading of the column that a corrected file begins with; it changes nothing in how the others are read."""

MOST_ROWS = 100_000
"""Rows of hours in a file."""


class FileKind(StrEnum):
    """How a spreadsheet is written."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


class SheetField(StrEnum):
    """What a column may hold."""

    SIRET = "siret"
    CONTRACT = "contract"
    LOT = "lot"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"
    BIRTH_DATE = "birth_date"
    MONTH = "month"
    YEAR = "year"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    HOURS = "hours"
    TRAINING_HOURS = "training_hours"
    TRAINING_INCLUDED = "training_included"
    """Training hours that are part of the hours of another column ("dont formation")."""
    NATURE = "nature"


@dataclass(frozen=True)
class RawSheet:
    """A sheet as read; ``lines`` gives the number and the cells of each row that holds something."""

    name: str
    is_hidden: bool
    without_value: frozenset[str]
    """Cells whose formula was never computed."""
    in_error: frozenset[str]
    """Cells whose formula failed (``#N/A``)."""
    lines: Iterable[tuple[int, list[Cell]]]


@dataclass(frozen=True)
class SheetFile:
    """A spreadsheet as read."""

    kind: FileKind
    sheets: tuple[RawSheet, ...]
    has_macros: bool
    encoding: str | None


class HoursRowStatus(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class MappingSource(StrEnum):
    """Where the meaning of the columns comes from."""

    RECOGNISED = "recognised"
    REMEMBERED = "remembered"
    GIVEN = "given"


class SheetColumn(_Frozen):
    """A column of a sheet: its letter, its heading as written, what it holds (None: nothing that is read)."""

    column: str
    header: str
    field: SheetField | None


class SheetLayout(_Frozen):
    """How a sheet is read."""

    sheet: str
    header_row: int
    columns: tuple[SheetColumn, ...]
    source: MappingSource
    signature: str
    """Of the headings: two sheets with the same ones are read alike."""
    sheet_month: Month | None = None
    """The month that the sheet is named after, for want of a column."""

    def letter_of(self, field: SheetField) -> str | None:
        """The letter of the column that holds this, or None."""
        return next((column.column for column in self.columns if column.field is field), None)


class HoursPart(_Frozen):
    """Hours of one nature in a row; days left out follow from the month and the contract."""

    nature: HoursNature
    hours_declared: Hours
    first_day: date | None = None
    last_day: date | None = None


class HoursRow(_Frozen):
    """A row as reported; one that holds hours and training stands for two parts, told apart by ``nature``."""

    position: int
    """Rank among the rows of the file, from 1."""
    sheet: str
    row: int
    status: HoursRowStatus
    findings: tuple[Finding, ...]
    cells: dict[str, Any]
    """What was read in the columns that are used."""
    hire_id: UUID | None
    lot_id: UUID | None
    month: Month | None
    parts: tuple[HoursPart, ...] = ()


class AppliedStatement(_Frozen):
    """What applying a file did for one company and month: a statement, or why there is none."""

    company_id: UUID
    month: Month
    statement_id: UUID | None
    lines_declared: int
    findings: tuple[Finding, ...]


def cell_address(sheet: str, column: str, row: int) -> str:
    """``Mars!C14``, with quotes where a spreadsheet would need them; ``C14`` for a file without sheets."""
    if not sheet:
        return f"{column}{row}"
    if sheet.isalnum():
        return f"{sheet}!{column}{row}"
    return "'" + sheet.replace("'", "''") + f"'!{column}{row}"


def column_letter(index: int) -> str:
    """The letters of a column, from its rank: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
