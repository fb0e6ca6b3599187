"""TR-02 to TR-16 on a recorded month, check by check: the value just inside, at, and just outside each bound."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.checks.timesheets import (
    HoursCap,
    MonthToCheck,
    claim_findings_of,
    remarks_on,
    signature_findings_of,
)
from clause.domain.employments import FAR_FUTURE
from clause.domain.findings import Severity
from clause.domain.operations import Assignment
from clause.domain.timesheets import AbsenceCategory, Activity, TimeAbsence, TimeEntry
from clause.rules.calendar import Month, Period
from clause.rules.cost_codes import CostMethod
from clause.rules.work_pattern import WorkPattern
from tests.builders.territory import NOW

OPERATION, OTHER = UUID(int=1), UUID(int=2)
MAY = Month.parse("2026-05")
PATTERN = WorkPattern(employed=Period(date(2025, 9, 1), FAR_FUTURE), weekly_hours=Decimal("35.00"))
WORKING = PATTERN.working_days(MAY)


def day(number: int) -> date:
    return date(2026, 5, number)


def entry(on: date, minutes: int = 420, operation: UUID | None = OPERATION, **more: object) -> TimeEntry:
    made = TimeEntry(day=on, operation_id=operation, activity=Activity.COMPANY_SUPPORT, minutes=minutes, entered_on=on)
    return made.model_copy(update=more)


def off(on: date, minutes: int = 420, category: AbsenceCategory = AbsenceCategory.LEAVE) -> TimeAbsence:
    return TimeAbsence(day=on, category=category, minutes=minutes)


def letter(method: CostMethod = CostMethod.M2, share: str | None = None, operation: UUID = OPERATION) -> Assignment:
    return Assignment(
        id=UUID(int=100 + operation.int),
        operation_id=operation,
        employment_id=UUID(int=3),
        version_no=1,
        method=method,
        first_day=date(2026, 1, 1),
        last_day=None,
        issued_on=date(2026, 1, 1),
        time_share=Decimal(share) if share else None,
        created_at=NOW,
    )


def varied(days: Iterable[date]) -> tuple[TimeEntry, ...]:
    """A line a day, no two days alike."""
    return tuple(entry(on, 360 + 3 * number) for number, on in enumerate(days))


WHOLE = MonthToCheck(month=MAY, pattern=PATTERN, entries=varied(WORKING), absences=(), letters=(letter(),))


def month(*entries: TimeEntry, **changes: object) -> MonthToCheck:
    return replace(WHOLE, entries=entries, **changes)  # type: ignore[arg-type]


def found(checked: MonthToCheck, code: str) -> list[tuple[Severity, str | None]]:
    return [(one.severity, one.raw) for one in remarks_on(checked) if one.code == code]


def test_a_whole_month_without_fault_has_no_finding() -> None:
    assert remarks_on(WHOLE) == ()
    assert signature_findings_of(WHOLE) == ()
    assert claim_findings_of(WHOLE, "employments.E-12.2026-05") == ()


def test_one_working_day_untold_stops_the_signature_and_names_it() -> None:
    (finding,) = signature_findings_of(month(*varied(WORKING[1:])))
    assert (finding.code, finding.raw, finding.values["days"]) == ("TIM-113", "1", "4")


def test_an_absence_tells_a_day_as_well_as_work_does() -> None:
    assert signature_findings_of(month(*varied(WORKING[1:]), absences=(off(WORKING[0]),))) == ()


def test_an_untold_day_that_is_explained_is_only_a_warning() -> None:
    explained = month(*varied(WORKING[1:]), difference_reason="Récupération")
    assert signature_findings_of(explained) == ()
    assert found(explained, "TIM-113") == [(Severity.WARNING, "1")]


@pytest.mark.parametrize(
    ("letters", "stops"),
    [
        ((), False),
        ((letter(CostMethod.M1, "0.5"),), False),
        ((letter(),), True),
        ((letter(CostMethod.M3A),), True),
        ((letter(CostMethod.M3B),), True),
        ((letter(CostMethod.M1, "0.5"), letter(operation=OTHER)), True),
    ],
)
def test_the_whole_picture_is_asked_where_hours_are_claimed(letters: tuple[Assignment, ...], stops: bool) -> None:
    assert bool(signature_findings_of(month(letters=letters))) == stops


@pytest.mark.parametrize(
    ("number", "code"), [(7, None), (8, "TIM-114"), (9, "TIM-114"), (10, "TIM-114"), (11, None), (25, "TIM-114")]
)
def test_no_work_on_rest_days_and_public_holidays(number: int, code: str | None) -> None:
    blocking = [one for one in claim_findings_of(month(*varied({*WORKING, day(number)})), "m") if one.code == code]
    assert [one.severity for one in blocking] == ([Severity.BLOCKING] if code else [])
    assert all(one.field.startswith("m.entries[") for one in blocking)


@pytest.mark.parametrize(("minutes", "code"), [(417, []), (420, ["TIM-115"]), (423, ["TIM-115"])])
def test_no_work_on_a_day_wholly_taken_off(minutes: int, code: list[str]) -> None:
    checked = month(*varied(WORKING), absences=(off(day(4), minutes),))
    assert [one.code for one in claim_findings_of(checked, "m")] == code


def test_two_half_absences_make_a_whole_one() -> None:
    halves = (off(day(4), 210), off(day(4), 210, AbsenceCategory.RTT))
    assert [one.code for one in claim_findings_of(month(*varied(WORKING), absences=halves), "m")] == ["TIM-115"]


def test_work_on_a_day_off_that_is_explained_goes_along_as_a_warning() -> None:
    checked = month(*varied({*WORKING, day(9)}), difference_reason="Forum de l'emploi un samedi")
    assert [(one.code, one.severity) for one in claim_findings_of(checked, "m")] == [("TIM-114", Severity.WARNING)]


@pytest.mark.parametrize(("last", "noticed"), [(477, []), (480, []), (483, ["48.05"])])
def test_a_week_of_forty_eight_hours_is_fine_and_more_is_noticed(last: int, noticed: list[str]) -> None:
    week = [entry(day(number), 600) for number in (18, 19, 20, 21)] + [entry(day(22), last)]
    assert [raw for _, raw in found(month(*week), "TIM-117")] == noticed


@pytest.mark.parametrize(("sunday", "noticed"), [(480, []), (483, ["48.05"])])
def test_a_week_is_looked_at_across_the_edge_of_the_month(sunday: int, noticed: list[str]) -> None:
    around = {date(2026, 4, 27) + timedelta(days=count): 600 for count in range(4)}
    assert [raw for _, raw in found(month(entry(day(3), sunday), around=around), "TIM-117")] == noticed


@pytest.mark.parametrize(("paid", "severity"), [("6.99", Severity.WARNING), ("7.00", None), ("7.01", Severity.WARNING)])
def test_the_hours_are_those_of_the_payroll(paid: str, severity: Severity | None) -> None:
    checked = month(entry(day(4), 210), absences=(off(day(4), 210),), hours_paid=Decimal(paid))
    assert [one for one, _ in found(checked, "TIM-118")] == ([severity] if severity else [])
    explained = replace(checked, difference_reason="Heures récupérées")
    assert [one for one, _ in found(explained, "TIM-118")] == ([Severity.INFO] if severity else [])


def test_a_payroll_without_hours_says_nothing() -> None:
    assert found(month(entry(day(4)), hours_paid=None), "TIM-118") == []


@pytest.mark.parametrize(("written", "late"), [(day(18), []), (day(19), []), (day(20), ["1"])])
def test_a_line_written_more_than_fifteen_days_later_is_marked(written: date, late: list[str]) -> None:
    assert found(month(entry(day(4), entered_on=written)), "TIM-122") == [(Severity.INFO, count) for count in late]


def test_a_line_of_before_the_day_of_writing_was_known_is_not_marked() -> None:
    assert found(month(entry(day(4), entered_on=None)), "TIM-122") == []


@pytest.mark.parametrize(("days", "noticed"), [(9, []), (10, ["10"]), (11, ["11"])])
def test_ten_days_with_the_very_same_lines_are_pointed_out(days: int, noticed: list[str]) -> None:
    same = [line for on in WORKING[:days] for line in (entry(on, 300), entry(on, 120, None))]
    rest = [entry(on, 300 + 3 * number) for number, on in enumerate(WORKING[days:], start=1)]
    assert found(month(*same, *rest), "TIM-123") == [(Severity.INFO, count) for count in noticed]


def test_the_order_of_the_lines_of_a_day_makes_no_difference() -> None:
    pairs = [
        line
        for number, on in enumerate(WORKING[:10])
        for line in ((entry(on, 300), entry(on, 120, None))[:: 1 if number % 2 else -1])
    ]
    assert found(month(*pairs), "TIM-123") == [(Severity.INFO, "10")]


@pytest.mark.parametrize(
    ("minutes", "noticed"), [(597, ["0.3980"]), (600, []), (750, []), (900, []), (903, ["0.6020"])]
)
def test_a_voluntary_record_may_depart_from_the_fixed_share_by_a_tenth(minutes: int, noticed: list[str]) -> None:
    fixed = (letter(CostMethod.M1, "0.5"),)
    checked = month(entry(day(4), minutes), entry(day(5), 1500 - minutes, None), letters=fixed)
    assert found(checked, "TIM-124") == [(Severity.WARNING, share) for share in noticed]


def test_a_month_without_work_does_not_contradict_a_fixed_share() -> None:
    assert found(month(letters=(letter(CostMethod.M1, "0.5"),)), "TIM-124") == []


@pytest.mark.parametrize(
    ("elsewhere", "refused"),
    [("1712.95", []), ("1713.00", []), ("1713.05", ["1720.05"]), ("1714.00", ["1721.00"])],
)
def test_more_than_the_1720_hours_of_the_rate_are_refused(elsewhere: str, refused: list[str]) -> None:
    cap = HoursCap(CostMethod.M3A, Decimal("1720.00"), minutes_elsewhere=int(Decimal(elsewhere) * 60))
    whole = month(entry(day(4)), entry(day(5), 420, None), caps=(cap,), letters=())
    over = [one for one in claim_findings_of(whole, "m") if one.code == "TIM-125"]
    assert [(one.severity, one.raw) for one in over] == [(Severity.BLOCKING, hours) for hours in refused]


@pytest.mark.parametrize(("minutes", "refused"), [(4197, 0), (4200, 0), (4203, 1)])
def test_a_monthly_cap_counts_all_operations_of_the_month(minutes: int, refused: int) -> None:
    cap = HoursCap(CostMethod.M3B, Decimal("75.00"), minutes_elsewhere=0)
    checked = month(entry(day(4), minutes), entry(day(5), 300, OTHER), entry(day(6), 300, None), caps=(cap,))
    assert len([one for one in claim_findings_of(checked, "m") if one.code == "TIM-125"]) == refused


def test_nothing_that_is_shown_on_reading_blocks() -> None:
    checked = month(entry(day(9), 780), absences=(off(day(4)),))
    assert remarks_on(checked)
    assert all(one.severity is not Severity.BLOCKING for one in remarks_on(checked))


def test_a_claim_hears_each_thing_once_with_the_month_in_its_field() -> None:
    findings = claim_findings_of(month(entry(day(9), 660)), "employments.E-12.2026-05")
    codes = [one.code for one in findings]
    assert codes == ["TIM-113", "TIM-114", "TIM-104"]
    assert all(one.field.startswith("employments.E-12.2026-05.") for one in findings)
