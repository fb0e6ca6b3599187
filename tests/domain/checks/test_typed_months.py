"""What is refused of a month as it is typed: impossible lines, overlapping time, wrong absences, hours over a cap."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.checks.timesheets import HoursCap, SheetToCheck, findings_of
from clause.domain.employments import FAR_FUTURE
from clause.domain.findings import Severity
from clause.domain.timesheets import AbsenceCategory, TypedAbsence, TypedEntry
from clause.rules.calendar import Period
from clause.rules.cost_codes import CostMethod
from clause.rules.holiday_zones import HolidayZone
from clause.rules.work_pattern import WorkPattern
from tests.domain.checks.test_timesheets import SHEET, entry

PATTERN = WorkPattern(employed=Period(date(2025, 9, 1), FAR_FUTURE), weekly_hours=Decimal("35.00"))


def codes(*entries: TypedEntry, sheet: SheetToCheck = SHEET, **changes: Any) -> list[str]:
    return [one.code for one in findings_of(replace(sheet, entries=entries, pattern=PATTERN, **changes))]


def timed(start: int | None, end: int | None, hours: str = "1.00", day: str = "2026-05-04") -> TypedEntry:
    return entry(day, hours).model_copy(update={"start_minute": start, "end_minute": end})


def absent(day: str, category: AbsenceCategory = AbsenceCategory.LEAVE, hours: str | None = None) -> TypedAbsence:
    return TypedAbsence(day=date.fromisoformat(day), category=category, hours=Decimal(hours) if hours else None)


@pytest.mark.parametrize(("hours", "found"), [("9.95", []), ("10.00", []), ("10.05", ["TIM-116", "TIM-104"])])
def test_a_line_has_ten_hours_at_most(hours: str, found: list[str]) -> None:
    assert codes(entry("2026-05-04", hours)) == found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (599, 659, ["TIM-121"]),
        (600, 660, ["TIM-121"]),
        (601, 661, ["TIM-121"]),
        (660, 720, []),
        (659, 719, ["TIM-121"]),
        (540, 600, []),
        (541, 601, ["TIM-121"]),
    ],
)
def test_two_lines_of_a_day_do_not_overlap(start: int, end: int, found: list[str]) -> None:
    assert codes(timed(600, 660), timed(start, end)) == found
    assert codes(timed(start, end), timed(600, 660)) == found


def test_the_same_hours_on_two_days_do_not_overlap() -> None:
    assert codes(timed(600, 660), timed(600, 660, day="2026-05-05")) == []


def test_the_line_that_overlaps_is_named() -> None:
    (finding,) = findings_of(replace(SHEET, entries=(timed(630, 690), timed(600, 660)), pattern=PATTERN))
    assert (finding.field, finding.severity) == ("entries[0].start", Severity.BLOCKING)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (None, 600, ["TIM-119"]),
        (600, None, ["TIM-119"]),
        (600, 600, ["TIM-119"]),
        (660, 600, ["TIM-119"]),
        (-1, 59, ["TIM-119"]),
        (0, 60, []),
        (1380, 1440, []),
        (1381, 1441, ["TIM-119"]),
        (600, 657, ["TIM-120"]),
        (600, 663, ["TIM-120"]),
    ],
)
def test_the_times_of_a_line_are_possible_and_as_long_as_it_says(
    start: int | None, end: int | None, found: list[str]
) -> None:
    assert codes(timed(start, end)) == found


def test_a_line_is_not_funded_twice() -> None:
    funded = entry("2026-05-04").model_copy(update={"other_funding": "Région"})
    assert codes(funded) == ["TIM-131"]
    assert codes(funded.model_copy(update={"operation_id": None})) == []


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-04-30", ["TIM-126"]), ("2026-05-01", []), ("2026-05-31", []), ("2026-06-01", ["TIM-126"])],
)
def test_an_absence_lies_in_the_month(day: str, found: list[str]) -> None:
    assert codes(absences=(absent(day),)) == found


def test_an_absence_to_come_is_taken() -> None:
    assert codes(absences=(absent("2026-05-20"),), today=date(2026, 5, 4)) == []


@pytest.mark.parametrize(("day", "found"), [("2026-05-11", ["TIM-127"]), ("2026-05-12", []), ("2026-05-13", [])])
def test_an_absence_lies_in_the_employment(day: str, found: list[str]) -> None:
    assert codes(absences=(absent(day),), employment=Period(date(2026, 5, 12), FAR_FUTURE)) == found


@pytest.mark.parametrize(("hours", "found"), [("0.00", ["TIM-128"]), ("0.33", ["TIM-128"]), ("3.50", [])])
def test_an_absence_is_whole_minutes(hours: str, found: list[str]) -> None:
    assert codes(absences=(absent("2026-05-04", hours=hours),)) == found


@pytest.mark.parametrize(
    ("day", "found"), [("2026-05-07", ["TIM-129"]), ("2026-05-08", []), ("2026-05-09", ["TIM-129"])]
)
def test_a_public_holiday_is_one_where_the_person_works(day: str, found: list[str]) -> None:
    assert codes(absences=(absent(day, AbsenceCategory.PUBLIC_HOLIDAY),)) == found


def test_the_abolition_of_slavery_is_a_holiday_in_guadeloupe_alone() -> None:
    holiday = (absent("2026-05-27", AbsenceCategory.PUBLIC_HOLIDAY),)
    assert codes(absences=holiday) == ["TIM-129"]
    there = replace(SHEET, absences=holiday, pattern=replace(PATTERN, zone=HolidayZone.GUADELOUPE))
    assert findings_of(there) == ()


def test_a_category_stands_once_a_day() -> None:
    halves = [absent("2026-05-04", hours="3.50"), absent("2026-05-04", AbsenceCategory.RTT, "3.50")]
    assert codes(absences=tuple(halves)) == []
    assert codes(absences=(halves[0], halves[0])) == ["TIM-130"]


@pytest.mark.parametrize(("hours", "found"), [("6.95", []), ("7.00", []), ("7.05", ["TIM-125"])])
def test_typed_hours_stay_under_the_cap_of_the_year(hours: str, found: list[str]) -> None:
    cap = HoursCap(CostMethod.M3A, Decimal("1720.00"), minutes_elsewhere=1713 * 60)
    assert codes(entry("2026-05-04", hours), caps=(cap,)) == found


def test_hours_on_no_operation_do_not_count_towards_the_cap() -> None:
    cap = HoursCap(CostMethod.M3A, Decimal("1720.00"), minutes_elsewhere=1720 * 60)
    assert codes(entry("2026-05-04", on_operation=False), caps=(cap,)) == []
    assert codes(entry("2026-05-04", "0.05"), caps=(cap,)) == ["TIM-125"]
