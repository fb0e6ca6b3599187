"""The days on which somebody is to work, and for how long: contract, weekdays, public holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from clause.rules.calendar import Month, Period
from clause.rules.holiday_zones import HolidayZone
from clause.rules.quantities import Hours, exact, hundredths_of_hour
from clause.rules.working_days import FIRST_YEAR, LAST_YEAR, holidays_in_zone

MONDAY_TO_FRIDAY = "12345"
_STEP = 3
"""Minutes in 0.05 h, the finest time that is written down."""


@dataclass(frozen=True, slots=True)
class WorkPattern:
    """What a contract says of the week; ``weekdays`` lists the days worked, 1 for Monday to 7 for Sunday."""

    employed: Period
    weekly_hours: Hours
    weekdays: str = MONDAY_TO_FRIDAY
    zone: HolidayZone = HolidayZone.METROPOLE

    @property
    def day_minutes(self) -> int:
        """Minutes of one working day, cut to three minutes: every working day counts alike.

        Assumption: the weekly hours are spread evenly over the weekdays worked.
        """
        minutes = exact(self.weekly_hours, "weekly_hours") * 60 / max(len(self.weekdays), 1)
        return floor(minutes / _STEP) * _STEP

    def is_worked(self, day: date) -> bool:
        """True for a weekday of the pattern in the time of the contract, public holidays included."""
        return self.employed.contains(day) and str(day.isoweekday()) in self.weekdays

    def is_holiday(self, day: date) -> bool:
        """True for a public holiday where the person works; no holiday is known before 2000 or after 2100."""
        return FIRST_YEAR <= day.year <= LAST_YEAR and day in holidays_in_zone(day.year, self.zone)

    def working_days(self, month: Month) -> tuple[date, ...]:
        """The days of a month on which work is expected: no public holiday, no rest day."""
        return tuple(day for day in self._worked(month) if not self.is_holiday(day))

    def holidays(self, month: Month) -> tuple[date, ...]:
        """The public holidays of a month that fall on a day of work."""
        return tuple(day for day in self._worked(month) if self.is_holiday(day))

    def theoretical_hours(self, month: Month) -> Hours:
        """Hours of the contract in a month, public holidays included, to the nearest 0.01 h."""
        if not self.weekdays:
            return Decimal("0.00")
        share = Fraction(sum(1 for _ in self._worked(month)), len(self.weekdays))
        return hundredths_of_hour(exact(self.weekly_hours, "weekly_hours") * share)

    def _worked(self, month: Month) -> Iterator[date]:
        first = month.first_day
        days = (first + timedelta(days=number) for number in range(month.period.days))
        return (day for day in days if self.is_worked(day))
