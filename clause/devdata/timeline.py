"""When things happen in the demonstration: months counted from today, and steps done one after the other.

Offsets are months before the month of the day it runs (-1 is last month, 0 the current one), so that the territory is
as recent on any day of any year. Whatever the day, no instant lies in the future.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from clause.rules.calendar import FRANCE, Month, add_months
from clause.rules.working_days import SATURDAY, public_holidays
from clause.text import formats

Step: TypeAlias = Callable[[datetime], Awaitable[object]]
"""Something that is done at the instant it is given."""


@dataclass(frozen=True)
class DemoCalendar:
    """The months around an instant."""

    now: datetime

    @property
    def today(self) -> date:
        """The day of the demonstration, in mainland France."""
        return self.now.astimezone(FRANCE).date()

    def month(self, offset: int) -> Month:
        """The month that many months after the current one; before it when negative."""
        return Month.of(add_months(self.today.replace(day=1), offset))

    def day(self, offset: int, number: int) -> date:
        """A day of such a month, by its number (28 at most, so that every month has it)."""
        return self.month(offset).first_day.replace(day=number)

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """An instant of a day, at French time; now, when that is still to come."""
        return min(datetime.combine(day, time(hour, minute), FRANCE).astimezone(UTC), self.now)

    def office_day(self, day: date) -> date:
        """The day itself when offices are open, else the first one after on which they are."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open: no weekend, no public holiday."""
        return day.weekday() < SATURDAY and day not in public_holidays(day.year)


@dataclass
class Timeline:
    """Steps noted in any order and done in the order of their instants; those of one instant as they were noted."""

    calendar: DemoCalendar
    _steps: list[tuple[datetime, Step]] = field(default_factory=list)

    def plan(self, day: date, step: Step, *, hour: int = 9, minute: int = 0) -> None:
        """Do this on a day at an hour, or on the next working day.

        Two days may so become one: what builds on something takes a later hour than it, or is noted after it.
        """
        self._steps.append((self.calendar.at(self.calendar.office_day(day), hour, minute), step))

    async def run(self, progress: Callable[[str], None]) -> None:
        """Do everything that was noted, saying each month as it comes."""
        told: date | None = None
        for at, step in sorted(self._steps, key=lambda pair: pair[0]):
            month = at.astimezone(FRANCE).date().replace(day=1)
            if month != told:
                progress(f"Territoire de démonstration : {formats.month(month)}")
                told = month
            await step(at)


def working_days(calendar: DemoCalendar, first_day: date, last_day: date) -> list[date]:
    """The working days of a period, in order; none when it is empty."""
    days = (first_day + timedelta(days=count) for count in range((last_day - first_day).days + 1))
    return [day for day in days if calendar.is_working_day(day)]
