"""The hours grid: people by months, or by the days of one month, and what may be typed in each cell.

A cell is what stands for one hire, one nature and one month or day: lines of a statement that is open, or bookings that
nothing reverses. It can be typed in while the statement of its month is with who declares, or not begun.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.hours import HireWindow, StatementState
from clause.rules.calendar import Month, MonthSpan, Period
from clause.rules.codes import ContractType, HoursNature
from clause.rules.quantities import Hours


class Lock(StrEnum):
    """Why a cell cannot be typed in."""

    VALIDATED = "VALIDATED"
    SUBMITTED = "SUBMITTED"
    BY_DAY = "BY_DAY"
    """Several lines stand in the month: they are typed day by day."""
    BY_MONTH = "BY_MONTH"
    """A line of several days stands in the month: it is typed in the grid of months."""
    NOT_EMPLOYED = "NOT_EMPLOYED"
    TO_COME = "TO_COME"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class GridHire(_Frozen):
    """A hire as a row of the grid names it."""

    id: UUID
    facilitator_org_id: UUID
    facilitator_name: str
    lot_id: UUID
    lot_label: str
    contract_reference: str
    first_name: str
    last_name: str
    contract_type: ContractType
    first_day: date
    end_day: date | None

    def is_employed(self, days: Period) -> bool:
        """Whether the contract runs on one of these days."""
        return self.first_day <= days.last_day and (self.end_day is None or self.end_day >= days.first_day)


class StandingHours(_Frozen):
    """Hours of a hire that stand: a line of an open statement, or a booking (VALIDATED)."""

    hire_id: UUID
    nature: HoursNature
    first_day: date
    last_day: date
    hours: Hours
    state: StatementState

    @property
    def is_of_one_day(self) -> bool:
        """Whether it was worked on a single day."""
        return self.first_day == self.last_day


class GridStatement(_Frozen):
    """A statement of the months shown."""

    id: UUID
    facilitator_org_id: UUID
    month: Month
    last_month: Month | None
    state: StatementState
    nothing_worked: bool
    line_count: int
    hours_declared: Hours
    decision_reason: str | None
    submitted_at: datetime | None

    @property
    def months(self) -> MonthSpan:
        """The months that it is of."""
        return MonthSpan.of(self.month, self.last_month)


class DeclaringCompany(_Frozen):
    """A company with people under contract, as a facilitator chooses among them."""

    id: UUID
    name: str
    identifier: str
    hires: int
    """Under contract today."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A month, or a day."""

    key: str
    days: Period

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.days.first_day == self.days.last_day

    @property
    def month(self) -> Month:
        """The month that holds it."""
        return Month.of(self.days.first_day)

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.is_day and self.days.first_day.weekday() >= 5


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in a cell, and why it cannot be typed in if it cannot."""

    column: GridColumn
    hours: Hours | None
    lock: Lock | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A hire and a nature of hours."""

    hire: GridHire
    nature: HoursNature
    cells: tuple[GridCell, ...]

    @property
    def key(self) -> str:
        """The row's name in what the grid sends."""
        return f"{self.hire.id}:{self.nature}"

    @property
    def total(self) -> Hours:
        """All hours of the row."""
        return sum((cell.hours for cell in self.cells if cell.hours), Decimal(0))


@dataclass(frozen=True, slots=True)
class HoursGrid:
    """The grid of a company."""

    company: OrgSummary
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    statements: tuple[GridStatement, ...]
    lots: tuple[GridHire, ...]
    """A hire of each lot on which the company employs people in these months."""

    def column_total(self, column: GridColumn) -> Hours:
        """All hours of a column."""
        at = self.columns.index(column)
        return sum((row.cells[at].hours or Decimal(0) for row in self.rows), Decimal(0))

    @property
    def total(self) -> Hours:
        """All hours shown."""
        return sum((row.total for row in self.rows), Decimal(0))

    def statements_of(self, month: Month) -> list[GridStatement]:
        """The statements of a month, the open one first."""
        found = [one for one in self.statements if one.months.contains(month)]
        return sorted(found, key=lambda one: one.state.is_decided)


def columns_of_months(last: Month, count: int) -> tuple[GridColumn, ...]:
    """The last months up to this one."""
    months = [last]
    while len(months) < count:
        months.insert(0, Month.of(months[0].first_day - timedelta(days=1)))
    return tuple(GridColumn(str(month), month.period) for month in months)


def columns_of_days(month: Month) -> tuple[GridColumn, ...]:
    """The days of a month."""
    days = (month.first_day + timedelta(days=offset) for offset in range(month.period.days))
    return tuple(GridColumn(day.isoformat(), Period(day, day)) for day in days)


def build_grid(
    company: OrgSummary,
    columns: Sequence[GridColumn],
    hires: Iterable[GridHire],
    standing: Iterable[StandingHours],
    statements: Sequence[GridStatement],
    today: date,
    natures: Sequence[HoursNature] = (HoursNature.WORK,),
    lot_id: UUID | None = None,
) -> HoursGrid:
    """The grid: for each hire (of one lot or of all) a row of these natures, and of any other of which hours stand."""
    everyone = list(hires)
    by_row: defaultdict[tuple[UUID, HoursNature], list[StandingHours]] = defaultdict(list)
    for one in standing:
        by_row[one.hire_id, one.nature].append(one)
    handed_over = {
        (one.facilitator_org_id, month)
        for one in statements
        if one.state is StatementState.SUBMITTED
        for month in one.months.months()
    }
    rows = []
    for hire in everyone:
        for nature in HoursNature if lot_id in (None, hire.lot_id) else ():
            known = by_row.get((hire.id, nature), [])
            if nature in natures or known:
                cells = tuple(_cell(hire, known, one, today, handed_over) for one in columns)
                rows.append(GridRow(hire, nature, cells))
    lots = {hire.lot_id: hire for hire in everyone}
    return HoursGrid(company, tuple(columns), tuple(rows), tuple(statements), tuple(lots.values()))


def _cell(
    hire: GridHire,
    known: Sequence[StandingHours],
    column: GridColumn,
    today: date,
    handed_over: set[tuple[UUID, Month]],
) -> GridCell:
    of_month = [one for one in known if column.month.period.contains(one.first_day)]
    here = [one for one in of_month if column.days.contains(one.first_day)]
    if column.is_day:
        here = [one for one in here if one.is_of_one_day]
    hours = sum((one.hours for one in here), Decimal(0)) if here else None
    return GridCell(column, hours, _lock(hire, of_month, here, column, today, handed_over))


def _lock(
    hire: GridHire,
    of_month: Sequence[StandingHours],
    here: Sequence[StandingHours],
    column: GridColumn,
    today: date,
    handed_over: set[tuple[UUID, Month]],
) -> Lock | None:
    if any(one.state is StatementState.VALIDATED for one in here):
        return Lock.VALIDATED
    if (hire.facilitator_org_id, column.month) in handed_over:
        return Lock.SUBMITTED
    if not hire.is_employed(column.days):
        return Lock.NOT_EMPLOYED
    if column.days.first_day > today:
        return Lock.TO_COME
    if column.is_day:
        return Lock.BY_MONTH if any(not one.is_of_one_day for one in of_month) else None
    return (
        Lock.BY_DAY if is_by_day([(one.first_day, one.last_day) for one in here], hire, column.month, today) else None
    )


def is_by_day(
    lines: Sequence[tuple[date, date]], hire: GridHire | HireWindow | None, month: Month, today: date
) -> bool:
    """Whether the lines of a month, by their days, are more than the one line that a cell of a month stands for."""
    if len(lines) != 1:
        return bool(lines)
    first_day, last_day = lines[0]
    begins = max(month.first_day, hire.first_day) if hire else month.first_day
    ends = min(month.last_day, (hire.end_day if hire else None) or month.last_day, today)
    return first_day == last_day and begins < ends
