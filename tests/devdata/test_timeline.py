"""When things happen in the demonstration: in order, on working days, never in the future."""

from datetime import UTC, date, datetime

import pytest

from clause.devdata.timeline import DemoCalendar, Timeline, working_days

NOON = datetime(2028, 3, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offset", "expected"), [(-3, "2027-12"), (-2, "2028-01"), (-1, "2028-02"), (0, "2028-03"), (1, "2028-04")]
)
def test_months_are_counted_from_the_current_one_whatever_its_length(offset: int, expected: str) -> None:
    assert str(DemoCalendar(NOON).month(offset)) == expected


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(13, datetime(2028, 3, 31, 11, 0, tzinfo=UTC)), (14, NOON), (15, NOON)],
)
def test_what_is_still_to_come_happens_now(hour: int, expected: datetime) -> None:
    assert DemoCalendar(NOON).at(date(2028, 3, 31), hour) == expected


def test_the_day_is_that_of_mainland_france() -> None:
    assert DemoCalendar(datetime(2027, 12, 31, 23, 30, tzinfo=UTC)).today == date(2028, 1, 1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 4, 30), date(2027, 4, 30)),  # Friday
        (date(2027, 5, 1), date(2027, 5, 3)),  # Saturday and public holiday
        (date(2027, 3, 29), date(2027, 3, 30)),  # Easter Monday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Friday, public holiday before a weekend
    ],
)
def test_offices_are_closed_at_weekends_and_on_public_holidays(day: date, expected: date) -> None:
    assert DemoCalendar(NOON).office_day(day) == expected


def test_an_empty_period_has_no_working_day() -> None:
    calendar = DemoCalendar(NOON)
    assert working_days(calendar, date(2028, 3, 1), date(2028, 2, 29)) == []
    assert working_days(calendar, date(2028, 3, 1), date(2028, 3, 1)) == [date(2028, 3, 1)]


async def test_steps_are_done_in_the_order_of_their_instants_and_months_are_told_once() -> None:
    timeline, done, told = Timeline(DemoCalendar(NOON)), list[str](), list[str]()

    def step(name: str) -> None:
        async def do(at: datetime) -> None:
            done.append(f"{name} {at:%d/%m %H:%M}")

        timeline.plan(days[name], do, hour=10)

    days = {"last": date(2028, 4, 20), "first": date(2028, 2, 1), "second": date(2028, 2, 1), "third": date(2028, 2, 2)}
    for name in days:
        step(name)
    await timeline.run(told.append)
    assert done == ["first 01/02 09:00", "second 01/02 09:00", "third 02/02 09:00", "last 31/03 12:00"]
    assert [line.rsplit(" ", 2)[1] for line in told] == ["février", "mars"]
