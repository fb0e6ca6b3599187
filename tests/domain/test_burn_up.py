"""The course of a lot month by month: what was owed, expected and credited by then, and what would come."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.burn_up import MOST_MONTHS, BurnUpMaterial, BurnUpPoint, burn_up
from clause.domain.compliance import LotFacts
from clause.domain.obligations import ObligationVersion
from clause.rules.calendar import Month, Period
from clause.rules.compliance import Invoiced, Pace
from clause.rules.forecast import Staffing
from clause.rules.obligation import ObligationMethod
from tests.builders.hours import an_id
from tests.domain.test_compliance import lot_hours
from tests.domain.test_lot_compliance import STATED

ON = date(2026, 3, 16)
FIRST, LAST = date(2026, 1, 1), date(2026, 5, 31)


def version(number: int, owed: str, effective_on: date = FIRST, unit: str = "HOURS") -> ObligationVersion:
    is_hours = unit == "HOURS"
    fields: dict[str, Any] = {
        "id": an_id(f"version {number}"),
        "facilitator_org_id": an_id("org"),
        "buyer_id": an_id("buyer"),
        "lot_id": an_id("lot"),
        "version_no": number,
        "effective_on": effective_on,
        "method": ObligationMethod.FIXED,
        "unit": unit,
        "hours_owed": owed if is_hours else None,
        "quantity_owed": None if is_hours else owed,
        "trace": STATED,
        "reason": None,
        "decided_by": None,
        "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return ObligationVersion.model_validate(fields)


def facts(**more: Any) -> LotFacts:
    around = {name: more.pop(name) for name in ("pace", "invoiced", "staffing") if name in more}
    days = {"first_day": FIRST, "last_day": LAST}
    return LotFacts(hours=lot_hours(**{**days, "owed": "151.00", "credited": "70.00", **more}), **around)


def material(
    credited: dict[str, str] | None = None,
    invoiced: dict[str, str] | None = None,
    versions: tuple[ObligationVersion, ...] = (version(1, "151.00"),),
) -> BurnUpMaterial:
    return BurnUpMaterial(
        credited_by_month={Month.parse(month): Decimal(hours) for month, hours in (credited or {}).items()},
        invoiced_by_month={Month.parse(month): Decimal(euros) for month, euros in (invoiced or {}).items()},
        versions=versions,
    )


def by_month(points: tuple[BurnUpPoint, ...]) -> dict[str, BurnUpPoint]:
    return {str(point.month): point for point in points}


def test_a_lot_without_its_days_has_no_course() -> None:
    assert burn_up(facts(last_day=None), material({"2026-01": "1.00"}), ON) == ()


def test_there_is_a_point_at_the_end_of_each_month_and_today_in_the_current_one() -> None:
    points = burn_up(facts(), material(), ON)
    assert [(str(point.month), point.on) for point in points] == [
        ("2026-01", date(2026, 1, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2026-03", ON),
        ("2026-04", date(2026, 4, 30)),
        ("2026-05", LAST),
    ]


def test_hours_credited_add_up_and_are_not_told_for_days_to_come() -> None:
    points = burn_up(facts(), material({"2026-01": "20.50", "2026-03": "49.50"}), ON)
    assert [point.credited for point in points] == [
        Decimal("20.50"), Decimal("20.50"), Decimal("70.00"), None, None,
    ]  # fmt: skip


def test_what_is_expected_grows_by_the_day() -> None:
    """151 hours over 151 days: one a day."""
    points = burn_up(facts(), material(), ON)
    assert [point.expected for point in points] == [Decimal(f"{days}.00") for days in (31, 59, 75, 120, 151)]


def test_hours_worked_before_the_window_or_after_it_lengthen_the_course() -> None:
    early = burn_up(facts(), material({"2025-11": "5.00"}), ON)
    assert (str(early[0].month), early[0].credited, len(early)) == ("2025-11", Decimal("5.00"), 7)
    late = burn_up(facts(), material({"2026-07": "5.00"}), date(2026, 7, 1))
    assert (str(late[-1].month), late[-1].on, late[-1].credited) == ("2026-07", date(2026, 7, 1), Decimal("5.00"))


def test_hours_dated_in_a_month_to_come_add_no_point() -> None:
    points = burn_up(facts(), material({"2026-06": "5.00"}), date(2026, 5, 31))
    assert str(points[-1].month) == "2026-05"
    assert points[-1].credited == Decimal("0.00")


def test_a_course_has_two_hundred_and_forty_months_at_most_and_they_are_the_first() -> None:
    points = burn_up(facts(last_day=date(2046, 1, 31)), material(), ON)
    assert MOST_MONTHS == 240
    assert (len(points), str(points[0].month), str(points[-1].month)) == (240, "2026-01", "2045-12")


def test_what_is_owed_on_a_day_is_the_highest_version_in_effect_on_it() -> None:
    versions = (version(1, "100.00"), version(3, "300.00", date(2026, 2, 28)), version(2, "200.00", date(2026, 4, 1)))
    points = burn_up(facts(), material(versions=versions), ON)
    assert [point.owed for point in points] == [
        Decimal("100.00"), Decimal("300.00"), Decimal("300.00"), Decimal("300.00"), Decimal("300.00"),
    ]  # fmt: skip


def test_nothing_is_owed_nor_expected_before_the_first_version_and_other_units_owe_no_hours() -> None:
    versions = (version(1, "80.00", date(2026, 3, 1)), version(2, "4.00", FIRST, "PERSONS"))
    points = by_month(burn_up(facts(), material(versions=versions), ON))
    assert (points["2026-02"].owed, points["2026-02"].expected) == (None, None)
    assert (points["2026-03"].owed, points["2026-03"].expected) == (Decimal("80.00"), Decimal("39.74"))


def test_a_version_takes_effect_on_its_very_day() -> None:
    in_effect = by_month(burn_up(facts(), material(versions=(version(1, "80.00", date(2026, 2, 28)),)), ON))
    assert in_effect["2026-02"].owed == Decimal("80.00")
    later = by_month(burn_up(facts(), material(versions=(version(1, "80.00", date(2026, 3, 1)),)), ON))
    assert later["2026-02"].owed is None


INVOICES = {"pace": Pace.INVOICES, "invoiced": Invoiced(Decimal("300.00"), Decimal("1000.00"))}


def test_a_lot_that_follows_its_invoices_expects_what_was_invoiced_until_then_and_nothing_to_come() -> None:
    sent = {"2026-01": "100.00", "2026-03": "200.00"}
    points = burn_up(facts(**INVOICES), material(invoiced=sent), ON)
    assert [point.expected for point in points] == [
        Decimal("15.10"), Decimal("15.10"), Decimal("45.30"), None, None,
    ]  # fmt: skip


def test_credit_notes_that_outweigh_the_invoices_leave_nothing_expected() -> None:
    points = by_month(burn_up(facts(**INVOICES), material(invoiced={"2026-01": "-50.00"}), ON))
    assert points["2026-01"].expected == Decimal("0.00")


def test_without_anything_to_be_invoiced_the_pace_of_invoices_goes_by_the_days() -> None:
    points = burn_up(facts(pace=Pace.INVOICES), material(invoiced={"2026-01": "100.00"}), ON)
    assert [point.expected for point in points] == [Decimal(f"{days}.00") for days in (31, 59, 75, 120, 151)]


def test_invoices_change_nothing_for_a_lot_that_goes_by_time() -> None:
    going = facts(invoiced=Invoiced(Decimal("300.00"), Decimal("1000.00")))
    points = by_month(burn_up(going, material(invoiced={"2026-01": "100.00"}), ON))
    assert (points["2026-01"].expected, points["2026-05"].expected) == (Decimal("31.00"), Decimal("151.00"))


def test_the_contracts_known_lead_month_by_month_to_the_projection_of_the_lot() -> None:
    staffing = (Staffing(Period(date(2026, 1, 1), LAST), Decimal("7.00"), 1),)
    points = burn_up(facts(staffing=staffing, hours_declared=Decimal("4.50")), material(), ON)
    # An hour a day after 16 March: 45 days to the end of April, 76 to the end of the lot.
    assert [point.projected for point in points] == [
        None, None, Decimal("70.00"), Decimal("119.50"), Decimal("150.50"),
    ]  # fmt: skip


def test_nothing_is_projected_where_nothing_is_owed() -> None:
    points = burn_up(facts(owed=None), material(versions=()), ON)
    assert [point.projected for point in points] == [None] * 5


@pytest.mark.parametrize(("on", "projected"), [(date(2025, 12, 15), "70.00"), (date(2025, 12, 31), "70.00")])
def test_before_the_execution_the_course_starts_from_what_is_credited(on: date, projected: str) -> None:
    points = burn_up(facts(), material({"2025-12": "70.00"}), on)
    assert (points[0].on, points[0].projected) == (on, Decimal(projected))
    assert points[1].projected == Decimal("70.00")
    assert points[1].credited is None


def test_nothing_comes_after_the_execution_nor_before_it_from_contracts_that_go_on() -> None:
    staffing = (Staffing(Period(date(2025, 11, 1), date(2026, 12, 31)), Decimal("7.00"), 1),)
    until_mid_may = burn_up(facts(staffing=staffing, last_day=date(2026, 5, 15)), material(), ON)
    # An hour a day from 17 March to 15 May.
    assert (until_mid_may[-1].on, until_mid_may[-1].projected) == (LAST, Decimal("130.00"))
    before = by_month(burn_up(facts(staffing=staffing), material({"2025-11": "70.00"}), date(2025, 11, 30)))
    assert (before["2025-12"].projected, before["2026-01"].projected) == (Decimal("70.00"), Decimal("101.00"))
    later = by_month(burn_up(facts(staffing=staffing, first_day=date(2026, 4, 30)), material({"2026-03": "70.00"}), ON))
    assert later["2026-04"].projected == Decimal("71.00"), "one day has gone on the first day"
