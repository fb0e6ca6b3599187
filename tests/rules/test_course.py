"""The clock of a lot with suspensions and invoices, the hours to come, working days, checkpoints and alerts."""

from datetime import date
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.rules.alerts import far_behind, no_hire
from clause.rules.calendar import Period
from clause.rules.checkpoints import CheckpointKind, checkpoints, days_to_judge
from clause.rules.compliance import ComplianceStatus, Course, Invoiced, Pace, assess, days_covered
from clause.rules.errors import RuleError
from clause.rules.forecast import Staffing, forecast
from clause.rules.penalty_terms import DayCount
from clause.rules.rulebook import Rulebook, RuleSetVersion, rule_of_lot
from clause.rules.working_days import count_days, public_holidays

OWED = Decimal("1000.00")
HUNDRED_DAYS = Period(date(2026, 1, 1), date(2026, 4, 10))
MID = date(2026, 2, 19)
EARLY = date(2001, 1, 1)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))


def book(**values: str | int | bool) -> Rulebook:
    fixed = {name: rule_of_lot(name, raw, 1, EARLY) for name, raw in values.items()}
    return Rulebook((RuleSetVersion(1, EARLY, fixed),))


def test_the_days_of_a_suspension_stop_the_clock() -> None:
    stopped = Period(date(2026, 1, 11), date(2026, 1, 30))
    figures = assess(OWED, Decimal(0), Course(HUNDRED_DAYS, (stopped,)), MID)
    assert (figures.elapsed_days, figures.total_days, figures.suspended_days) == (30, 80, 20)
    assert figures.expected.value == Decimal("375.00")
    assert figures.expected.trace.inputs["suspended_days"] == "20"


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 1, 10), "125.00"), (date(2026, 1, 20), "125.00"), (date(2026, 1, 31), "137.50")],
)
def test_nothing_more_is_expected_while_the_clause_is_suspended(on: date, expected: str) -> None:
    stopped = Period(date(2026, 1, 11), date(2026, 1, 30))
    figures = assess(OWED, Decimal(0), Course(HUNDRED_DAYS, (stopped,)), on)
    assert figures.expected.value == Decimal(expected)


def test_suspensions_that_overlap_are_counted_once_and_those_beyond_the_end_not_at_all() -> None:
    stopped = (
        Period(date(2026, 1, 11), date(2026, 1, 30)),
        Period(date(2026, 1, 20), date(2026, 2, 9)),
        Period(date(2026, 4, 1), date.max),
    )
    figures = assess(OWED, Decimal(0), Course(HUNDRED_DAYS, stopped), MID)
    assert figures.suspended_days == 30 + 10


def test_a_clause_suspended_from_end_to_end_expects_nothing_until_it_is_over() -> None:
    course = Course(HUNDRED_DAYS, (Period(date(2025, 1, 1), date.max),))
    found = [assess(OWED, Decimal(0), course, on).expected.value for on in (MID, date(2026, 4, 10), date(2026, 4, 11))]
    assert found == [Decimal("0.00"), Decimal("0.00"), OWED]


@given(whole=periods, parts=st.lists(periods, max_size=5))
def test_days_covered_are_each_counted_once(whole: Period, parts: list[Period]) -> None:
    merged = days_covered(whole, tuple(parts))
    counted = sum(part.days for part in merged)
    first = whole.first_day.toordinal()
    expected = sum(any(part.contains(date.fromordinal(first + index)) for part in parts) for index in range(whole.days))
    assert counted == expected


@pytest.mark.parametrize(
    ("invoiced", "expected"),
    [("0.00", "0.00"), ("250000.00", "250.00"), ("1000000.00", "1000.00"), ("1200000.00", "1000.00")],
)
def test_a_framework_agreement_follows_the_share_invoiced(invoiced: str, expected: str) -> None:
    money = Invoiced(Decimal(invoiced), Decimal("1000000.00"))
    figures = assess(OWED, Decimal(0), Course(HUNDRED_DAYS, pace=Pace.INVOICES, invoiced=money), MID)
    assert figures.expected.value == Decimal(expected)


def test_hours_owed_on_what_was_invoiced_are_all_expected() -> None:
    course = Course(HUNDRED_DAYS, pace=Pace.DUE)
    found = [assess(OWED, Decimal(0), course, on).expected.value for on in (date(2025, 12, 31), date(2026, 1, 1), MID)]
    assert found == [Decimal("0.00"), OWED, OWED]


def test_a_lot_may_set_when_it_is_at_risk() -> None:
    figures = assess(OWED, Decimal("300.00"), HUNDRED_DAYS, MID, book(compliance_at_risk_below_share="0.70"))
    assert figures.status is ComplianceStatus.AT_RISK
    assert assess(OWED, Decimal("300.00"), HUNDRED_DAYS, MID).status is ComplianceStatus.BEHIND


def test_hours_to_come_leave_out_the_days_of_a_suspension() -> None:
    course = Course(HUNDRED_DAYS, (Period(date(2026, 3, 1), date(2026, 3, 7)),))
    people = (Staffing(Period(date(2026, 1, 5), date(2026, 3, 14)), Decimal("35.00"), 1),)
    ahead = forecast(OWED, Decimal("100.00"), Decimal("20.00"), people, course, date(2026, 2, 28))
    assert ahead.forecast.value == Decimal("35.00")
    assert ahead.projected.value == Decimal("155.00")
    assert ahead.projected_gap.value == Decimal("845.00")


def test_hours_to_come_are_rounded_once() -> None:
    people = tuple(Staffing(Period(MID, date(2026, 2, 20)), Decimal("35.01"), 1) for _ in range(3))
    ahead = forecast(OWED, Decimal(0), Decimal(0), people, Course(HUNDRED_DAYS), MID)
    assert ahead.forecast.value == Decimal("15.00")  # 3 × 35.01 ÷ 7 = 15.0042…; each alone 5.00


@given(period=st.tuples(days, st.integers(0, 400)), saturdays=st.booleans(), local=st.booleans())
def test_working_days_are_those_of_a_calendar_read_day_by_day(
    period: tuple[date, int], saturdays: bool, local: bool
) -> None:
    first = period[0]
    last = date.fromordinal(first.toordinal() + period[1])
    rest = {6} if saturdays else {5, 6}
    slow = sum(
        day.weekday() not in rest and day not in public_holidays(day.year, alsace_moselle=local)
        for day in (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    )
    count = DayCount.MONDAY_TO_SATURDAY if saturdays else DayCount.WORKING
    assert count_days(Period(first, last), count, alsace_moselle=local) == slow


def test_holidays_are_told_for_the_years_that_are_known_only() -> None:
    assert len(public_holidays(2026)) == 11
    assert len(public_holidays(2026, alsace_moselle=True)) == 13
    for year in (1999, 2101):
        with pytest.raises(RuleError):
            public_holidays(year)


def test_checkpoints_close_quarters_and_half_years_inside_the_execution() -> None:
    execution = Period(date(2026, 2, 10), date(2026, 7, 31))
    assert [(point.on, point.kind) for point in checkpoints(execution)] == [
        (date(2026, 2, 10), CheckpointKind.LAUNCH),
        (date(2026, 3, 31), CheckpointKind.REPORT),
        (date(2026, 6, 30), CheckpointKind.REPORT),
        (date(2026, 6, 30), CheckpointKind.OVERVIEW),
        (date(2026, 7, 31), CheckpointKind.END),
    ]


def test_a_lot_may_look_at_its_reports_every_month() -> None:
    execution = Period(date(2026, 1, 1), date(2026, 12, 31))
    monthly = book(checkpoint_report_cadence="MONTHLY")
    assert days_to_judge(execution, date(2026, 3, 30), monthly) == (date(2026, 1, 31), date(2026, 2, 28))
    assert days_to_judge(execution, date(2026, 3, 31), monthly)[-1] == date(2026, 3, 31)


def test_an_endless_execution_is_looked_at_only_as_far_as_asked() -> None:
    endless = Period(date(2026, 1, 1), date.max)
    assert len(list(islice(checkpoints(endless), 5))) == 5
    assert days_to_judge(endless, date(2026, 7, 1)) == (date(2026, 3, 31), date(2026, 6, 30))


def test_alerts_are_silent_once_nothing_is_missing() -> None:
    done = assess(OWED, OWED, HUNDRED_DAYS, MID)
    assert not no_hire(done, 0).is_raised
    assert not far_behind(done).is_raised
    missing = assess(OWED, Decimal("999.99"), HUNDRED_DAYS, MID)
    assert no_hire(missing, 0).is_raised
    assert not no_hire(missing, 1).is_raised
