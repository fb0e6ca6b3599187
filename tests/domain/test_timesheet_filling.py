"""Filling empty days, and keeping what lines say when only their hours change."""

from datetime import date
from decimal import Decimal

from clause.domain.employments import FAR_FUTURE
from clause.domain.timesheet_filling import as_the_week_before, empty_days, same_each_day, with_total
from clause.domain.timesheets import AbsenceCategory, Activity, TypedAbsence, TypedEntry
from clause.rules.calendar import Month, Period
from clause.rules.work_pattern import WorkPattern

MAY = Month(2026, 5)
FULL_TIME = WorkPattern(employed=Period(date(2000, 1, 1), FAR_FUTURE), weekly_hours=Decimal("35.00"))


def entry(day: int, hours: str = "7.00", **more: object) -> TypedEntry:
    made = TypedEntry(
        day=date(2026, 5, day), operation_id=None, activity=Activity.INTERNAL, hours=Decimal(hours), description="Ici"
    )
    return made.model_copy(update=more)


def test_empty_days_are_past_working_days_without_time_or_absence() -> None:
    off = TypedAbsence(day=date(2026, 5, 5), category=AbsenceCategory.LEAVE)
    days = empty_days(MAY, FULL_TIME, [entry(4)], [off], date(2026, 5, 7))
    assert [day.day for day in days] == [6, 7]


def test_the_same_line_is_put_on_each_day() -> None:
    (made,) = same_each_day([date(2026, 5, 6)], FULL_TIME, None, Activity.TRAINING)
    assert (made.activity, made.hours, made.description) == (Activity.TRAINING, Decimal("7.00"), None)


def test_a_week_is_copied_week_after_week_without_what_was_said_of_a_day() -> None:
    made = as_the_week_before([date(2026, 5, 18), date(2026, 5, 11), date(2026, 5, 12)], [entry(4, "3.50")])
    assert [(one.day.day, one.hours, one.description) for one in made] == [
        (11, Decimal("3.50"), None),
        (18, Decimal("3.50"), None),
    ]


def test_a_new_total_goes_to_the_last_line_or_to_one() -> None:
    lines = [entry(4, "3.00", start_minute=540, end_minute=720), entry(4, "4.00")]
    assert with_total(lines, Decimal("7.00")) == tuple(lines)
    grown = with_total(lines, Decimal("8.00"))
    assert [one.hours for one in grown] == [Decimal("3.00"), Decimal("5.00")]
    assert grown[0].start_minute == 540
    small = with_total(lines, Decimal("2.00"))
    assert [(one.hours, one.start_minute, one.description) for one in small] == [(Decimal("2.00"), None, "Ici")]
