"""Final balances: met, surplus or shortfall, frozen once the execution is over and nothing waits."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from clause.db import sql
from clause.domain.errors import Forbidden, NotFound, Refused, WrongState
from clause.rules.balance import BalanceOutcome
from clause.rules.codes import HireMode
from clause.services import final_balances
from tests.builders.compliance import ENDED, PER_HOUR, a_lot_with_hours, owing, with_rules
from tests.builders.contracts import a_lot
from tests.builders.hours import a_submitted_statement, a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory


@pytest.mark.parametrize(
    ("owed", "outcome", "balance"),
    [
        ("70.01", BalanceOutcome.SHORTFALL, "-0.01"),
        ("70.00", BalanceOutcome.MET, "0.00"),
        ("69.99", BalanceOutcome.SURPLUS, "0.01"),
    ],
)
async def test_a_lot_ends_met_in_surplus_or_in_shortfall(
    territory: Territory, transaction: None, owed: str, outcome: BalanceOutcome, balance: str
) -> None:
    lot = await a_lot_with_hours(territory, owed, "70.00")
    frozen = await final_balances.freeze_balance(territory.facilitator.context, lot.id, "Chantier livré", None)
    assert frozen.outcome is outcome
    assert frozen.content.figures.balance.value == Decimal(balance)
    assert frozen.content.by_mode == {HireMode.DIRECT_HIRE: Decimal("70.00")}
    assert frozen.content.remark == "Chantier livré"
    assert [version.hours_owed for version in frozen.content.obligations] == [Decimal(owed)]
    assert frozen.content.holders == (territory.company.name,)


@pytest.mark.parametrize(
    ("last_day", "refused"),
    [(date(2026, 6, 14), None), (date(2026, 6, 15), "BAL-011"), (date(2026, 6, 16), "BAL-011")],
)
async def test_a_balance_is_drawn_from_the_day_after_the_execution(
    territory: Territory, transaction: None, last_day: date, refused: str | None
) -> None:
    lot = await a_lot_with_hours(territory, last_day=last_day)
    context = territory.facilitator.context
    if refused is None:
        assert (await final_balances.freeze_balance(context, lot.id, None, None)).version_no == 1
        return
    with pytest.raises(WrongState) as early:
        await final_balances.freeze_balance(context, lot.id, None, None)
    assert early.value.code == refused


async def test_no_balance_is_drawn_while_a_statement_waits(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory)
    hire = await a_hire(territory.facilitator, territory, lot)
    await a_submitted_statement(territory.company_agent, hire, month="2026-04")
    with pytest.raises(WrongState) as waiting:
        await final_balances.freeze_balance(territory.facilitator.context, lot.id, None, None)
    assert (waiting.value.code, waiting.value.values) == ("BAL-012", {"statements": "1"})


async def test_a_correction_makes_a_new_version_with_a_reason_and_leaves_the_first(
    territory: Territory, transaction: None
) -> None:
    lot = await a_lot_with_hours(territory, "490.00", "70.00")
    await with_rules(territory, lot, PER_HOUR)
    context = territory.facilitator.context
    first = await final_balances.freeze_balance(context, lot.id, None, None)
    assert first.content.penalties is not None
    assert first.content.penalties.total.value == Decimal("14700.00")
    hire = await a_hire(territory.facilitator, territory, lot, planned_last_day=ENDED)
    await a_validated_statement(territory.facilitator, hire, month="2026-04", hours_declared="20.00")
    for reason in (None, "  "):
        with pytest.raises(Refused) as bare:
            await final_balances.freeze_balance(context, lot.id, None, reason)
        assert bare.value.code == "BAL-013"
    second = await final_balances.freeze_balance(context, lot.id, None, "Relevé d'avril retrouvé")
    assert (second.version_no, second.hours_credited) == (2, Decimal("90.00"))
    assert await final_balances.list_balances(context, lot.id, after=0, limit=10) == [first, second]
    stored = await sql.fetch_value("SELECT encode(sha256(content), 'hex') FROM final_balance WHERE id = $1", first.id)
    assert stored == first.content_hash


async def test_a_balance_needs_hours_owed_and_days_of_execution(territory: Territory, transaction: None) -> None:
    context = territory.facilitator.context
    bare = await a_lot(territory.facilitator, territory, last_day=ENDED)
    undated = await a_lot(territory.facilitator, territory, first_day=None, last_day=None)
    await owing(territory, undated, "10.00")
    for lot, code in ((bare, "CPL-010"), (undated, "CPL-011")):
        with pytest.raises(Refused) as refused:
            await final_balances.freeze_balance(context, lot.id, None, None)
        assert refused.value.code == "BAL-010"
        assert [finding.code for finding in refused.value.findings] == [code]
    with pytest.raises(NotFound):
        await final_balances.freeze_balance(context, uuid4(), None, None)


async def test_each_version_of_the_obligation_is_told(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory, "490.00", "70.00")
    await owing(territory, lot, "400.00", date(2026, 4, 1))
    frozen = await final_balances.freeze_balance(territory.facilitator.context, lot.id, None, None)
    assert [(one.version_no, one.hours_owed) for one in frozen.content.obligations] == [
        (1, Decimal("490.00")),
        (2, Decimal("400.00")),
    ]
    assert frozen.hours_owed == Decimal("400.00")


async def test_buyer_and_holder_read_a_balance_and_draw_none(territory: Territory, transaction: None) -> None:
    lot = await a_lot_with_hours(territory)
    frozen = await final_balances.freeze_balance(territory.facilitator.context, lot.id, None, None)
    for caller in (territory.buyer_agent, territory.company_agent):
        assert await final_balances.load_balance(caller.context, frozen.id) == frozen
        with pytest.raises(Forbidden):
            await final_balances.freeze_balance(caller.context, lot.id, None, "Autre")
    with pytest.raises(NotFound):
        await final_balances.load_balance(territory.other_buyer_agent.context, frozen.id)
