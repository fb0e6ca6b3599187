"""A long file that fails while it leaves is no whole answer: the reader's browser, the log and a counter tell it."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from clause.db.queries import ledger_lists, long_lists
from clause.domain.ledger import LedgerEntry
from clause.domain.ledger_names import EntryFilters
from clause.domain.tables import Window
from clause.services import ledger_reading
from clause.web import list_sources, listing
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.serving import served
from tests.builders.territory import Territory
from tests.web.reading import read_page

LIST = "/ledger-entries"
COUNTED = "clause_answers_broken_off_total"


@pytest.fixture
async def booked(transaction: None, territory: Territory) -> None:
    hire = await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))
    for month, hours in (("2026-02", "50.00"), ("2026-03", "60.00")):
        await a_validated_statement(territory.facilitator, hire, month=month, hours_declared=hours)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Callable[..., AsyncIterator[list[LedgerEntry]]] = ledger_lists.entries_in_parts

    async def first_part(*asked: Any) -> AsyncIterator[list[LedgerEntry]]:
        async for rows in whole(*asked):
            yield rows
            raise ConnectionError("the database went away")

    monkeypatch.setattr(ledger_lists, "entries_in_parts", first_part)


async def test_a_file_that_breaks_off_never_looks_whole(
    app: Litestar, territory: Territory, booked: None, broken: None
) -> None:
    before = REGISTRY.get_sample_value(COUNTED) or 0
    with capture_logs() as lines:
        async with served(app) as service, httpx.AsyncClient(base_url=service.address) as client:
            with pytest.raises(httpx.RemoteProtocolError):
                await client.get(f"{LIST}?format=xlsx", headers=territory.facilitator.headers)
            assert service.status == 200
    assert [line["error"] for line in lines if line["event"] == "answer_broken_off"] == ["Unavailable"]
    assert REGISTRY.get_sample_value(COUNTED) == before + 1


async def test_a_long_list_in_a_dear_order_is_the_latest_first(
    territory: Territory, booked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(order: str) -> list[UUID]:
        window = Window(order, 0, 50)
        found = await ledger_reading.browse_entries(territory.facilitator.context, EntryFilters(), window)
        return [one.entry.id for one in found.rows]

    latest_first = await read("-booked")
    assert await read("validated") == latest_first[::-1]
    monkeypatch.setattr(long_lists, "MOST_COUNTED", 1)
    assert await read("validated") == latest_first
    assert await read("booked") == latest_first[::-1]


async def test_a_list_that_is_cut_says_what_it_does_not_do(
    client: httpx.AsyncClient, territory: Territory, booked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    headers = territory.facilitator.headers
    short = read_page(await client.get(LIST, headers=headers))
    for module in (long_lists, list_sources, listing):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)
    cut = read_page(await client.get(LIST, headers=headers))
    for order in ledger_reading.ORDERS_OF_ENTRIES - {"booked"}:
        linked = [any(f"sort={order}" in link for link in page.links) for page in (short, cut)]
        assert linked == [True, order not in ledger_reading.DEAR_ORDERS], order
    for sentence in ("trier par « Nature », « Validées », « Écriture »", "téléchargement interrompu"):
        said = [sentence in " ".join(page.text.split()).replace("\u202f", " ") for page in (short, cut)]
        assert said == [False, True], sentence
