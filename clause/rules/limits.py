"""Bounds beyond which declared hours or a signature deserve a look or cannot be right: one place for each threshold."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import floor

from clause.rules.calendar import Month, Period, days_after
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Hours, Rate, Unit, exact, require_amount, unrounded


class Verdict(StrEnum):
    """What a bound says: fine, to be looked at, or refused."""

    FINE = "FINE"
    LOOK = "LOOK"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """A verdict and the bound that was passed; no bound when all is fine, or when the calendar itself refuses."""

    verdict: Verdict
    bound: ParameterValue | None = None


def statement_line(hours_declared: Hours, worked: Period, on: date) -> LimitCheck:
    """Whether the hours of one person on one line are possible in the months that the line touches.

    Exactly at a bound is still fine. Source: Code du travail, L3121-21 and L3121-22.
    Assumption: the weekly limits are turned into monthly ones.
    """
    first, last = worked.first_day, worked.last_day
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return _hours_check(hours_declared, "statement_line_hours", on, months)


def person_days(hours: Hours, days: Period) -> LimitCheck:
    """Whether one person can do these hours on these days, wherever; exactly at a bound is still fine.

    Source: Code du travail, L3121-18 (10 h a day), L3131-1 and D3131-6 (9 h of rest at the very least).
    Assumption: a day off is not taken into account.
    """
    return _hours_check(hours, "statement_day_hours", days.last_day, days.days)


def timesheet_day(hours_worked: Hours, on: date) -> LimitCheck:
    """Whether a facilitator's hours of one day, all entries together, are possible; exactly at a bound is still fine.

    Source: Code du travail, L3121-18 (10 h a day) and L3131-1 (11 h of rest).
    """
    return _hours_check(hours_worked, "timesheet_day_hours", on, 1)


def timesheet_line(hours: Hours, on: date) -> LimitCheck:
    """Whether the hours of one line are possible; exactly at the bound is still fine. Source: L3121-18."""
    return _at_most(hours, "timesheet_line_hours_maximum", on, Verdict.REFUSED)


def timesheet_week(hours_worked: Hours, on: date) -> LimitCheck:
    """Whether the hours of a week, Monday to Sunday, are worth a look; exactly at the bound is still fine.

    Source: Code du travail, L3121-20 (48 h a week).
    """
    return _at_most(hours_worked, "timesheet_week_hours_warning", on, Verdict.LOOK)


def payroll_hours_difference(hours_worked: Hours, hours_paid: Hours, on: date) -> LimitCheck:
    """Whether the hours of a month and those of its payroll differ by more than is tolerated (TR-08)."""
    return _at_most(abs(hours_worked - hours_paid), "timesheet_payroll_tolerance_hours", on, Verdict.LOOK)


def is_late_entry(day: date, entered_on: date | None) -> bool:
    """True for a line that was written more days after the day of work than is usual (TR-13); unknown is not late."""
    if entered_on is None:
        return False
    return (entered_on - day).days > value_in_force("timesheet_late_entry_days", day).whole(Unit.DAY)


def is_suspicious_pattern(equal_days: int, on: date) -> bool:
    """True from so many days of a month with the very same lines on (TR-14)."""
    return equal_days >= value_in_force("timesheet_suspicious_pattern_days", on).whole(Unit.DAY)


def fixed_share_drift(share_worked: Fraction, fixed_share: Rate, on: date) -> LimitCheck:
    """Whether a voluntary record departs from the fixed share of method M1 by more than is tolerated (TR-15)."""
    tolerated = value_in_force("m1_drift", on)
    if abs(share_worked - exact(fixed_share, "fixed_share")) > exact(tolerated.decimal(Unit.RATE)):
        return LimitCheck(Verdict.LOOK, tolerated)
    return _FINE


def timesheet_signature(month: Month, signed_on: date) -> LimitCheck:
    """Whether a month may be signed on a day: not before its last day, on time to day 10 of the next, late to 60 days.

    Assumption: both delays; practice of one co-financed structure.
    """
    if signed_on < month.last_day:
        return LimitCheck(Verdict.REFUSED)
    maximum = value_in_force("timesheet_signature_maximum_days", signed_on)
    if signed_on > days_after(month.last_day, maximum.whole(Unit.DAY)):
        return LimitCheck(Verdict.REFUSED, maximum)
    warning = value_in_force("timesheet_signature_warning_day", signed_on)
    if signed_on > days_after(month.last_day, warning.whole(Unit.DAY_OF_MONTH)):
        return LimitCheck(Verdict.LOOK, warning)
    return LimitCheck(Verdict.FINE)


def _at_most(hours: Hours, name: str, on: date, beyond: Verdict) -> LimitCheck:
    bound = value_in_force(name, on)
    return LimitCheck(beyond, bound) if exact(hours) > exact(bound.decimal(Unit.HOUR)) else _FINE


# Thousands of lines of a call say the same few hours of the same days; typed, so that what is refused always is.
@lru_cache(maxsize=4096, typed=True)
def _hours_check(hours: Hours, name: str, on: date, times: int) -> LimitCheck:
    require_amount(hours, "hours")
    warning, fine = _bound(f"{name}_warning", on, times)
    if hours <= fine:
        return _FINE
    maximum, possible = _bound(f"{name}_maximum", on, times)
    if hours > possible:
        return LimitCheck(Verdict.REFUSED, maximum)
    return LimitCheck(Verdict.LOOK, warning)


_FINE = LimitCheck(Verdict.FINE)


@lru_cache(maxsize=4096)
def _bound(name: str, on: date, times: int) -> tuple[ParameterValue, Hours]:
    """The bound, and the most hours to the hundredth that do not pass it that many times: hours are no finer."""
    bound = value_in_force(name, on)
    return bound, unrounded(Fraction(floor(exact(bound.decimal(Unit.HOUR)) * times * 100), 100))
