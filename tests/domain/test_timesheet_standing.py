"""Where a month of time stands on a day: what it waits for, which days are missing, and whether it is late."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clause.domain.timesheet_standing import (
    MonthStanding,
    StepCounts,
    TimeStep,
    counts_of,
    may_be_signed,
    needs_late_reason,
    pattern_of,
)
from clause.domain.timesheets import TimesheetState
from clause.rules.calendar import Month, Period
from clause.rules.holiday_zones import HolidayZone
from tests.builders.hours import an_id
from tests.builders.pay_facts import MAY, an_employment

WORKING_DAYS = [4, 5, 6, 7, 11, 12, 13, 15, 18, 19, 20, 21, 22, 26, 27, 28, 29]
"""Of May 2026: Monday to Friday without the 1st, the 8th, the 14th (Ascension) and the 25th (Whit Monday)."""
JUNE = date(2026, 6, 1)


def may(number: int) -> date:
    return date(2026, 5, number)


def a_standing(**changes: object) -> MonthStanding:
    standing = MonthStanding(
        employment=an_employment(), month=MAY, timesheet_id=an_id("sheet"), state=TimesheetState.OPEN, revision=1,
        minutes_worked=0, minutes_on_operations=0, minutes_absent=0,
        told_days=frozenset(may(number) for number in WORKING_DAYS), has_mission=True, is_explained=False,
        reopened_reason=None, late_reason=None, signed_at=None, approved_at=None, has_file=False,
    )  # fmt: skip
    return standing.model_copy(update=changes)


def untold(*numbers: int) -> frozenset[date]:
    return frozenset(may(number) for number in WORKING_DAYS if number not in numbers)


def test_minutes_are_shown_in_hours() -> None:
    found = a_standing(minutes_worked=7203, minutes_on_operations=4200, minutes_absent=423)
    assert (found.hours_worked, found.hours_on_operations, found.hours_absent) == (
        Decimal("120.05"), Decimal("70.00"), Decimal("7.05"),
    )  # fmt: skip


def test_the_hours_of_the_contract_count_public_holidays() -> None:
    assert a_standing().theoretical_hours == Decimal("147.00")
    half = an_employment(weekly_hours=Decimal("17.50"), working_weekdays="135", first_day=may(11))
    assert a_standing(employment=half).theoretical_hours == Decimal("52.50")


def test_the_week_of_a_contract_is_its_days_hours_and_holidays() -> None:
    employment = an_employment(
        weekly_hours=Decimal("28.00"), working_weekdays="1245", holiday_zone=HolidayZone.ALSACE_MOSELLE, last_day=may(9)
    )
    pattern = pattern_of(employment)
    assert (pattern.employed, pattern.weekly_hours) == (Period(date(2025, 1, 1), may(9)), Decimal("28.00"))
    assert (pattern.weekdays, pattern.zone) == ("1245", HolidayZone.ALSACE_MOSELLE)


def test_working_days_before_today_of_which_nothing_is_said_are_missing() -> None:
    empty = a_standing(told_days=frozenset())
    assert empty.missing_days(JUNE) == tuple(may(number) for number in WORKING_DAYS)
    assert empty.missing_days(may(6)) == (may(4), may(5))
    assert a_standing(told_days=untold(5, 29)).missing_days(may(29)) == (may(5),)
    assert a_standing(told_days=untold(5, 29)).missing_days(may(30)) == (may(5), may(29))


@pytest.mark.parametrize("state", [TimesheetState.SIGNED, TimesheetState.APPROVED])
def test_nothing_is_missing_once_a_month_is_signed(state: TimesheetState) -> None:
    assert a_standing(told_days=frozenset(), state=state).missing_days(JUNE) == ()


@pytest.mark.parametrize(
    ("timesheet", "has_mission", "is_due"),
    [(None, False, False), (None, True, True), (an_id("sheet"), False, True), (an_id("sheet"), True, True)],
)
def test_a_month_is_due_once_a_mission_asks_for_it_or_something_was_recorded(
    timesheet: object, has_mission: bool, is_due: bool
) -> None:
    found = a_standing(timesheet_id=timesheet, has_mission=has_mission, told_days=frozenset())
    assert bool(found.missing_days(JUNE)) is is_due
    assert (found.step(JUNE) is TimeStep.NOT_DUE) is not is_due
    assert found.is_late(date(2026, 6, 11)) is is_due


@pytest.mark.parametrize(
    ("changes", "today", "step"),
    [
        ({}, may(30), TimeStep.RUNNING),
        ({}, may(31), TimeStep.TO_SIGN),
        ({}, JUNE, TimeStep.TO_SIGN),
        ({"told_days": untold(5)}, may(5), TimeStep.RUNNING),
        ({"told_days": untold(5)}, may(6), TimeStep.TO_FILL),
        ({"told_days": untold(5)}, JUNE, TimeStep.TO_FILL),
        ({"told_days": untold(5), "is_explained": True}, may(6), TimeStep.RUNNING),
        ({"told_days": untold(5), "is_explained": True}, JUNE, TimeStep.TO_SIGN),
        ({"timesheet_id": None}, may(1), TimeStep.TO_FILL),
        ({"timesheet_id": None, "is_explained": True}, JUNE, TimeStep.TO_FILL),
        ({"timesheet_id": None, "has_mission": False}, JUNE, TimeStep.NOT_DUE),
        ({"state": TimesheetState.SIGNED, "told_days": frozenset()}, JUNE, TimeStep.SIGNED),
        ({"state": TimesheetState.APPROVED, "told_days": frozenset()}, JUNE, TimeStep.APPROVED),
        ({"state": TimesheetState.SIGNED, "timesheet_id": None, "has_mission": False}, JUNE, TimeStep.SIGNED),
    ],
)
def test_a_month_waits_for_its_days_then_for_its_end_then_for_its_signatures(
    changes: dict[str, object], today: date, step: TimeStep
) -> None:
    assert a_standing(**changes).step(today) is step


@pytest.mark.parametrize(
    ("today", "is_late"),
    [(may(30), False), (may(31), False), (JUNE, False), (date(2026, 6, 10), False), (date(2026, 6, 11), True)],
)
def test_a_month_is_late_from_the_eleventh_of_the_next_one(today: date, is_late: bool) -> None:
    assert a_standing().is_late(today) is is_late
    assert a_standing(state=TimesheetState.SIGNED).is_late(today) is False
    assert a_standing(state=TimesheetState.APPROVED).is_late(today) is False


def test_a_month_is_still_late_beyond_the_sixty_days() -> None:
    assert a_standing().is_late(may(31) + timedelta(days=61))


@pytest.mark.parametrize(("days", "is_needed"), [(-1, False), (0, False), (11, False), (60, False), (61, True)])
def test_a_signature_says_why_it_comes_so_late_after_sixty_days(days: int, is_needed: bool) -> None:
    assert needs_late_reason(MAY, may(31) + timedelta(days=days)) is is_needed


@pytest.mark.parametrize(("today", "may_be"), [(may(30), False), (may(31), True), (JUNE, True)])
def test_a_month_may_be_signed_from_its_last_day_on(today: date, may_be: bool) -> None:
    assert may_be_signed(MAY, today) is may_be


def test_months_are_counted_by_what_they_wait_for() -> None:
    signed, approved = a_standing(state=TimesheetState.SIGNED), a_standing(state=TimesheetState.APPROVED)
    to_fill, to_sign = a_standing(told_days=untold(5)), a_standing()
    running = a_standing(month=Month(2026, 6))
    not_due = a_standing(timesheet_id=None, has_mission=False)
    everything = [signed, signed, approved, approved, approved, to_fill, to_sign, running, not_due]
    assert running.step(JUNE) is TimeStep.RUNNING
    assert counts_of(everything, JUNE) == StepCounts(signed=2, waiting=2, approved=3)
    assert counts_of([], JUNE) == StepCounts(signed=0, waiting=0, approved=0)
