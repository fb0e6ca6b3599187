"""Booked hours as CSV: the same entries as the list's, ids and figures only, each reader their own."""

import csv
import io

import httpx
import pytest

from clause.domain.hires import NamedHire
from clause.edge.streams import Send, streamed
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory

PATH = "/api/v1/ledger-entries"


@pytest.fixture
async def hire(territory: Territory, client: httpx.AsyncClient) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot)


async def rows_of(client: httpx.AsyncClient, query: str, headers: dict[str, str]) -> list[dict[str, str]]:
    """The rows of the file, by column."""
    answer = await client.get(f"{PATH}.csv{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


async def test_the_file_holds_the_entries_of_the_list(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    await a_validated_statement(territory.facilitator, hire)
    headers = territory.facilitator.headers
    [entry] = (await client.get(f"{PATH}?lot={hire.lot_id}", headers=headers)).json()["items"]
    for query in ("", f"?lot={hire.lot_id}", f"?hire={hire.id}", f"?month={entry['month']}"):
        [row] = await rows_of(client, query, headers)
        assert row["id"] == entry["id"]
        assert (row["hours_validated"], row["month"]) == (entry["hours_validated"], f"{entry['month']}-01")
        assert row["lot_id"] == str(hire.lot_id)
    assert await rows_of(client, "?month=2020-01", headers) == []


async def test_each_reads_their_own_and_nobody_is_named(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    await a_validated_statement(territory.facilitator, hire)
    [row] = await rows_of(client, "", territory.company_client.headers)
    assert not {name for name in row if "name" in name}
    for stranger in (territory.other_facilitator, territory.other_company_agent):
        assert await rows_of(client, "", stranger.headers) == []
    assert (await client.get(f"{PATH}.csv", headers=territory.buyer_agent.headers)).status_code == 403
    assert (await client.get(f"{PATH}.csv")).status_code == 401
    assert (await client.get(f"{PATH}.csv?month=mars", headers=territory.facilitator.headers)).status_code in {400, 422}


async def test_what_fails_before_the_first_piece_is_raised_before_the_answer() -> None:
    async def work(send: Send) -> None:
        raise LookupError("refused")

    with pytest.raises(LookupError, match="refused"):
        await streamed(work)


async def test_what_fails_later_breaks_the_answer_off() -> None:
    async def work(send: Send) -> None:
        await send(b"one")
        raise LookupError("lost")

    pieces = await streamed(work)
    assert await anext(pieces) == b"one"
    with pytest.raises(LookupError, match="lost"):
        await anext(pieces)


async def test_who_stops_reading_stops_the_work() -> None:
    sent: list[int] = []

    async def work(send: Send) -> None:
        for number in range(1_000):
            await send(b"piece")
            sent.append(number)

    pieces = await streamed(work)
    await anext(pieces)
    await pieces.aclose()  # type: ignore[attr-defined]
    assert len(sent) < 20
