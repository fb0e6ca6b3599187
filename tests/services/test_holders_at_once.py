"""Two people who move hours between the same members at the same time, over connections of their own."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from clause.domain.errors import ClauseError
from clause.services import holders
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.holders import a_company, a_consortium_lot, a_split, a_transfer
from tests.builders.territory import Territory


@pytest.fixture(scope="module")
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of these tests' own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


async def test_of_two_transfers_at_once_that_together_exceed_what_is_owed_one_wins(own: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(own.facilitator, own, second)
    await a_split(own.facilitator, lot, {own.company.id: "0.6", second.id: "0.4"})
    outcomes = await asyncio.gather(
        a_transfer(own.facilitator, lot, second.id, own.company.id, "250.00"),
        a_transfer(own.manager, lot, second.id, own.company.id, "250.00"),
        return_exceptions=True,
    )
    assert [error.code for error in outcomes if isinstance(error, ClauseError)] == ["HLD-026"]
    assert len([one for one in outcomes if not isinstance(one, BaseException)]) == 1
    found = await holders.load_positions(own.facilitator.context, lot.id)
    assert [one.hours_owed.value for one in found.members if one.hours_owed] == [Decimal("850.00"), Decimal("150.00")]


async def test_of_two_splits_at_once_each_has_its_number(own: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(own.facilitator, own, second)
    shares = {own.company.id: "0.6", second.id: "0.4"}
    made = await asyncio.gather(
        a_split(own.facilitator, lot, shares), a_split(own.manager, lot, shares), return_exceptions=True
    )
    assert [one for one in made if isinstance(one, BaseException)] == []
    kept = await holders.list_splits(own.facilitator.context, lot.id, after=0, limit=10)
    assert [one.version_no for one in kept] == [1, 2]
