"""Where months of time stand for the people who fill them and for those who approve them: what is to do next."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.employments import Employment
from clause.domain.timesheets import TimesheetState, hours_of
from clause.rules.calendar import Month
from clause.rules.limits import Verdict, timesheet_signature
from clause.rules.quantities import Hours
from clause.rules.work_pattern import WorkPattern


class TimeStep(StrEnum):
    """What a month of time waits for."""

    NOT_DUE = "not_due"
    """Nothing was recorded, and no mission letter asks for it."""
    TO_FILL = "to_fill"
    """Days are not told yet."""
    RUNNING = "running"
    """Every day so far is told; the month is not over."""
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    """Waits for the second signature."""
    APPROVED = "approved"


class MonthStanding(BaseModel):
    """The month of an employment, recorded or not, in a list; ``told_days`` have time or an absence."""

    model_config = ConfigDict(frozen=True)

    employment: Employment
    month: Month
    timesheet_id: UUID | None
    state: TimesheetState
    revision: int
    minutes_worked: int
    minutes_on_operations: int
    minutes_absent: int
    told_days: frozenset[date]
    has_mission: bool
    """A mission letter that values time by the hour (not a fixed share, M1) covers a day: the month is due."""
    is_explained: bool
    """An explanation stands for the days that are not told."""
    reopened_reason: str | None
    late_reason: str | None
    signed_at: datetime | None
    approved_at: datetime | None
    has_file: bool

    @property
    def hours_worked(self) -> Hours:
        """Hours worked."""
        return hours_of(self.minutes_worked)

    @property
    def hours_on_operations(self) -> Hours:
        """Those of them that were for operations."""
        return hours_of(self.minutes_on_operations)

    @property
    def hours_absent(self) -> Hours:
        """Hours not worked, public holidays included."""
        return hours_of(self.minutes_absent)

    @property
    def theoretical_hours(self) -> Hours:
        """Hours of the contract in the month, public holidays included."""
        return pattern_of(self.employment).theoretical_hours(self.month)

    def missing_days(self, today: date) -> tuple[date, ...]:
        """Working days before today of which nothing is said, in an open month."""
        if self.state is not TimesheetState.OPEN or not self._is_due:
            return ()
        days = pattern_of(self.employment).working_days(self.month)
        return tuple(day for day in days if day < today and day not in self.told_days)

    def step(self, today: date) -> TimeStep:
        """What the month waits for."""
        if self.state is TimesheetState.SIGNED:
            return TimeStep.SIGNED
        if self.state is TimesheetState.APPROVED:
            return TimeStep.APPROVED
        if not self._is_due:
            return TimeStep.NOT_DUE
        if self.timesheet_id is None or (self.missing_days(today) and not self.is_explained):
            return TimeStep.TO_FILL
        return TimeStep.TO_SIGN if today >= self.month.last_day else TimeStep.RUNNING

    def is_late(self, today: date) -> bool:
        """True for a month that should have been signed by now (TR-04)."""
        if self.state is not TimesheetState.OPEN or not self._is_due or today <= self.month.last_day:
            return False
        return timesheet_signature(self.month, today).verdict is not Verdict.FINE

    @property
    def _is_due(self) -> bool:
        return self.has_mission or self.timesheet_id is not None


def pattern_of(employment: Employment) -> WorkPattern:
    """The working week that a contract says."""
    return WorkPattern(
        employed=employment.period,
        weekly_hours=employment.weekly_hours,
        weekdays=employment.working_weekdays,
        zone=employment.holiday_zone,
    )


def needs_late_reason(month: Month, today: date) -> bool:
    """True when a signature on that day has to say why it comes so late (TR-11)."""
    found = timesheet_signature(month, today)
    return found.verdict is Verdict.REFUSED and found.bound is not None


def may_be_signed(month: Month, today: date) -> bool:
    """True from the month's last day on."""
    return today >= month.last_day


class StepCounts(BaseModel):
    """How many months wait for the second signature, wait for their person, or are approved."""

    model_config = ConfigDict(frozen=True)

    signed: int
    waiting: int
    approved: int


def counts_of(standings: Iterable[MonthStanding], today: date) -> StepCounts:
    """These months counted by what they wait for."""
    found = Counter(standing.step(today) for standing in standings)
    return StepCounts(
        signed=found[TimeStep.SIGNED],
        waiting=found[TimeStep.TO_FILL] + found[TimeStep.TO_SIGN],
        approved=found[TimeStep.APPROVED],
    )
