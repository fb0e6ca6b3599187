"""What the checks of a month of time look at: a month as it is typed, and a month as it is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.domain.operations import Assignment, letters_in_force
from clause.domain.timesheets import TimeAbsence, TimeEntry, TypedAbsence, TypedEntry
from clause.rules.calendar import Month, Period
from clause.rules.cost_codes import CostMethod
from clause.rules.quantities import Hours
from clause.rules.work_pattern import WorkPattern


@dataclass(frozen=True, slots=True)
class HoursCap:
    """The most hours that a person may declare on operations in a year (M3a) or a month (M3b) at this employer."""

    method: CostMethod
    hours: Hours
    minutes_elsewhere: int
    """Minutes on operations in the other months of the same year; 0 for a monthly cap."""


@dataclass(frozen=True, slots=True)
class SheetToCheck:
    """A month as somebody wants to record it; ``operations`` are those that the entries name and that are known."""

    month: Month
    employment: Period
    entries: tuple[TypedEntry, ...]
    operations: Mapping[UUID, Period]
    letters: Mapping[UUID, tuple[Assignment, ...]]
    today: date
    absences: tuple[TypedAbsence, ...] = ()
    pattern: WorkPattern | None = None
    caps: tuple[HoursCap, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthToCheck:
    """A month as it is recorded, with what it must agree with.

    ``around`` holds minutes worked on the days of other months that share a week with this one; ``hours_paid`` is what
    the payroll says, None while it says nothing.
    """

    month: Month
    pattern: WorkPattern
    entries: tuple[TimeEntry, ...]
    absences: tuple[TimeAbsence, ...]
    difference_reason: str | None = None
    signed_on: date | None = None
    letters: tuple[Assignment, ...] = ()
    hours_paid: Hours | None = None
    around: Mapping[date, int] | None = None
    caps: tuple[HoursCap, ...] = ()

    @property
    def needs_whole_picture(self) -> bool:
        """True when time is valued by hours (M2, M3) on one day of the month at least."""
        return any(method is not CostMethod.M1 for method in self.methods())

    def methods(self) -> set[CostMethod]:
        """The methods of the mission letters in force on the days of the month."""
        return {letter.method for letter in self.letters_in_force()}

    def letters_in_force(self) -> list[Assignment]:
        """The mission letters in force on one day of the month at least, once each."""
        return letters_in_force(self.letters, self.month)


def entry_field(index: int, name: str) -> str:
    """How findings name a field of an entry."""
    return f"entries[{index}].{name}"


def absence_field(index: int, name: str) -> str:
    """How findings name a field of an absence."""
    return f"absences[{index}].{name}"
