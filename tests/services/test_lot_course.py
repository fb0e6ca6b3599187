"""What the pace and the end of a lot follow: suspensions, invoices, people under contract, priority districts."""

from datetime import date
from decimal import Decimal
from typing import Any

from clause.domain.compliance import LotCompliance
from clause.domain.contracts import Lot, LotFilters
from clause.rules.compliance import ComplianceStatus
from clause.services import compliance, contracts
from tests.builders.compliance import owing, with_rules
from tests.builders.contracts import a_lot
from tests.builders.hours import a_submitted_statement, a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Caller, Territory

HUNDRED_DAYS: dict[str, Any] = {"first_day": date(2026, 1, 1), "last_day": date(2026, 4, 10)}
MID = date(2026, 2, 19)


async def standing(caller: Caller, lot: Lot, on: date | None = None) -> LotCompliance:
    return await compliance.assess_one_lot(caller.context, lot.id, on)


async def test_people_under_contract_bring_hours_until_the_first_of_their_ends(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory, last_day=date(2026, 6, 30))
    await owing(territory, lot, "500.00")
    first = await a_hire(territory.facilitator, territory, lot, planned_last_day=date(2026, 6, 29))
    await a_hire(territory.facilitator, territory, lot, weekly_hours="7.00")
    await a_validated_statement(territory.facilitator, first, month="2026-03", hours_declared="100.00")
    await a_submitted_statement(territory.company_agent, first, month="2026-05", hours_declared="40.00")
    for caller in (territory.facilitator, territory.buyer_agent, territory.company_agent):
        stands = await standing(caller, lot)
        assert stands.forecast is not None
        # After 15 June: 14 days at 35 h a week, 15 days at 7 h.
        assert stands.forecast.forecast.value == Decimal("85.00")
        assert stands.forecast.projected.value == Decimal("225.00")
        assert stands.forecast.projected_gap.value == Decimal("275.00")
        assert stands.forecast.forecast.trace.inputs["people"] == "2"


async def test_after_the_last_day_nothing_is_to_come(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, last_day=date(2026, 6, 15))
    await owing(territory, lot, "500.00")
    await a_hire(territory.facilitator, territory, lot)
    found = []
    for on in (date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 16), date.max):
        stands = await standing(territory.facilitator, lot, on)
        assert stands.forecast is not None
        found.append(stands.forecast.forecast.value)
    assert found == [Decimal("5.00"), Decimal("0.00"), Decimal("0.00"), Decimal("0.00")]


async def test_a_lot_whose_documents_say_so_follows_what_is_invoiced(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, amount="1000000.00", **HUNDRED_DAYS)
    await owing(territory, lot, "1000.00")
    by_time = await standing(territory.facilitator, lot, MID)
    assert by_time.figures is not None
    assert by_time.figures.expected.value == Decimal("500.00")
    await with_rules(territory, lot, compliance_by_invoices=True)
    by_money = await standing(territory.facilitator, lot, MID)
    assert by_money.figures is not None
    assert by_money.figures.expected.value == Decimal("0.00")
    assert by_money.figures.expected.trace.formula_id == "CMP-EXPECTED-INVOICED"
    assert by_money.figures.expected.trace.inputs["to_be_invoiced"] == "1000000.00"


async def test_the_share_of_priority_districts_is_told_where_the_lot_gives_them_priority(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await owing(territory, lot, "500.00")
    hire = await a_hire(territory.facilitator, territory, lot)
    await a_validated_statement(territory.facilitator, hire, hours_declared="100.00")
    assert (await standing(territory.facilitator, lot)).qpv_share is None
    await with_rules(territory, lot, qpv_priority=True)
    told = await standing(territory.facilitator, lot)
    assert told.qpv_share is not None
    assert told.qpv_share.value == Decimal("0.0000")
    for caller in (territory.buyer_agent, territory.company_agent):
        hidden = await standing(caller, lot)
        assert hidden.qpv_share is None
        assert [finding.code for finding in hidden.findings] == ["CPL-016"]


async def test_the_list_of_lots_reads_the_status_as_compliance_does(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory, **HUNDRED_DAYS)
    await owing(territory, lot, "1000.00")
    await with_rules(territory, lot, compliance_starting_share="0.90")
    [row] = await contracts.list_lots(territory.facilitator.context, LotFilters(), on=MID, limit=5)
    stands = await standing(territory.facilitator, lot, MID)
    assert stands.figures is not None
    assert row.status is stands.figures.status is ComplianceStatus.STARTING
