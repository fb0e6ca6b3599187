"""Lots in a list: what they owe and were credited on a day, who sees it, and what it costs to read."""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.contracts import HolderRole, Lot, LotChange, LotFilters, LotRow
from clause.domain.errors import Refused
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.compliance import ComplianceStatus
from clause.rules.obligation import ObligationMethod
from clause.services import contracts, obligations
from tests.builders.contracts import a_lot
from tests.builders.counting import counting
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def _owe(territory: Territory, lot: Lot, hours: str, effective_on: date = date(2026, 1, 1)) -> None:
    terms = ObligationTerms(
        method=ObligationMethod.FIXED, inputs=ObligationInputs(hours_owed=Decimal(hours)), effective_on=effective_on
    )
    await obligations.set_obligation(territory.facilitator.context, lot.id, terms, "décision")


async def _a_lot_at_work(territory: Territory, **options: Any) -> Lot:
    """800 hours owed since January, 1 000 from May on; 100 hours of March credited, worked by another company."""
    lot = await a_lot(territory.facilitator, territory, **options)
    await _owe(territory, lot, "800.00")
    await _owe(territory, lot, "1000.00", date(2026, 5, 1))
    hire = await a_hire(territory.facilitator, territory, lot, company=territory.other_company, mode="STAFF_SUPPLY")
    await a_validated_statement(territory.facilitator, hire)
    return lot


async def _row(caller: Caller, on: date | None = None) -> LotRow:
    (row,) = await contracts.list_lots(caller.context, LotFilters(), on=on, limit=10)
    return row


@pytest.mark.parametrize(
    ("on", "owed", "credited", "ratio"),
    [
        (date(2025, 12, 31), None, "0.00", None),
        (date(2026, 1, 1), "800.00", "0.00", "0.0000"),
        (date(2026, 3, 30), "800.00", "0.00", "0.0000"),
        (date(2026, 3, 31), "800.00", "100.00", "0.1250"),
        (date(2026, 4, 30), "800.00", "100.00", "0.1250"),
        (date(2026, 5, 1), "1000.00", "100.00", "0.1000"),
    ],
)
async def test_progress_is_that_of_the_day_asked(
    territory: Territory, on: date, owed: str | None, credited: str, ratio: str | None
) -> None:
    await _a_lot_at_work(territory)
    row = await _row(territory.facilitator, on)
    assert (row.hours_owed, row.hours_credited) == (owed and Decimal(owed), Decimal(credited))
    assert (row.ratio and str(row.ratio.value)) == ratio
    if row.ratio:
        assert row.ratio.trace.inputs == {"owed": owed, "credited": credited}


async def test_holder_buyer_and_facilitator_read_the_same_progress(territory: Territory) -> None:
    await _a_lot_at_work(territory, role=HolderRole.LEAD_HOLDER)
    rows = [await _row(caller) for caller in (territory.facilitator, territory.buyer_agent, territory.company_agent)]
    assert {(row.hours_owed, row.hours_credited, row.status) for row in rows} == {
        (Decimal("1000.00"), Decimal("100.00"), ComplianceStatus.BEHIND)
    }


async def test_a_company_that_only_lends_people_has_no_lot_in_its_list(territory: Territory) -> None:
    await _a_lot_at_work(territory)
    lender, holder = territory.other_company_agent.context, territory.company_agent.context
    assert await contracts.list_lots(lender, LotFilters(), limit=10) == []
    mine = LotFilters(company_id=territory.company.id)
    assert len(await contracts.list_lots(holder, mine, limit=10)) == 1
    assert await contracts.list_lots(lender, mine, limit=10) == []


async def test_a_lot_without_a_window_has_a_ratio_but_no_status(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory, first_day=None, last_day=None)
    await _owe(territory, lot, "10.00")
    row = await _row(territory.facilitator)
    assert (row.ratio and row.ratio.value, row.status) == (Decimal("0.0000"), None)


@pytest.mark.parametrize(
    ("last_day", "refused"), [(date(2026, 3, 30), True), (date(2026, 3, 31), False), (date(2026, 4, 1), False)]
)
async def test_a_window_cannot_leave_out_hours_that_are_credited(
    territory: Territory, last_day: date, refused: bool
) -> None:
    lot = await _a_lot_at_work(territory)
    change = LotChange(last_day=last_day)
    if not refused:
        after = await contracts.change_lot(territory.facilitator.context, lot.id, change, lot.version)
        assert after.last_day == last_day
        return
    with pytest.raises(Refused) as refusal:
        await contracts.change_lot(territory.facilitator.context, lot.id, change, lot.version)
    assert (refusal.value.code, refusal.value.values) == ("CTR-009", {"worked_on": "2026-03-31"})


async def _statements_of(call: Callable[[], Awaitable[object]]) -> int:
    with counting() as sent:
        await call()
    return len(sent)


async def test_a_page_of_many_lots_costs_as_many_statements_as_a_page_of_one(territory: Territory) -> None:
    def page() -> Awaitable[object]:
        return contracts.list_lots(territory.facilitator.context, LotFilters(), limit=50)

    await _a_lot_at_work(territory)
    one = await _statements_of(page)
    for _ in range(3):
        await _owe(territory, await a_lot(territory.facilitator, territory), "10.00")
    assert await _statements_of(page) == one
