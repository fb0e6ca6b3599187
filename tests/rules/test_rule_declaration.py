"""When hours are to be declared, and when what has not come is called for."""

from datetime import date
from decimal import Decimal

import pytest

from clause.rules.calendar import Month, Period
from clause.rules.codes import ReminderLevel
from clause.rules.declaration import declaration_due_on, declaration_months, reminder_reached
from clause.rules.errors import UnknownValue
from clause.rules.limits import Verdict, person_days
from tests.builders.hours import a_rulebook


@pytest.mark.parametrize(
    ("cadence", "month", "expected"),
    [
        ("MONTHLY", "2026-03", "2026-03"),
        ("QUARTERLY", "2026-01", "2026-01/2026-03"),
        ("QUARTERLY", "2026-03", "2026-01/2026-03"),
        ("QUARTERLY", "2026-04", "2026-04/2026-06"),
        ("QUARTERLY", "2026-12", "2026-10/2026-12"),
        ("HALF_YEARLY", "2026-06", "2026-01/2026-06"),
        ("HALF_YEARLY", "2026-07", "2026-07/2026-12"),
    ],
)
def test_months_declared_together_are_those_of_the_calendar(cadence: str, month: str, expected: str) -> None:
    months = declaration_months(Month.parse(month), a_rulebook(statement_cadence=cadence))
    assert str(months) == expected
    assert months.contains(Month.parse(month))


def test_the_rhythm_is_monthly_and_the_day_the_fifteenth_where_nothing_is_fixed() -> None:
    months = declaration_months(Month(2026, 12))
    assert (str(months), declaration_due_on(months)) == ("2026-12", date(2027, 1, 15))


def test_a_day_before_every_known_rule_is_refused() -> None:
    with pytest.raises(UnknownValue):
        declaration_months(Month(2000, 12))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 4, 14), None),
        (date(2026, 4, 15), ReminderLevel.FIRST),
        (date(2026, 4, 21), ReminderLevel.FIRST),
        (date(2026, 4, 22), ReminderLevel.SECOND),
        (date(2026, 5, 5), ReminderLevel.SECOND),
        (date(2026, 5, 6), ReminderLevel.ESCALATION),
        (date(2027, 5, 6), ReminderLevel.ESCALATION),
    ],
)
def test_reminders_follow_the_due_day_step_by_step(on: date, expected: ReminderLevel | None) -> None:
    assert reminder_reached(date(2026, 4, 15), on) is expected


@pytest.mark.parametrize(
    ("hours", "days", "verdict"),
    [
        ("30.00", 3, Verdict.FINE),
        ("30.01", 3, Verdict.LOOK),
        ("45.00", 3, Verdict.LOOK),
        ("45.01", 3, Verdict.REFUSED),
    ],
)
def test_a_person_has_so_many_hours_in_so_many_days(hours: str, days: int, verdict: Verdict) -> None:
    assert person_days(Decimal(hours), Period(date(2026, 3, 1), date(2026, 3, days))).verdict is verdict
