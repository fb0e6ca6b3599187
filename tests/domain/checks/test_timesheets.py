"""What must be true of a month of time, check by check, at each boundary."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.checks.timesheets import SheetToCheck, findings_of
from clause.domain.employments import FAR_FUTURE
from clause.domain.findings import Severity
from clause.domain.operations import Assignment, assignment_on
from clause.domain.timesheets import Activity, TypedEntry, hours_of, minutes_of
from clause.rules.calendar import Month, Period
from clause.rules.cost_codes import CostMethod
from tests.builders.territory import NOW

OPERATION = UUID(int=1)
EMPLOYMENT = UUID(int=2)


def letter(version: int, first_day: str, last_day: str | None = None) -> Assignment:
    return Assignment(
        id=UUID(int=100 + version),
        operation_id=OPERATION,
        employment_id=EMPLOYMENT,
        version_no=version,
        method=CostMethod.M2,
        first_day=date.fromisoformat(first_day),
        last_day=date.fromisoformat(last_day) if last_day else None,
        issued_on=date.fromisoformat(first_day),
        created_at=NOW,
    )


def entry(day: str, hours: str = "7.00", activity: Activity = Activity.TRAVEL, on_operation: bool = True) -> TypedEntry:
    return TypedEntry(
        day=date.fromisoformat(day),
        operation_id=OPERATION if on_operation else None,
        activity=activity,
        hours=Decimal(hours),
    )


SHEET = SheetToCheck(
    month=Month.parse("2026-05"),
    employment=Period(date(2025, 9, 1), FAR_FUTURE),
    entries=(),
    operations={OPERATION: Period(date(2026, 1, 1), date(2026, 12, 31))},
    letters={OPERATION: (letter(1, "2026-01-01"),)},
    today=date(2026, 6, 15),
)


def codes(*entries: TypedEntry, sheet: SheetToCheck = SHEET) -> list[str]:
    return [finding.code for finding in findings_of(replace(sheet, entries=entries))]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-04-30", ["TIM-101"]),
        ("2026-05-01", []),
        ("2026-05-02", []),
        ("2026-05-30", []),
        ("2026-05-31", []),
        ("2026-06-01", ["TIM-101"]),
    ],
)
def test_a_day_lies_in_the_month(day: str, found: list[str]) -> None:
    assert codes(entry(day)) == found


@pytest.mark.parametrize(("day", "found"), [("2026-05-03", ["TIM-102"]), ("2026-05-04", []), ("2026-05-05", [])])
def test_a_day_lies_after_the_start_of_the_employment(day: str, found: list[str]) -> None:
    assert codes(entry(day), sheet=replace(SHEET, employment=Period(date(2026, 5, 4), FAR_FUTURE))) == found


@pytest.mark.parametrize(("day", "found"), [("2026-05-19", []), ("2026-05-20", []), ("2026-05-21", ["TIM-102"])])
def test_a_day_lies_before_the_end_of_the_employment(day: str, found: list[str]) -> None:
    sheet = replace(SHEET, employment=Period(date(2025, 9, 1), date(2026, 5, 20)))
    assert codes(entry(day), sheet=sheet) == found


@pytest.mark.parametrize(("day", "found"), [("2026-05-14", []), ("2026-05-15", []), ("2026-05-16", ["TIM-103"])])
def test_a_day_to_come_is_refused(day: str, found: list[str]) -> None:
    assert codes(entry(day), sheet=replace(SHEET, today=date(2026, 5, 15))) == found


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        ("9.95", []),
        ("10.00", []),
        ("10.05", ["TIM-104"]),
        ("12.95", ["TIM-104"]),
        ("13.00", ["TIM-104"]),
        ("13.05", ["TIM-105"]),
    ],
)
def test_the_hours_of_a_day_are_looked_at_together(hours: str, found: list[str]) -> None:
    morning = Decimal("4.00")
    afternoon = str(Decimal(hours) - morning)
    assert codes(entry("2026-05-04", "4.00"), entry("2026-05-04", afternoon)) == found


def test_a_long_day_is_a_warning_and_an_impossible_one_blocks() -> None:
    days = (("2026-05-04", "1.00"), ("2026-05-04", "10.00"), ("2026-05-05", "4.00"), ("2026-05-05", "10.00"))
    sheet = replace(SHEET, entries=tuple(entry(day, hours) for day, hours in days))
    assert [finding.severity for finding in findings_of(sheet)] == [Severity.WARNING, Severity.BLOCKING]


@pytest.mark.parametrize(
    ("day", "first_day", "found"),
    [("2026-05-11", "2026-05-12", ["TIM-107"]), ("2026-05-12", "2026-05-12", []), ("2026-05-13", "2026-05-12", [])],
)
def test_time_on_an_operation_lies_in_the_operation(day: str, first_day: str, found: list[str]) -> None:
    period = Period(date.fromisoformat(first_day), date(2026, 12, 31))
    assert codes(entry(day), sheet=replace(SHEET, operations={OPERATION: period})) == found


@pytest.mark.parametrize(("day", "found"), [("2026-05-11", ["TIM-108"]), ("2026-05-12", []), ("2026-05-13", [])])
def test_time_on_an_operation_needs_a_mission_that_day(day: str, found: list[str]) -> None:
    sheet = replace(SHEET, letters={OPERATION: (letter(1, "2026-05-12"),)})
    assert codes(entry(day), sheet=sheet) == found


def test_time_on_an_unknown_operation_is_refused_once() -> None:
    assert codes(entry("2026-05-04"), sheet=replace(SHEET, operations={})) == ["TIM-106"]


def test_support_functions_stand_on_no_operation() -> None:
    assert codes(entry("2026-05-04", activity=Activity.SUPPORT_FUNCTION)) == ["TIM-109"]
    assert codes(entry("2026-05-04", activity=Activity.SUPPORT_FUNCTION, on_operation=False)) == []


@pytest.mark.parametrize(
    ("hours", "minutes"), [("0.05", 3), ("0.10", 6), ("7.25", 435), ("0.33", None), ("0.01", None), ("1", 60)]
)
def test_hours_are_whole_minutes_or_nothing(hours: str, minutes: int | None) -> None:
    assert minutes_of(Decimal(hours)) == minutes
    if minutes is not None:
        assert hours_of(minutes) == Decimal(hours)


def test_minutes_that_hours_cannot_write_are_never_rounded() -> None:
    with pytest.raises(ValueError, match="two decimals"):
        hours_of(20)


def test_no_time_at_all_is_no_entry() -> None:
    assert codes(entry("2026-05-04", "0.00")) == ["TIM-112"]


@pytest.mark.parametrize(
    ("day", "version"),
    [("2025-12-31", None), ("2026-01-01", 1), ("2026-03-31", 1), ("2026-04-01", 2), ("2026-07-01", None)],
)
def test_a_later_letter_replaces_the_earlier_one_from_its_first_day_on(day: str, version: int | None) -> None:
    letters = (letter(1, "2026-01-01"), letter(2, "2026-04-01", "2026-06-30"))
    found = assignment_on(letters, date.fromisoformat(day))
    assert (found.version_no if found else None) == version


def test_a_letter_issued_again_with_an_end_ends_the_mission() -> None:
    letters = (letter(1, "2026-01-01"), letter(2, "2026-01-01", "2026-03-31"))
    assert assignment_on(letters, date(2026, 3, 31)) is not None
    assert assignment_on(letters, date(2026, 4, 1)) is None
