"""The days on which somebody is to work: weekdays, contract, and the public holidays of where they work."""

from datetime import date
from decimal import Decimal

import pytest

from clause.rules.calendar import Month, Period
from clause.rules.errors import RuleError
from clause.rules.holiday_zones import HolidayZone
from clause.rules.work_pattern import WorkPattern
from clause.rules.working_days import holidays_in_zone

ALWAYS = Period(date(2000, 1, 1), date(9999, 12, 31))
MAINLAND_2026 = {"01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"}
MORE_2026 = {
    HolidayZone.METROPOLE: set(),
    HolidayZone.ALSACE_MOSELLE: {"04-03", "12-26"},
    HolidayZone.MAYOTTE: {"04-27"},
    HolidayZone.MARTINIQUE: {"05-22"},
    HolidayZone.GUADELOUPE: {"05-27"},
    HolidayZone.SAINT_MARTIN: {"05-28"},
    HolidayZone.GUYANE: {"06-10"},
    HolidayZone.SAINT_BARTHELEMY: {"10-09"},
    HolidayZone.LA_REUNION: {"12-20"},
}


def pattern(
    employed: Period = ALWAYS, hours: str = "35.00", weekdays: str = "12345", zone: HolidayZone = HolidayZone.METROPOLE
) -> WorkPattern:
    return WorkPattern(employed=employed, weekly_hours=Decimal(hours), weekdays=weekdays, zone=zone)


def days(month: str, *numbers: int) -> tuple[date, ...]:
    return tuple(Month.parse(month).first_day.replace(day=number) for number in numbers)


@pytest.mark.parametrize("zone", HolidayZone)
def test_the_public_holidays_of_2026_in_each_zone(zone: HolidayZone) -> None:
    found = {f"{day:%m-%d}" for day in holidays_in_zone(2026, zone)}
    assert found == MAINLAND_2026 | MORE_2026[zone]


@pytest.mark.parametrize("year", [1999, 2101])
def test_years_whose_holidays_are_not_known_are_refused(year: int) -> None:
    with pytest.raises(RuleError):
        holidays_in_zone(year, HolidayZone.LA_REUNION)


def test_may_2026_has_seventeen_working_days_and_four_holidays_on_weekdays() -> None:
    may = Month.parse("2026-05")
    assert len(pattern().working_days(may)) == 17
    assert pattern().holidays(may) == days("2026-05", 1, 8, 14, 25)


def test_good_friday_is_worked_in_paris_and_not_in_strasbourg() -> None:
    april = Month.parse("2026-04")
    assert date(2026, 4, 3) in pattern().working_days(april)
    assert pattern(zone=HolidayZone.ALSACE_MOSELLE).holidays(april) == days("2026-04", 3, 6)


def test_a_holiday_on_a_sunday_takes_no_working_day() -> None:
    december = Month.parse("2026-12")
    assert pattern(zone=HolidayZone.LA_REUNION).holidays(december) == days("2026-12", 25)
    assert pattern(zone=HolidayZone.LA_REUNION, weekdays="7").holidays(december) == days("2026-12", 20)


@pytest.mark.parametrize(("day", "worked"), [(11, False), (12, True), (13, True)])
def test_nothing_is_worked_before_the_contract_begins(day: int, worked: bool) -> None:
    employed = Period(date(2026, 5, 12), date(2026, 12, 31))
    assert pattern(employed).is_worked(date(2026, 5, day)) == worked


@pytest.mark.parametrize(
    ("hours", "weekdays", "minutes"),
    [("35.00", "12345", 420), ("28.00", "1234", 420), ("36.00", "12345", 432), ("35.00", "123456", 348)],
)
def test_a_working_day_is_cut_to_three_minutes(hours: str, weekdays: str, minutes: int) -> None:
    assert pattern(hours=hours, weekdays=weekdays).day_minutes == minutes


@pytest.mark.parametrize(
    ("hours", "weekdays", "month", "expected"),
    [
        ("35.00", "12345", "2026-05", "147.00"),
        ("28.00", "1234", "2026-05", "112.00"),
        ("35.00", "123456", "2026-02", "140.00"),
        ("17.50", "135", "2026-06", "75.83"),
    ],
)
def test_the_theoretical_hours_of_a_month_count_its_holidays(
    hours: str, weekdays: str, month: str, expected: str
) -> None:
    assert str(pattern(hours=hours, weekdays=weekdays).theoretical_hours(Month.parse(month))) == expected


def test_a_month_partly_employed_has_its_part_of_the_hours() -> None:
    employed = Period(date(2026, 5, 18), date(2026, 5, 24))
    assert str(pattern(employed).theoretical_hours(Month.parse("2026-05"))) == "35.00"
