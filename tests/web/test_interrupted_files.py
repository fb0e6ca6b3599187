"""A long file that fails while it leaves: the reader's program is told, and so is the reader."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from litestar import Litestar

from clause.db.queries import ledger_lists
from clause.domain.ledger import LedgerEntry
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.serving import served
from tests.builders.territory import Territory

PATH = "/ledger-entries?format=xlsx"


@pytest.fixture
async def booked(transaction: None, territory: Territory) -> None:
    hire = await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))
    await a_validated_statement(territory.facilitator, hire)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Callable[..., AsyncIterator[list[LedgerEntry]]] = ledger_lists.entries_in_parts

    async def first_part(*asked: Any) -> AsyncIterator[list[LedgerEntry]]:
        async for rows in whole(*asked):
            yield rows
            raise ConnectionError("the database went away")

    monkeypatch.setattr(ledger_lists, "entries_in_parts", first_part)


async def test_a_file_that_breaks_off_is_no_whole_answer(
    app: Litestar, territory: Territory, booked: None, broken: None
) -> None:
    async with served(app) as service, httpx.AsyncClient(base_url=service.address) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get(PATH, headers=territory.facilitator.headers)
        assert service.status == 200
