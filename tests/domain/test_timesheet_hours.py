"""Time in minutes and in hours: what is exact in both, and what the lines of a month add up to."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest

from clause.domain.timesheets import (
    AbsenceCategory,
    Activity,
    EntrySource,
    LinkedKind,
    TimeAbsence,
    TimeEntry,
    TypedAbsence,
    TypedEntry,
    hours_of,
    minutes_of,
    totals,
)
from clause.rules.errors import Reason, RuleError
from tests.builders.hours import an_id

DAY = date(2026, 5, 4)
OPERATION, OTHER = an_id("operation"), an_id("other operation")


def entry(
    minutes: int, operation: UUID | None = OPERATION, activity: Activity = Activity.TRAVEL, funding: str | None = None
) -> TimeEntry:
    return TimeEntry(day=DAY, operation_id=operation, activity=activity, minutes=minutes, other_funding=funding)


def typed(hours: str, **more: object) -> TypedEntry:
    made = TypedEntry(day=DAY, operation_id=OPERATION, activity=Activity.TRAVEL, hours=Decimal(hours))
    return made.model_copy(update=more)


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [("0.05", 3), ("7.00", 420), ("7.05", 423), ("0.00", 0), ("-1.50", -90), ("0.01", None), ("7.24", None)],
)
def test_hours_are_taken_when_they_are_whole_minutes(hours: str, minutes: int | None) -> None:
    assert minutes_of(Decimal(hours)) == minutes


@pytest.mark.parametrize(("minutes", "hours"), [(3, "0.05"), (423, "7.05"), (0, "0.00"), (9100 - 1, "151.65")])
def test_minutes_are_hours_with_two_decimals(minutes: int, hours: str) -> None:
    assert str(hours_of(minutes)) == hours
    assert (entry(minutes).hours, str(entry(minutes).hours)) == (Decimal(hours), hours)
    absence = TimeAbsence(day=DAY, category=AbsenceCategory.SICK, minutes=minutes)
    assert absence.hours == Decimal(hours)


@pytest.mark.parametrize("minutes", [1, 2, 4, 20])
def test_minutes_that_two_decimals_cannot_hold_are_no_hours(minutes: int) -> None:
    with pytest.raises(ValueError, match="two decimals"):
        hours_of(minutes)


def test_hours_that_are_no_number_are_refused() -> None:
    with pytest.raises(RuleError) as refused:
        minutes_of(Decimal("NaN"))
    assert refused.value.reason is Reason.NOT_FINITE


def test_a_typed_line_is_recorded_with_all_that_it_says() -> None:
    said = {
        "description": "Comité", "start_minute": 540, "end_minute": 963, "place": "Brisemer",
        "linked_kind": LinkedKind.LOT, "linked_id": an_id("lot"), "source": EntrySource.IMPORTED,
        "other_funding": None, "is_travel": True,
    }  # fmt: skip
    recorded = typed("7.05", **said).recorded()
    expected = entry(423).model_copy(update=said)
    assert recorded == expected
    assert recorded.entered_on is None


def test_hours_that_are_no_whole_minutes_are_never_recorded() -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        typed("7.01").recorded()
    with pytest.raises(ValueError, match="whole minutes"):
        TypedAbsence(day=DAY, category=AbsenceCategory.RTT, hours=Decimal("7.01")).recorded(420)


@pytest.mark.parametrize(("hours", "minutes"), [(None, 420), ("3.50", 210), ("0.00", 0)])
def test_an_absence_without_hours_takes_the_whole_working_day(hours: str | None, minutes: int) -> None:
    typed_absence = TypedAbsence(day=DAY, category=AbsenceCategory.RTT, hours=Decimal(hours) if hours else None)
    recorded = typed_absence.recorded(420)
    assert recorded == TimeAbsence(day=DAY, category=AbsenceCategory.RTT, minutes=minutes)


def test_a_line_that_is_put_again_is_the_same_whenever_it_was_written() -> None:
    written = entry(420).model_copy(update={"entered_on": date(2026, 5, 6)})
    assert written != entry(420)
    assert written.written == entry(420).written == entry(420)
    assert written.written != entry(423)


def test_a_month_adds_up_by_operation_activity_funding_and_absence() -> None:
    found = totals(
        [
            entry(423), entry(60, activity=Activity.TRAINING), entry(30, OTHER), entry(90, None, funding="Région"),
            entry(3, None, funding="Région"), entry(6, None, funding="ANRU"), entry(9, None),
        ],
        [
            TimeAbsence(day=DAY, category=AbsenceCategory.LEAVE, minutes=420),
            TimeAbsence(day=DAY, category=AbsenceCategory.LEAVE, minutes=210),
            TimeAbsence(day=DAY, category=AbsenceCategory.SICK, minutes=3),
        ],
    )  # fmt: skip
    assert found.hours_worked == Decimal("10.35")
    assert found.by_operation == {OPERATION: Decimal("8.05"), OTHER: Decimal("0.50"), None: Decimal("1.80")}
    assert found.by_activity == {Activity.TRAVEL: Decimal("9.35"), Activity.TRAINING: Decimal("1.00")}
    assert found.by_other_funding == {"Région": Decimal("1.55"), "ANRU": Decimal("0.10")}
    assert found.hours_not_worked == Decimal("10.55")
    assert found.by_absence == {AbsenceCategory.LEAVE: Decimal("10.50"), AbsenceCategory.SICK: Decimal("0.05")}


def test_the_share_of_an_operation_is_exact() -> None:
    found = totals([entry(420), entry(210, OTHER), entry(630, None)])
    assert found.share_of(OPERATION) == Fraction(1, 3)
    assert found.share_of(OTHER) == Fraction(1, 6)
    assert found.share_of(None) == Fraction(1, 2)
    assert found.share_of(an_id("never worked on")) == 0


def test_a_month_without_work_has_no_share_of_anything() -> None:
    found = totals([], [TimeAbsence(day=DAY, category=AbsenceCategory.LEAVE, minutes=420)])
    assert (found.hours_worked, found.hours_not_worked) == (Decimal("0.00"), Decimal("7.00"))
    assert found.share_of(OPERATION) == Fraction(0)
