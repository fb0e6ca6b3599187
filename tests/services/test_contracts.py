"""Contracts, lots, holders and modifications: rules, progress, journal."""

from datetime import date
from decimal import Decimal

import pytest

from clause.db import sql
from clause.domain.contracts import (
    FollowUpState,
    HolderRole,
    LotChange,
    LotFilters,
    NewContract,
    NewLot,
    NewModification,
)
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import Forbidden, Refused, WrongState
from clause.services import contracts
from tests.builders.contracts import a_contract, a_lot
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def test_a_company_cannot_be_the_buyer(territory: Territory) -> None:
    new = NewContract(buyer_id=territory.company.id, reference="R1", object="Objet")
    with pytest.raises(Refused) as refusal:
        await contracts.add_contract(territory.facilitator.context, new)
    assert refusal.value.code == "CTR-003"


async def test_a_buyer_cannot_hold_a_lot(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory, held=False)
    with pytest.raises(Refused) as refusal:
        await contracts.add_holder(territory.facilitator.context, lot.id, territory.buyer.id, HolderRole.HOLDER)
    assert refusal.value.code == "CTR-004"


async def test_a_company_that_holds_a_lot_changes_nothing(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    with pytest.raises(Forbidden):
        await contracts.change_lot(territory.company_agent.context, lot.id, LotChange(label="x"), lot.version)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (HolderRole.HOLDER, HolderRole.HOLDER, "CTR-012"),
        (HolderRole.HOLDER, HolderRole.CO_HOLDER, "CTR-012"),
        (HolderRole.LEAD_HOLDER, HolderRole.HOLDER, "CTR-012"),
        (HolderRole.LEAD_HOLDER, HolderRole.LEAD_HOLDER, "CTR-013"),
        (HolderRole.LEAD_HOLDER, HolderRole.CO_HOLDER, None),
        (HolderRole.CO_HOLDER, HolderRole.LEAD_HOLDER, None),
        (HolderRole.CO_HOLDER, HolderRole.CO_HOLDER, None),
    ],
)
async def test_which_roles_go_together(
    territory: Territory, first: HolderRole, second: HolderRole, code: str | None
) -> None:
    lot = await a_lot(territory.facilitator, territory, role=first)
    context = territory.facilitator.context
    if code is None:
        lot = await contracts.add_holder(context, lot.id, territory.other_company.id, second)
        assert [holder.role for holder in lot.holders] == [first, second]
        assert lot.consortium_kind is ConsortiumKind.UNKNOWN
        assert lot == await contracts.load_lot(context, lot.id)
        return
    with pytest.raises(Refused) as refusal:
        await contracts.add_holder(context, lot.id, territory.other_company.id, second)
    assert refusal.value.code == code


async def test_a_company_holds_a_lot_once(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory, role=HolderRole.CO_HOLDER)
    with pytest.raises(WrongState) as conflict:
        await contracts.add_holder(territory.facilitator.context, lot.id, territory.company.id, HolderRole.CO_HOLDER)
    assert conflict.value.code == "DBC-006"


async def test_a_member_of_a_consortium_sees_the_lot_and_itself_only(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory, role=HolderRole.LEAD_HOLDER)
    await contracts.add_holder(territory.facilitator.context, lot.id, territory.other_company.id, HolderRole.CO_HOLDER)
    seen = await contracts.load_lot(territory.other_company_agent.context, lot.id)
    assert [holder.company.id for holder in seen.holders] == [territory.other_company.id]


@pytest.mark.parametrize(
    ("typed", "window"),
    [
        ({}, (None, None)),
        ({"notified_on": date(2026, 1, 31), "duration_months": 1}, (date(2026, 1, 31), date(2026, 2, 27))),
        ({"notified_on": date(2026, 3, 1), "duration_months": 12}, (date(2026, 3, 1), date(2027, 2, 28))),
        ({"notified_on": date(2026, 3, 1)}, (None, None)),
        (
            {"notified_on": date(2026, 3, 1), "duration_months": 12, "first_day": date(2026, 4, 1)},
            (date(2026, 4, 1), date(2027, 2, 28)),
        ),
        ({"first_day": date(2026, 4, 1), "last_day": date(2026, 4, 1)}, (date(2026, 4, 1), date(2026, 4, 1))),
    ],
)
async def test_the_window_is_the_one_typed_else_notification_and_duration(
    territory: Territory, typed: dict[str, object], window: tuple[date | None, date | None]
) -> None:
    contract = await a_contract(territory.facilitator, territory)
    new = NewLot.model_validate({"label": "Lot", **typed})
    lot = await contracts.add_lot(territory.facilitator.context, contract.id, new)
    assert (lot.first_day, lot.last_day) == window


async def test_a_window_that_ends_before_it_starts_is_refused(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    change = LotChange(last_day=date(2025, 12, 31))
    with pytest.raises(Refused) as refusal:
        await contracts.change_lot(territory.facilitator.context, lot.id, change, lot.version)
    assert refusal.value.code == "CTR-011"


async def test_what_is_decided_about_a_lot(territory: Territory) -> None:
    context = territory.facilitator.context
    lot = await a_lot(territory.facilitator, territory, set_aside=True)
    assert lot.follow_up_reason == "Aucune clause au marché"
    lot = await contracts.change_lot(context, lot.id, LotChange(label="Autre libellé", reason="coquille"), lot.version)
    assert lot.follow_up_reason == "Aucune clause au marché", "the reason of another change is not the decision's"
    lot = await contracts.change_lot(context, lot.id, LotChange(follow_up=FollowUpState.FOLLOWED), lot.version)
    assert (lot.follow_up, lot.follow_up_reason) == (FollowUpState.FOLLOWED, None)
    for state in (FollowUpState.PRESELECTED, FollowUpState.TO_REVIEW):
        with pytest.raises(WrongState) as refusal:
            await contracts.change_lot(context, lot.id, LotChange(follow_up=state), lot.version)
        assert refusal.value.code == "CTR-010"


async def test_a_modification_names_a_lot_of_its_contract(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    other = await a_contract(territory.facilitator, territory)
    with pytest.raises(Refused) as refusal:
        await contracts.add_modification(territory.facilitator.context, other.id, NewModification(lot_id=lot.id))
    assert refusal.value.code == "CTR-008"


async def test_a_lot_without_an_obligation_has_no_ratio(territory: Territory) -> None:
    await a_lot(territory.facilitator, territory)
    (row,) = await contracts.list_lots(territory.facilitator.context, LotFilters(), limit=10)
    assert (row.hours_owed, row.hours_credited, row.ratio, row.status) == (None, Decimal(0), None, None)
    assert row.on == territory.facilitator.context.today


async def test_each_change_is_written_in_the_journal(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory, set_aside=True)
    lines = await sql.fetch(
        "SELECT action, reason FROM journal WHERE org_id = $1 AND subject_id = ANY($2) ORDER BY seq",
        territory.facilitator_org.id,
        [lot.id, lot.contract_id],
    )
    assert [line["action"] for line in lines] == ["contract.added", "lot.added", "lot.holder_added", "lot.changed"]
    assert lines[-1]["reason"] == "Aucune clause au marché"
