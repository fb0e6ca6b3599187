"""Compliance from what is stored: the same figures for each reader, on any day, at a fixed cost."""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from clause.domain.compliance import LotCompliance
from clause.domain.contracts import Lot
from clause.domain.errors import Forbidden, NotFound, Refused
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.compliance import ComplianceStatus
from clause.rules.counting import NotCredited
from clause.rules.obligation import ObligationMethod
from clause.services import compliance, obligations
from tests.builders.contracts import a_contract, a_lot
from tests.builders.counting import counting
from tests.builders.hours import a_line, a_submitted_statement, a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory

JUNE_30 = date(2026, 6, 30)


async def owing(territory: Territory, lot: Lot, hours_owed: str, effective_on: date = date(2026, 1, 1)) -> None:
    inputs = ObligationInputs(hours_owed=Decimal(hours_owed))
    terms = ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=effective_on)
    await obligations.set_obligation(territory.facilitator.context, lot.id, terms, "CCAP")


async def a_worked_lot(territory: Territory, hours_owed: str = "1000.00", **more: Any) -> Lot:
    """A lot that owes hours, with one hire and 100 hours validated for March."""
    lot = await a_lot(territory.facilitator, territory, **more)
    await owing(territory, lot, hours_owed)
    hire = await a_hire(territory.facilitator, territory, lot)
    await a_validated_statement(territory.facilitator, hire)
    return lot


async def standing(territory: Territory, lot_id: UUID, on: date | None = None) -> LotCompliance:
    return await compliance.assess_one_lot(territory.facilitator.context, lot_id, on)


async def test_a_lot_stands_where_its_ledger_says(territory: Territory, transaction: None) -> None:
    lot = await a_worked_lot(territory)
    stands = await standing(territory, lot.id, JUNE_30)
    assert stands.figures is not None
    assert (stands.hours.hours_owed, stands.hours.hours_credited) == (Decimal("1000.00"), Decimal("100.00"))
    assert stands.figures.gap.value == Decimal("900.00")
    assert stands.figures.ratio is not None
    assert stands.figures.ratio.value == Decimal("0.1000")
    assert stands.figures.status is ComplianceStatus.BEHIND
    assert stands.hours.owed_trace is not None
    assert stands.hours.obligation_version == 1


@pytest.mark.parametrize(
    ("on", "credited"),
    [(date(2026, 3, 30), "0.00"), (date(2026, 3, 31), "100.00"), (date(2026, 4, 1), "100.00")],
)
async def test_hours_count_from_the_last_day_worked(
    territory: Territory, transaction: None, on: date, credited: str
) -> None:
    lot = await a_worked_lot(territory)
    stands = await standing(territory, lot.id, on)
    assert stands.hours.hours_credited == stands.hours.hours_validated == Decimal(credited)


@pytest.mark.parametrize(
    ("on", "owed", "version"),
    [(date(2026, 4, 30), "1000.00", 1), (date(2026, 5, 1), "1200.00", 2), (date(2026, 5, 2), "1200.00", 2)],
)
async def test_what_is_owed_follows_the_version_in_effect(
    territory: Territory, transaction: None, on: date, owed: str, version: int
) -> None:
    lot = await a_worked_lot(territory)
    await owing(territory, lot, "1200.00", date(2026, 5, 1))
    hours = (await standing(territory, lot.id, on)).hours
    assert (hours.hours_owed, hours.obligation_version) == (Decimal(owed), version)


async def test_the_day_is_today_when_none_is_given(territory: Territory, transaction: None) -> None:
    lot = await a_worked_lot(territory)
    assert (await standing(territory, lot.id)).on == territory.facilitator.context.today


async def test_declared_validated_and_not_credited_are_told_apart(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, last_day=date(2026, 3, 20))
    await owing(territory, lot, "500.00")
    hire = await a_hire(territory.facilitator, territory, lot)
    inside = a_line(hire, "80.00", first_day=date(2026, 3, 1), last_day=date(2026, 3, 20))
    outside = a_line(hire, "35.00", first_day=date(2026, 3, 21), last_day=date(2026, 3, 31))
    await a_validated_statement(territory.facilitator, hire, inside, outside)
    await a_submitted_statement(territory.company_agent, hire, month="2026-04", hours_declared="12.50")
    hours = (await standing(territory, lot.id)).hours
    assert hours.hours_declared == Decimal("12.50")
    assert hours.hours_validated == Decimal("115.00")
    assert hours.hours_credited == Decimal("80.00")
    assert hours.hours_not_credited == {NotCredited.OUTSIDE_EXECUTION_WINDOW: Decimal("35.00")}
    assert (await standing(territory, lot.id, date(2026, 4, 29))).hours.hours_declared == Decimal("0.00")


async def test_each_reader_gets_the_same_figures_and_a_buyer_no_reasons(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await owing(territory, lot, "1000.00")
    lent = await a_hire(territory.facilitator, territory, lot, company=territory.other_company, mode="STAFF_SUPPLY")
    await a_validated_statement(territory.facilitator, lent)
    await a_submitted_statement(territory.other_company_agent, lent, month="2026-04", hours_declared="10.00")
    seen = {
        name: await compliance.assess_one_lot(caller.context, lot.id)
        for name, caller in territory.callers().items()
        if name in ("facilitator", "manager", "facilitator_client", "buyer_agent", "company_agent", "company_client")
    }
    for stands in seen.values():
        assert stands.figures == seen["facilitator"].figures
        assert stands.hours.hours_credited == stands.hours.hours_validated == Decimal("100.00")
        assert stands.hours.hours_declared == Decimal("10.00")
    assert {name for name, stands in seen.items() if stands.hours.hours_not_credited is None} == {"buyer_agent"}


async def test_nobody_else_sees_how_a_lot_stands(territory: Territory, transaction: None) -> None:
    lot = await a_worked_lot(territory)
    lent = await a_hire(territory.facilitator, territory, lot, company=territory.other_company, mode="STAFF_SUPPLY")
    assert lent.lot_id == lot.id
    for stranger in (territory.other_facilitator, territory.other_buyer_agent, territory.other_company_agent):
        with pytest.raises(NotFound) as refused:
            await compliance.assess_one_lot(stranger.context, lot.id)
        assert refused.value.code == "CPL-001"
        with pytest.raises(NotFound) as refused:
            await compliance.assess_one_contract(stranger.context, lot.contract_id)
        assert refused.value.code == "CPL-002"
        assert await compliance.list_compliance(stranger.context) == []
    with pytest.raises(Forbidden):
        await compliance.assess_one_lot(territory.oi_officer.context, lot.id)


async def test_an_unknown_lot_and_an_unknown_contract_are_not_found(territory: Territory, transaction: None) -> None:
    with pytest.raises(NotFound):
        await standing(territory, uuid4())
    with pytest.raises(NotFound):
        await compliance.assess_one_contract(territory.facilitator.context, uuid4())


async def test_a_day_before_any_known_rule_is_refused(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await owing(territory, lot, "10.00", date(1990, 1, 1))
    with pytest.raises(Refused) as refused:
        await standing(territory, lot.id, date(1999, 12, 31))
    assert refused.value.code == "CPL-003"


async def test_a_contract_sums_its_followed_lots_and_shows_each(territory: Territory, transaction: None) -> None:
    contract = await a_contract(territory.facilitator, territory)
    first = await a_worked_lot(territory, contract=contract, label="Lot 1")
    second = await a_lot(
        territory.facilitator, territory, contract=contract, label="Lot 2", company=territory.other_company
    )
    await owing(territory, second, "500.00")
    await a_lot(territory.facilitator, territory, contract=contract, label="Lot 3", set_aside=True)
    bare = await a_lot(territory.facilitator, territory, contract=contract, label="Lot 4", held=False)
    whole = await compliance.assess_one_contract(territory.facilitator.context, contract.id, JUNE_30)
    assert [lot.hours.lot_id for lot in whole.lots] == [first.id, second.id, bare.id]
    assert whole.total is not None
    assert (whole.total.hours_owed, whole.total.hours_credited) == (Decimal("1500.00"), Decimal("100.00"))
    assert [(finding.code, finding.values["lot"]) for finding in whole.findings] == [("CPL-012", "Lot 4")]
    mine = await compliance.assess_one_contract(territory.company_agent.context, contract.id, JUNE_30)
    assert [lot.hours.lot_id for lot in mine.lots] == [first.id]


async def test_the_list_is_filtered_and_goes_page_by_page(territory: Territory, transaction: None) -> None:
    first, second = await a_worked_lot(territory), await a_lot(territory.facilitator, territory)
    other = await a_lot(territory.facilitator, territory, buyer=territory.other_buyer, company=territory.other_company)
    await a_lot(territory.facilitator, territory, set_aside=True)
    facilitator = territory.facilitator.context

    async def ids(**filters: Any) -> list[UUID]:
        return [stands.hours.lot_id for stands in await compliance.list_compliance(facilitator, **filters)]

    assert await ids() == [first.id, second.id, other.id]
    assert await ids(buyer_id=territory.other_buyer.id) == [other.id]
    assert await ids(company_id=territory.company.id) == [first.id, second.id]
    assert await ids(contract_id=second.contract_id) == [second.id]
    assert await ids(limit=2) == [first.id, second.id]
    assert await ids(after=second.id) == [other.id]
    seen = await compliance.list_compliance(territory.company_agent.context)
    assert [stands.hours.lot_id for stands in seen] == [first.id, second.id]
    company = territory.company_agent.context
    assert await compliance.list_compliance(company, company_id=territory.other_company.id) == []


async def statements_of(call: Callable[[], Awaitable[object]]) -> int:
    """How many statements a call sends to the database."""
    with counting() as sent:
        await call()
    return len(sent)


async def test_a_reading_costs_the_same_whatever_the_number_of_entries(territory: Territory, transaction: None) -> None:
    facilitator = territory.facilitator.context
    contract = await a_contract(territory.facilitator, territory)
    lot = await a_worked_lot(territory, contract=contract)
    readings: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: compliance.assess_one_lot(facilitator, lot.id),
        lambda: compliance.assess_one_contract(facilitator, contract.id),
        lambda: compliance.list_compliance(facilitator),
    )
    before = [await statements_of(reading) for reading in readings]
    for month in ("2026-01", "2026-02", "2026-04", "2026-05"):
        hire = await a_hire(territory.facilitator, territory, lot)
        await a_validated_statement(territory.facilitator, hire, month=month)
    await a_worked_lot(territory, contract=contract)
    after = [await statements_of(reading) for reading in readings]
    assert after == before
    assert max(after) <= 12  # sums, rules, people under contract, notices and absences: one each
