"""The course of a lot month by month: its last points are the figures that the lot itself shows."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.errors import NotFound
from clause.services import compliance
from tests.builders.compliance import owing, with_rules
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.obligations import bill
from tests.builders.people import a_hire
from tests.builders.territory import NOW, Territory

TODAY = NOW.date()


async def test_the_course_agrees_with_how_the_lot_stands(territory: Territory, transaction: None) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await owing(territory, lot, "600.00")
    await owing(territory, lot, "1000.00", date(2026, 4, 1))
    await a_validated_statement(who, await a_hire(who, territory, lot))
    points = await compliance.load_burn_up(who.context, lot.id)
    stands = await compliance.assess_one_lot(who.context, lot.id)
    assert stands.figures is not None
    assert stands.forecast is not None
    today = next(point for point in points if point.on == TODAY)
    assert (today.credited, today.expected) == (stands.figures.credited, stands.figures.expected.value)
    assert points[-1].projected == stands.forecast.projected.value
    assert points[-1].credited is None
    by_month = {str(point.month): point for point in points}
    assert (by_month["2026-02"].credited, by_month["2026-03"].credited) == (Decimal("0.00"), Decimal("100.00"))
    assert (by_month["2026-03"].owed, by_month["2026-04"].owed) == (Decimal("600.00"), Decimal("1000.00"))
    assert by_month["2026-03"].projected is None


async def test_a_lot_that_follows_its_invoices_expects_what_was_invoiced(
    territory: Territory, transaction: None
) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    await owing(territory, lot, "1000.00")
    await with_rules(territory, lot, compliance_by_invoices=True)
    await bill(who, lot, "F-1", date(2026, 3, 31), "250000.00")
    by_month = {str(point.month): point for point in await compliance.load_burn_up(who.context, lot.id)}
    assert [by_month[month].expected for month in ("2026-02", "2026-03", "2026-08")] == [
        Decimal("0.00"),
        Decimal("250.00"),
        None,
    ]


async def test_a_lot_without_its_days_has_no_course_and_a_stranger_no_lot(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory, first_day=None, last_day=None)
    assert await compliance.load_burn_up(territory.facilitator.context, lot.id) == ()
    assert await compliance.load_burn_up(territory.buyer_agent.context, lot.id) == ()
    with pytest.raises(NotFound):
        await compliance.load_burn_up(territory.other_facilitator.context, lot.id)
