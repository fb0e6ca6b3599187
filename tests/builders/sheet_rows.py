"""Rows of a sheet as read and matched with their hire, and what stands already, for tests without a database."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.domain.hours import HireWindow, StatementState
from clause.domain.hours_import import Cell, HoursPart, MappingSource, SheetColumn, SheetField, SheetLayout
from clause.domain.hours_import_decisions import MatchedRow, Standing
from clause.domain.hours_import_rows import ReadRow
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from tests.builders.hours import a_window, an_id

MARCH = Month(2026, 3)
HIRE = a_window()


def a_layout(*fields: SheetField, sheet: str = "Mars") -> SheetLayout:
    """A sheet with a column for each field, from A on; contract, name, month, hours and training unless told."""
    chosen = fields or (
        SheetField.CONTRACT,
        SheetField.LAST_NAME,
        SheetField.MONTH,
        SheetField.HOURS,
        SheetField.TRAINING_HOURS,
    )
    columns = tuple(SheetColumn(column=chr(65 + at), header=name.value, field=name) for at, name in enumerate(chosen))
    return SheetLayout(sheet=sheet, header_row=1, columns=columns, source=MappingSource.RECOGNISED, signature="s")


LAYOUT = a_layout()


def a_day(number: int | None, month: Month = MARCH) -> date | None:
    """That day of the month; None for none."""
    return month.first_day.replace(day=number) if number else None


def a_part(
    hours: str = "100.00",
    nature: HoursNature = HoursNature.WORK,
    first: int | None = None,
    last: int | None = None,
    month: Month = MARCH,
) -> HoursPart:
    """Hours of one nature, on days of the month where they are given."""
    return HoursPart(
        nature=nature, hours_declared=Decimal(hours), first_day=a_day(first, month), last_day=a_day(last, month)
    )


def a_row(
    *parts: HoursPart,
    number: int = 2,
    hire: HireWindow = HIRE,
    month: Month | None = MARCH,
    layout: SheetLayout = LAYOUT,
    cells: dict[SheetField, Cell] | None = None,
) -> MatchedRow:
    """A row of 100 hours of March, unless told otherwise."""
    return MatchedRow(ReadRow(number - 1, layout, number, cells or {}, month=month, parts=parts or (a_part(),)), hire)


def standing(
    hours: str = "100.00",
    *,
    state: StatementState | None = StatementState.DRAFT,
    hire: HireWindow = HIRE,
    nature: HoursNature = HoursNature.WORK,
    first: int = 1,
    last: int = 31,
    month: Month = MARCH,
    declared: str | None = None,
    line: str = "line",
    statement: str = "statement",
) -> Standing:
    """A line of a statement, or (without a state) a booking; all of March unless told otherwise."""
    return Standing(
        hire_id=hire.id,
        participant_id=hire.participant_id,
        statement_id=an_id(statement) if state else None,
        state=state,
        line_id=an_id(line) if state else None,
        nature=nature,
        first_day=month.first_day.replace(day=first),
        last_day=month.first_day.replace(day=last),
        hours=Decimal(hours),
        hours_declared=Decimal(declared or hours),
    )


def told(row: MatchedRow) -> list[tuple[str, str]]:
    """What is noted of a row: each code with its cell."""
    return [(finding.code, finding.field) for finding in row.row.findings]


def lines_of(row: MatchedRow) -> list[tuple[UUID, HoursNature, Decimal, date | None, date | None]]:
    """What a row declares: hire, nature, hours and the days typed."""
    return [(one.hire_id, one.nature, one.hours_declared, one.first_day, one.last_day) for one in row.lines]
