"""Periods and months. Both days of a period are inside it; durations in months follow the calendar."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from clause.rules.errors import Reason, RuleError

FRANCE = ZoneInfo("Europe/Paris")
"""The clock by which instants become days: that of mainland France."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; ``str()`` and JSON give ``YYYY-MM``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not MINYEAR <= self.year <= MAXYEAR or not 1 <= self.number <= 12:
            raise RuleError(Reason.DATE_OUT_OF_RANGE, year=str(self.year), month=str(self.number))

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month written ``YYYY-MM``; refuses any other writing (MONTH_UNREADABLE)."""
        found = _MONTH.fullmatch(text)
        if found is None or found[1] == "0000":
            raise RuleError(Reason.MONTH_UNREADABLE, raw=text[:200])
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month in which a day lies."""
        return _month(day.year, day.month)

    @classmethod
    def range(cls, first: "Month", last: "Month") -> Iterator["Month"]:
        """The months from ``first`` to ``last``, both included; none when ``last`` comes before ``first``."""
        for index in range(first.year * 12 + first.number, last.year * 12 + last.number + 1):
            yield cls((index - 1) // 12, (index - 1) % 12 + 1)

    @property
    def first_day(self) -> date:
        """The month's first day."""
        return _days_of_month(self.year, self.number).first_day

    @property
    def last_day(self) -> date:
        """The month's last day, 28 to 31."""
        return _days_of_month(self.year, self.number).last_day

    @property
    def period(self) -> "Period":
        """All days of the month."""
        return _days_of_month(self.year, self.number)

    @property
    def next(self) -> "Month":
        """The month after; there is none after 9999-12 (DATE_OUT_OF_RANGE)."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In pydantic models a month is read from and written as ``YYYY-MM``."""
        from_text = core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.to_string_ser_schema(),
        )


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``first_day`` to ``last_day``, both included; never empty (PERIOD_REVERSED)."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise RuleError(
                Reason.PERIOD_REVERSED, first_day=self.first_day.isoformat(), last_day=self.last_day.isoformat()
            )

    @property
    def days(self) -> int:
        """How many days the period has; one at least."""
        return (self.last_day - self.first_day).days + 1

    def contains(self, day: date) -> bool:
        """True when the day is one of the period's."""
        return self.first_day <= day <= self.last_day

    def covers(self, other: "Period") -> bool:
        """True when every day of the other period is one of this one's."""
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def overlaps(self, other: "Period") -> bool:
        """True when the two periods share a day at least."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def intersection(self, other: "Period") -> "Period | None":
        """The days that both periods share, or None."""
        if not self.overlaps(other):
            return None
        return Period(max(self.first_day, other.first_day), min(self.last_day, other.last_day))

    def months(self) -> Iterator[Month]:
        """The months in which the period has a day, in order."""
        return Month.range(Month.of(self.first_day), Month.of(self.last_day))

    def __str__(self) -> str:
        return f"{self.first_day.isoformat()}/{self.last_day.isoformat()}"


@lru_cache(maxsize=4096)
def _month(year: int, number: int) -> Month:
    return Month(year, number)


@lru_cache(maxsize=4096)
def _days_of_month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


@lru_cache(maxsize=4096)
def days_from(first_day: date, last_day: date) -> Period:
    """The period of these days; the same object each time, for who names few periods for thousands of things."""
    return Period(first_day, last_day)


@dataclass(frozen=True, slots=True, order=True)
class MonthSpan:
    """Whole months from ``first`` to ``last``, both included; never empty (PERIOD_REVERSED)."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise RuleError(Reason.PERIOD_REVERSED, first_day=str(self.first), last_day=str(self.last))

    @classmethod
    def of(cls, first: Month, last: Month | None = None) -> "MonthSpan":
        """The months from the first to the last; the first alone when no last one is given."""
        return cls(first, last or first)

    @property
    def count(self) -> int:
        """How many months there are; one at least."""
        return (self.last.year - self.first.year) * 12 + self.last.number - self.first.number + 1

    @property
    def period(self) -> Period:
        """All days of the months."""
        return days_from(self.first.first_day, self.last.last_day)

    def contains(self, month: Month) -> bool:
        """True when the month is one of these."""
        rank = month.year * 12 + month.number
        first, last = self.first, self.last
        return first.year * 12 + first.number <= rank <= last.year * 12 + last.number

    def months(self) -> Iterator[Month]:
        """The months in order."""
        return Month.range(self.first, self.last)

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"


def add_months(day: date, months: int) -> date:
    """The same day that many months later (or earlier), or that month's last day when it is shorter.

    Refuses to leave the years 1 to 9999 (DATE_OUT_OF_RANGE).
    """
    index = day.year * 12 + day.month - 1 + months
    month = Month(index // 12, index % 12 + 1)
    return month.first_day.replace(day=min(day.day, month.last_day.day))


def days_after(day: date, days: int) -> date:
    """The day that many days later (or earlier), refused outside the years 1 to 9999 (DATE_OUT_OF_RANGE)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise RuleError(Reason.DATE_OUT_OF_RANGE, day=day.isoformat(), days=str(days)) from None
