"""Consortiums on the database: roles, splits, transfers, and who owes what to whom at any moment."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.accounts import Organisation
from clause.domain.contracts import HolderRole, Lot, LotChange
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion
from clause.domain.holder_positions import HolderPositions, HolderStanding, MemberPosition
from clause.domain.holders import HolderChange
from clause.services import compliance, contracts, holders
from tests.builders.contracts import a_lot
from tests.builders.holders import (
    a_company,
    a_consortium_lot,
    a_split,
    a_subcontractor,
    a_transfer,
    an_obligation,
)
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory

JUNE = date(2026, 6, 1)

pytestmark = pytest.mark.usefixtures("transaction")


async def hours_done(
    territory: Territory,
    lot: Lot,
    company: Organisation,
    hours: str,
    *,
    mode: str = "DIRECT_HIRE",
    month: str = "2026-03",
) -> None:
    """A new person hired by a company for a lot, with validated hours."""
    hire = await a_hire(territory.facilitator, territory, lot, company=company, mode=mode)
    await a_validated_statement(territory.facilitator, hire, hours_declared=hours, month=month)


def member(found: HolderPositions, company: Organisation) -> MemberPosition:
    return next(one for one in found.members if one.holder.company.id == company.id)


def owed(found: HolderPositions, company: Organisation) -> str | None:
    figure = member(found, company).hours_owed
    return str(figure.value) if figure else None


async def positions(territory: Territory, lot: Lot, on: date | None = None) -> HolderPositions:
    return await holders.load_positions(territory.facilitator.context, lot.id, on)


async def test_who_owes_what_to_whom_in_a_group(territory: Territory) -> None:
    lead, second = territory.company, await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {lead.id: "0.6", second.id: "0.4"})
    await hours_done(territory, lot, lead, "60.00")
    await hours_done(territory, lot, second, "100.00")
    await hours_done(territory, lot, second, "40.00", month="2026-04")
    found = await positions(territory, lot)
    assert (found.hours_owed, found.hours_credited) == (Decimal("1000.00"), Decimal("200.00"))
    assert [owed(found, one) for one in (lead, second)] == ["600.00", "400.00"]
    assert [str(one.gap.value) for one in found.members if one.gap] == ["540.00", "260.00"]
    assert [one.standing for one in found.members] == [HolderStanding.BEHIND, HolderStanding.AHEAD]
    assert [str(one.balance.value) for one in found.members if one.balance] == ["-60.00", "60.00"]
    [line] = found.settlements
    assert (line.debtor, line.creditor, line.hours) == (lead.id, second.id, Decimal("60.00"))
    assert found.findings == ()


async def test_each_member_of_a_several_group_may_be_asked_for_the_groups_gap(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second, kind=ConsortiumKind.SOLIDAIRE)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    await hours_done(territory, lot, second, "100.00")
    found = await positions(territory, lot)
    assert [str(one.answerable.value) for one in found.members if one.answerable] == ["900.00", "900.00"]
    lot = await contracts.load_lot(territory.facilitator.context, lot.id)
    change = LotChange(consortium_kind=ConsortiumKind.CONJOINT)
    await contracts.change_lot(territory.facilitator.context, lot.id, change, lot.version)
    found = await positions(territory, lot)
    assert [str(one.answerable.value) for one in found.members if one.answerable] == ["600.00", "300.00"]


async def test_hours_of_subcontractors_and_of_supplied_people_count_for_the_holder(territory: Territory) -> None:
    lead, second, worker, agency = territory.company, await a_company(), await a_company(), await a_company("Intérim")
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {lead.id: "0.6", second.id: "0.4"})
    await a_subcontractor(territory.facilitator, lot, worker, second.id)
    await hours_done(territory, lot, second, "10.00")
    await hours_done(territory, lot, worker, "20.50")
    await hours_done(territory, lot, agency, "30.00", mode="STAFF_SUPPLY")
    found = await positions(territory, lot)
    credits = member(found, second).credits
    assert (credits.own, credits.subcontractors, credits.supplied) == (
        Decimal("10.00"), Decimal("20.50"), Decimal("0.00"),
    )  # fmt: skip
    assert member(found, lead).credits.supplied == Decimal("30.00")
    whole = await compliance.assess_one_lot(territory.facilitator.context, lot.id)
    assert found.hours_credited == whole.hours.hours_credited == Decimal("60.50")


async def test_positions_on_a_day_count_what_was_worked_and_agreed_by_then(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    await a_split(
        territory.facilitator, lot, {territory.company.id: "0.5", second.id: "0.5"}, effective_on=date(2026, 5, 1)
    )
    await an_obligation(territory.facilitator, lot, "1200.00", effective_on=JUNE)
    await a_transfer(territory.facilitator, lot, second.id, territory.company.id, "50.00", effective_on=JUNE)
    await hours_done(territory, lot, second, "100.00", month="2026-04")
    for day, parts, credited in (
        (date(2026, 3, 31), ["600.00", "400.00"], "0.00"),
        (date(2026, 4, 30), ["600.00", "400.00"], "100.00"),
        (date(2026, 5, 1), ["500.00", "500.00"], "100.00"),
        (date(2026, 5, 31), ["500.00", "500.00"], "100.00"),
        (JUNE, ["650.00", "550.00"], "100.00"),
    ):
        found = await positions(territory, lot, day)
        assert [owed(found, one) for one in (territory.company, second)] == parts
        assert str(member(found, second).credits.total) == credited
        assert sum(one.hours_owed.value for one in found.members if one.hours_owed) == found.hours_owed


@pytest.mark.parametrize(("hours", "refused"), [("399.99", False), ("400.00", False), ("400.01", True)])
async def test_a_transfer_never_exceeds_what_the_giver_owes(territory: Territory, hours: str, refused: bool) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    if not refused:
        await a_transfer(territory.facilitator, lot, second.id, territory.company.id, hours)
        return
    with pytest.raises(Refused) as refusal:
        await a_transfer(territory.facilitator, lot, second.id, territory.company.id, hours)
    assert (refusal.value.code, refusal.value.values["owed"]) == ("HLD-026", "400.00")
    assert await holders.list_transfers(territory.facilitator.context, lot.id, after=None, limit=10) == []


async def test_a_transfer_may_not_take_what_the_giver_has_only_until_later(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    await a_transfer(territory.facilitator, lot, second.id, territory.company.id, "300.00", effective_on=JUNE)
    with pytest.raises(Refused) as refusal:
        await a_transfer(territory.facilitator, lot, second.id, territory.company.id, "101.00")
    assert (refusal.value.code, refusal.value.values["on"]) == ("HLD-026", "2026-06-01")


async def test_nothing_is_transferred_before_anything_is_owed(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second, hours_owed=None)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    with pytest.raises(Refused) as refusal:
        await a_transfer(territory.facilitator, lot, second.id, territory.company.id, "0.01")
    assert (refusal.value.code, refusal.value.values["owed"]) == ("HLD-026", "0.00")


async def test_a_new_split_does_not_leave_a_member_that_passed_on_more_than_it_owes(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    await a_transfer(territory.facilitator, lot, second.id, territory.company.id, "150.00")
    await a_split(territory.facilitator, lot, {territory.company.id: "0.85", second.id: "0.15"}, effective_on=JUNE)
    with pytest.raises(Refused) as refusal:
        await a_split(territory.facilitator, lot, {territory.company.id: "0.86", second.id: "0.14"}, effective_on=JUNE)
    assert refusal.value.code == "HLD-008"


async def test_a_lower_obligation_shows_who_passed_on_too_much(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    await a_transfer(territory.facilitator, lot, second.id, territory.company.id, "300.00")
    await an_obligation(territory.facilitator, lot, "500.00", effective_on=JUNE)
    found = await positions(territory, lot)
    assert [owed(found, one) for one in (territory.company, second)] == ["600.00", "-100.00"]
    assert [(one.code, one.field) for one in found.findings] == [("HLD-074", "members[1].hours_owed")]


async def test_a_member_that_leaves_hands_its_share_over_and_keeps_its_hours(territory: Territory) -> None:
    lead, second = territory.company, await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    context = territory.facilitator.context
    await a_split(territory.facilitator, lot, {lead.id: "0.6", second.id: "0.4"})
    await hours_done(territory, lot, second, "120.50")
    leaves = HolderChange(left_on=date(2026, 5, 31), reason="Retrait, avenant n° 2")
    lot = await contracts.load_lot(context, lot.id)
    with pytest.raises(Refused) as refusal:
        await holders.change_holder(context, lot.id, second.id, leaves, lot.version)
    assert refusal.value.code == "HLD-005"
    await a_split(territory.facilitator, lot, {lead.id: "1"}, effective_on=JUNE)
    after = await holders.change_holder(context, lot.id, second.id, leaves, lot.version)
    assert [one.left_on for one in after.holders] == [None, date(2026, 5, 31)]
    assert after == await contracts.load_lot(context, lot.id)
    found = await positions(territory, lot)
    assert [owed(found, one) for one in (lead, second)] == ["1000.00", "0.00"]
    assert member(found, second).credits.own == Decimal("120.50")
    assert member(found, second).answerable is None
    [line] = found.settlements
    assert (line.debtor, line.creditor, line.hours) == (lead.id, second.id, Decimal("120.50"))
    before = await positions(territory, lot, date(2026, 5, 31))
    assert [owed(before, one) for one in (lead, second)] == ["600.00", "400.00"]


async def test_a_share_is_not_given_to_a_company_for_days_after_it_leaves(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    leaves = HolderChange(left_on=date(2026, 5, 31), reason="Retrait")
    lot = await contracts.load_lot(territory.facilitator.context, lot.id)
    await holders.change_holder(territory.facilitator.context, lot.id, second.id, leaves, lot.version)
    with pytest.raises(Refused) as refusal:
        await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    assert refusal.value.code == "HLD-005"


async def test_a_sole_holder_becomes_the_lead_of_a_group_and_back(territory: Territory) -> None:
    context = territory.facilitator.context
    lot = await a_lot(territory.facilitator, territory)
    lead = HolderChange(role=HolderRole.LEAD_HOLDER)
    lot = await holders.change_holder(context, lot.id, territory.company.id, lead, lot.version)
    assert lot.consortium_kind is ConsortiumKind.UNKNOWN
    second = await a_company()
    lot = await contracts.add_holder(context, lot.id, second.id, HolderRole.CO_HOLDER)
    gone = HolderChange(left_on=date(2026, 2, 1), reason="Défaillance")
    lot = await holders.change_holder(context, lot.id, second.id, gone, lot.version)
    alone = HolderChange(role=HolderRole.HOLDER)
    lot = await holders.change_holder(context, lot.id, territory.company.id, alone, lot.version)
    assert lot.consortium_kind is ConsortiumKind.NONE
    with pytest.raises(Refused) as refusal:
        await holders.change_holder(context, lot.id, second.id, HolderChange(left_on=None), lot.version)
    assert refusal.value.code == "CTR-012"


async def test_a_change_of_a_holder_needs_the_version_read_and_a_company_of_the_lot(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    context, lead = territory.facilitator.context, HolderChange(role=HolderRole.LEAD_HOLDER)
    with pytest.raises(StaleVersion):
        await holders.change_holder(context, lot.id, territory.company.id, lead, lot.version + 1)
    with pytest.raises(NotFound) as absent:
        await holders.change_holder(context, lot.id, territory.other_company.id, lead, lot.version)
    assert absent.value.code == "HLD-003"
    with pytest.raises(NotFound) as foreign:
        await holders.change_holder(
            territory.other_facilitator.context, lot.id, territory.company.id, lead, lot.version
        )
    assert foreign.value.code == "HLD-001"


async def test_a_second_split_says_why(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    shares: dict[UUID, str] = {territory.company.id: "0.6", second.id: "0.4"}
    first = await a_split(territory.facilitator, lot, shares)
    with pytest.raises(Refused) as refusal:
        await a_split(territory.facilitator, lot, shares, reason=" ")
    assert refusal.value.code == "HLD-007"
    again = await a_split(territory.facilitator, lot, shares, reason="Avenant n° 1")
    kept = await holders.list_splits(territory.facilitator.context, lot.id, after=0, limit=10)
    assert [one.version_no for one in kept] == [1, 2]
    assert kept == [first, again]


async def test_what_is_not_agreed_yet_is_said_and_not_guessed(territory: Territory) -> None:
    second, agency = await a_company(), await a_company()
    lot = await a_lot(territory.facilitator, territory, role=HolderRole.CO_HOLDER)
    lot = await contracts.add_holder(territory.facilitator.context, lot.id, second.id, HolderRole.CO_HOLDER)
    await hours_done(territory, lot, agency, "30.00", mode="STAFF_SUPPLY")
    found = await positions(territory, lot)
    assert [one.code for one in found.findings] == ["HLD-070", "HLD-072", "HLD-073"]
    assert (found.hours_unattributed, found.hours_credited) == (Decimal("30.00"), Decimal("30.00"))
    await an_obligation(territory.facilitator, lot, "100.00")
    found = await positions(territory, lot)
    assert [one.code for one in found.findings] == ["HLD-071", "HLD-072", "HLD-073"]
    assert found.gap is not None
    assert found.gap.value == Decimal("70.00")
    assert {(one.hours_owed, one.gap, one.balance, one.answerable) for one in found.members} == {(None,) * 4}


async def test_agreements_are_read_by_facilitator_and_buyer_and_positions_by_the_facilitator(
    territory: Territory,
) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    await a_transfer(territory.facilitator, lot, second.id, territory.company.id, "10.00")
    buyer = territory.buyer_agent.context
    assert len(await holders.list_splits(buyer, lot.id, after=0, limit=10)) == 1
    assert len(await holders.list_transfers(buyer, lot.id, after=None, limit=10)) == 1
    with pytest.raises(Forbidden):
        await holders.load_positions(buyer, lot.id)
    with pytest.raises(Forbidden):
        await holders.list_splits(territory.company_agent.context, lot.id, after=0, limit=10)
    with pytest.raises(NotFound):
        await holders.load_positions(territory.other_facilitator.context, lot.id)
