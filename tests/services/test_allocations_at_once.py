"""Moves of the same hours at once, over connections of their own: the database keeps an hour from counting twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from clause.db import sql
from clause.domain.allocations import Move
from clause.domain.contracts import Lot
from clause.domain.errors import ClauseError
from clause.domain.ledger import LedgerEntry, Replacement, standing_by_lot
from clause.gateways.identities import new_id
from clause.services import ledger, pooling
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement, booked_entries
from tests.builders.people import a_hire
from tests.builders.pooling import an_agreement
from tests.builders.territory import Territory
from tests.services.test_lot_totals import DRIFT, STANDING_DRIFT


@pytest.fixture(scope="module")
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    async with committed_territory(territory, settings) as made:
        yield made


@dataclass
class Pool:
    """Three lots under one agreement, and an entry of 100 hours on the first."""

    lots: list[Lot]
    agreement_id: object
    entry: LedgerEntry


async def a_pool(own: Territory) -> Pool:
    lots = [await a_lot(own.facilitator, own) for _ in range(3)]
    agreement = await an_agreement(own.facilitator, own, *lots)
    hire = await a_hire(own.facilitator, own, lots[0])
    [entry] = await booked_entries(own.facilitator, await a_validated_statement(own.facilitator, hire))
    return Pool(lots, agreement.id, entry)


async def standing(own: Territory, pool: Pool) -> list[Decimal]:
    by_lot = standing_by_lot(await ledger.list_allocations(own.facilitator.context, pool.entry.id))
    return [by_lot.get(lot.id, Decimal(0)) for lot in pool.lots]


async def assert_totals_hold(own: Territory) -> None:
    async with sql.engine().transaction():
        await sql.execute("SELECT set_config('clause.org_id', $1, true)", str(own.facilitator_org.id))
        assert await sql.fetch(DRIFT) == []
        assert await sql.fetch(STANDING_DRIFT) == []


async def test_of_moves_at_once_only_as_many_succeed_as_there_are_hours(own: Territory) -> None:
    pool = await a_pool(own)
    callers = (own.facilitator, own.manager) * 4
    outcomes = await asyncio.gather(
        *(
            ledger.move_hours(
                caller.context, pool.entry.id, Move(hours=Decimal("30.00"), to_lot_id=pool.lots[1 + at % 2].id), None
            )
            for at, caller in enumerate(callers)
        ),
        return_exceptions=True,
    )
    lost = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(lost) == 5
    assert {error.code for error in lost if isinstance(error, ClauseError)} == {"LED-005"}
    stands = await standing(own, pool)
    assert (stands[0], sum(stands)) == (Decimal("10.00"), Decimal("100.00"))
    await assert_totals_hold(own)


async def test_a_move_and_a_reversal_at_once_leave_nothing_behind(own: Territory) -> None:
    for _ in range(3):
        pool = await a_pool(own)
        wanted = Move(hours=Decimal("30.00"), to_lot_id=pool.lots[1].id)
        moved, reversed_ = await asyncio.gather(
            ledger.move_hours(own.manager.context, pool.entry.id, wanted, None),
            ledger.reverse_entry(
                own.facilitator.context, pool.entry.id, "Erreur", Replacement(hours_validated=Decimal("80.00"))
            ),
            return_exceptions=True,
        )
        assert not isinstance(reversed_, BaseException)
        assert not isinstance(moved, BaseException) or getattr(moved, "code", None) == "LED-003"
        taken = standing_by_lot(await ledger.list_allocations(own.facilitator.context, reversed_.reversal.id))
        assert sum(taken.values()) == Decimal("-100.00")
        await assert_totals_hold(own)


async def test_an_agreement_does_not_end_under_hours_that_move(own: Territory) -> None:
    pool = await a_pool(own)
    outcomes = await asyncio.gather(
        ledger.move_hours(
            own.manager.context, pool.entry.id, Move(hours=Decimal("30.00"), to_lot_id=pool.lots[1].id), None
        ),
        pooling.end_agreement(own.facilitator.context, pool.agreement_id, date(2026, 3, 15), "Fin"),  # type: ignore[arg-type]
        return_exceptions=True,
    )
    lost = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert len(lost) == 1
    assert [error.code for error in lost if isinstance(error, ClauseError)] in (["LED-005"], ["DBC-342"], ["POL-009"])


PUT = (
    "INSERT INTO allocation (id, facilitator_org_id, buyer_id, company_id, ledger_entry_id, lot_id, worked_on,"
    " hours_credited, agreement_id, booked_at) SELECT $1, facilitator_org_id, buyer_id, company_id, ledger_entry_id,"
    " $2, worked_on, $3, $4, booked_at FROM allocation WHERE ledger_entry_id = $5 LIMIT 1"
)


async def test_the_database_alone_lets_only_one_of_two_take_the_same_hours(own: Territory, settings: Settings) -> None:
    """Two connections that look at nothing beforehand; the second waits for the first, and is then refused."""
    pool = await a_pool(own)
    connections = [await asyncpg.connect(**settings.asyncpg_config()) for _ in range(2)]
    try:
        outcomes = []
        for connection in connections:
            await connection.execute("SELECT set_config('clause.org_id', $1, false)", str(own.facilitator_org.id))

        async def take(connection: asyncpg.Connection, lot: Lot) -> None:
            async with connection.transaction():
                for lot_id, hours in ((pool.lots[0].id, "-60.00"), (lot.id, "60.00")):
                    values = (new_id(), lot_id, Decimal(hours), pool.agreement_id, pool.entry.id)
                    await connection.execute(PUT, *values)
                    await asyncio.sleep(0.05)

        outcomes = await asyncio.gather(
            *(take(connection, lot) for connection, lot in zip(connections, pool.lots[1:], strict=True)),
            return_exceptions=True,
        )
    finally:
        for connection in connections:
            await connection.close()
    lost = [outcome for outcome in outcomes if outcome is not None]
    assert [getattr(error, "constraint_name", None) for error in lost] == ["allocation_not_below_zero"]
    assert sorted(await standing(own, pool)) == [Decimal("0.00"), Decimal("40.00"), Decimal("60.00")]
    await assert_totals_hold(own)
