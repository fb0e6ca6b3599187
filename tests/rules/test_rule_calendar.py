"""Months and periods: both days inside, the month's end respected, nothing beyond the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from clause.rules.calendar import Month, Period, add_months, days_after
from clause.rules.errors import Reason, RuleError

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))
STARTS = st.dates(min_value=date(2025, 11, 1), max_value=date(2026, 3, 31))
"""Close enough to one another that most pairs of periods meet."""
PERIODS = st.builds(lambda first, days: Period(first, first + timedelta(days=days)), STARTS, st.integers(0, 90))


def days_of(period: Period) -> set[date]:
    return {period.first_day + timedelta(days=index) for index in range(period.days)}


class Holder(BaseModel):
    month: Month
    period: Period


def test_a_period_contains_both_its_days_and_not_those_around() -> None:
    period = Period(date(2026, 1, 10), date(2026, 1, 12))
    around = [date(2026, 1, day) for day in (9, 10, 11, 12, 13)]
    assert [period.contains(day) for day in around] == [False, True, True, True, False]
    assert period.days == 3
    assert str(period) == "2026-01-10/2026-01-12"


def test_a_period_of_one_day_exists_and_a_reversed_one_does_not() -> None:
    assert Period(date(2026, 1, 10), date(2026, 1, 10)).days == 1
    with pytest.raises(RuleError) as refusal:
        Period(date(2026, 1, 10), date(2026, 1, 9))
    assert refusal.value.reason is Reason.PERIOD_REVERSED
    assert refusal.value.values == {"first_day": "2026-01-10", "last_day": "2026-01-09"}


@given(PERIODS, PERIODS)
def test_periods_meet_as_their_sets_of_days_do(one: Period, other: Period) -> None:
    common = days_of(one) & days_of(other)
    shared = one.intersection(other)
    assert one.overlaps(other) is bool(common)
    assert one.covers(other) is (days_of(other) <= days_of(one))
    assert (days_of(shared) if shared else set()) == common


@given(PERIODS)
def test_the_months_of_a_period_are_those_of_its_days_in_order(period: Period) -> None:
    assert list(period.months()) == sorted({Month.of(day) for day in days_of(period)})


def test_a_month_knows_its_days_its_successor_and_its_writing() -> None:
    february = Month.parse("2028-02")
    assert february.period == Period(date(2028, 2, 1), date(2028, 2, 29))
    assert (str(february.next), str(Month.parse("2028-12").next)) == ("2028-03", "2029-01")
    assert str(Month(800, 1)) == "0800-01"


def test_a_range_of_months_has_both_ends_and_crosses_the_year() -> None:
    months = list(Month.range(Month.parse("2026-11"), Month.parse("2027-01")))
    assert [str(month) for month in months] == ["2026-11", "2026-12", "2027-01"]
    assert list(Month.range(Month.parse("2026-11"), Month.parse("2026-10"))) == []


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-1", "2026-00", "2026-13", "2026-011", "0000-01", "26-01", "2026-01-01", "2026-01\n", "٢٠٢٦-٠١"],
)
def test_no_other_writing_is_a_month(text: str) -> None:
    with pytest.raises(RuleError) as refusal:
        Month.parse(text)
    assert refusal.value.reason is Reason.MONTH_UNREADABLE


def test_a_month_out_of_the_calendar_is_refused() -> None:
    for year, number in [(0, 12), (10000, 1), (2026, 0), (2026, 13)]:
        with pytest.raises(RuleError, match="DATE_OUT_OF_RANGE"):
            Month(year, number)
    first, last = Month(1, 1), Month(9999, 12)
    assert (first.first_day, last.last_day) == (date.min, date.max)
    with pytest.raises(RuleError, match="DATE_OUT_OF_RANGE"):
        _ = last.next


def test_in_a_model_a_month_is_text_and_reads_back() -> None:
    holder = Holder(month=Month.parse("2026-11"), period=Month.parse("2026-11").period)
    written = holder.model_dump_json()
    assert '"month":"2026-11"' in written
    assert Holder.model_validate_json(written) == holder
    assert Holder.model_json_schema()["properties"]["month"]["type"] == "string"
    with pytest.raises(ValidationError):
        Holder.model_validate({"month": "2026-13", "period": {"first_day": "2026-01-01", "last_day": "2026-01-02"}})


@given(DAYS, st.integers(-120, 120))
def test_months_are_added_by_the_calendar_and_clamped_to_the_months_end(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, Month.of(later).last_day.day)


def test_the_31st_becomes_the_last_day_of_a_shorter_month() -> None:
    assert add_months(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_nothing_leaves_the_calendar() -> None:
    for day, months in ((date(9999, 12, 1), 1), (date(1, 1, 1), -1)):
        with pytest.raises(RuleError, match="DATE_OUT_OF_RANGE"):
            add_months(day, months)
    with pytest.raises(RuleError, match="DATE_OUT_OF_RANGE"):
        days_after(date(9999, 12, 31), 1)
    assert days_after(date(2026, 12, 31), 1) == date(2027, 1, 1)
