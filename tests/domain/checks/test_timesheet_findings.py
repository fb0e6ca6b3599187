"""What each finding about a month of time names: the second line where the second is wrong, as it was typed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.checks.timesheets import HoursCap, findings_of, remarks_on
from clause.domain.employments import FAR_FUTURE
from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.domain.timesheets import AbsenceCategory, TypedAbsence, TypedEntry
from clause.rules.calendar import Month, Period
from clause.rules.cost_codes import CostMethod
from tests.domain.checks.test_recorded_months import WHOLE, day
from tests.domain.checks.test_timesheets import OPERATION, SHEET, entry, letter
from tests.domain.checks.test_typed_months import PATTERN, absent

SHORT = Period(date(2025, 9, 1), date(2026, 5, 20))
APRIL_ON = Period(date(2026, 4, 1), date(2026, 5, 20))


def found(entries: tuple[TypedEntry, ...] = (), **changes: Any) -> tuple[Finding, ...]:
    return findings_of(replace(SHEET, entries=entries, pattern=PATTERN, **changes))


def refused(code: str, field: str, raw: str, **values: str) -> tuple[Finding, ...]:
    return (Finding(code=code, severity=Severity.BLOCKING, field=field, raw=raw, values=values),)


def lines(wrong: TypedEntry) -> tuple[TypedEntry, ...]:
    return entry("2026-05-11", "2.00"), wrong


def test_a_day_after_the_employment_is_named() -> None:
    assert found(lines(entry("2026-05-21")), employment=SHORT) == refused("TIM-102", "entries[1].day", "2026-05-21")


@pytest.mark.parametrize(("hours", "code"), [("0.00", "TIM-112"), ("0.33", "TIM-111")])
def test_hours_that_are_no_whole_minutes_are_named_as_they_were_typed(hours: str, code: str) -> None:
    assert found(lines(entry("2026-05-12", hours))) == refused(code, "entries[1].hours", hours)


def test_a_line_that_is_too_long_is_named_with_the_most_hours_of_a_line() -> None:
    """TR-07; ten hours a line."""
    first = found(lines(entry("2026-05-12", "10.05")))[0]
    assert (first,) == refused("TIM-116", "entries[1].hours", "10.05", bound="10.00")


def test_a_day_outside_the_operation_is_named_with_the_days_of_the_operation() -> None:
    """TR-09."""
    wrong = found(lines(entry("2026-05-21")), operations={OPERATION: APRIL_ON})
    bounds = {"first_day": "2026-04-01", "last_day": "2026-05-20"}
    assert wrong == refused("TIM-107", "entries[1].day", "2026-05-21", **bounds)


def test_a_day_without_a_mission_is_named_at_the_operation() -> None:
    """TR-09."""
    letters = {OPERATION: (letter(1, "2026-05-01", "2026-05-20"),)}
    assert found(lines(entry("2026-05-21")), letters=letters) == refused(
        "TIM-108", "entries[1].operation_id", "2026-05-21"
    )


def test_hours_above_the_cap_are_told_with_the_cap_and_the_method() -> None:
    """TR-16: 1,720 hours a year with method M3a."""
    cap = HoursCap(CostMethod.M3A, Decimal("1720.00"), minutes_elsewhere=1720 * 60)
    (finding,) = found(lines(entry("2026-05-12", "1.50")), caps=(cap,))
    assert (finding.code, finding.raw) == ("TIM-125", "1723.50")
    assert finding.values == {"cap": "1720.00", "method": "M3a"}


@pytest.mark.parametrize(
    ("wrong", "changes", "expected"),
    [
        (absent("2026-06-01"), {}, ("TIM-126", "day", "2026-06-01", {"month": "2026-05"})),
        (absent("2026-05-21"), {"employment": SHORT}, ("TIM-127", "day", "2026-05-21", {})),
        (absent("2026-05-12", hours="0.33"), {}, ("TIM-128", "hours", "0.33", {})),
        (absent("2026-05-12", AbsenceCategory.PUBLIC_HOLIDAY), {}, ("TIM-129", "category", "2026-05-12", {})),
        (absent("2026-05-11"), {}, ("TIM-130", "category", "2026-05-11", {})),
    ],
)
def test_what_is_wrong_with_an_absence_is_named(
    wrong: TypedAbsence, changes: dict[str, Any], expected: tuple[str, str, str, dict[str, str]]
) -> None:
    code, field, raw, values = expected
    assert found(absences=(absent("2026-05-11"), wrong), **changes) == refused(
        code, f"absences[1].{field}", raw, **values
    )


def test_a_month_before_any_rule_is_refused() -> None:
    old = replace(
        SHEET,
        month=Month.parse("1900-05"),
        employment=Period(date(1900, 1, 1), FAR_FUTURE),
        entries=(entry("1900-05-07", on_operation=False),),
    )
    with pytest.raises(Refused) as refusal:
        findings_of(old)
    assert (refusal.value.code, refusal.value.values) == ("TIM-017", {"month": "1900-05", "reason": "NOT_IN_FORCE"})


@pytest.mark.parametrize(
    ("signed_on", "is_late"),
    [(None, False), (date(2026, 6, 9), False), (date(2026, 6, 10), False), (date(2026, 6, 11), True)],
)
def test_a_signature_after_the_tenth_of_the_next_month_is_late(signed_on: date | None, is_late: bool) -> None:
    """TR-04: a warning, which stops nothing."""
    late = Finding(
        code="TIM-110",
        severity=Severity.WARNING,
        field="signed_at",
        raw="2026-06-11",
        values={"month": "2026-05"},
    )
    assert remarks_on(replace(WHOLE, signed_on=signed_on)) == ((late,) if is_late else ())


def test_days_on_different_operations_are_not_alike() -> None:
    """TR-14: ten days with the very same lines are pointed out."""
    same = tuple(line.model_copy(update={"minutes": 420}) for line in WHOLE.entries)
    alike = [one for one in remarks_on(replace(WHOLE, entries=same)) if one.code == "TIM-123"]
    assert [(one.field, one.values) for one in alike] == [("entries", {"month": "2026-05"})]
    apart = tuple(line.model_copy(update={"operation_id": None}) if line.day < day(16) else line for line in same)
    assert [one.code for one in remarks_on(replace(WHOLE, entries=apart))] == []
