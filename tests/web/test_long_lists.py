"""Lists of more rows than memory should hold: the database cuts, counts and sorts; files hold every row."""

import io
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain import tables
from clause.domain.ledger_names import EntryFilters
from clause.domain.people_lists import HireFilters, PersonFilters
from clause.domain.tables import Window
from clause.services import ledger_reading, people_lists
from tests.builders.contracts import a_lot
from tests.builders.counting import counting
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire, a_participant
from tests.builders.searches import found_by
from tests.builders.territory import Territory
from tests.web.reading import read_page

MANY = 10_150
_MANY_PEOPLE = """
INSERT INTO participant (id, facilitator_org_id, first_name, last_name, birth_date, sex, created_at, version)
SELECT gen_random_uuid(), $1, 'Ana', 'N' || lpad(n::text, 6, '0'), DATE '1990-01-01' + (n % 5000)::int, 'U', now(), 1
FROM generate_series(1, $2::int) n
"""


@pytest.fixture
async def many(client: httpx.AsyncClient, territory: Territory) -> None:
    await set_identity(territory.facilitator.context.actor)
    await sql.execute(_MANY_PEOPLE, territory.facilitator_org.id, MANY)


async def _sheet(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> list[list[Any]]:
    answer = await client.get(path, headers=headers)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return rows[next(index for index, row in enumerate(rows) if row[0] == "Personne") + 1 :]


async def test_a_long_list_is_leafed_through_and_leaves_whole(
    client: httpx.AsyncClient, territory: Territory, many: None
) -> None:
    headers = territory.facilitator.headers
    first = read_page(await client.get("/participants", headers=headers))
    assert "N000001 Ana" in first.text
    assert "N000051 Ana" not in first.text
    assert "Plus de 10 000 lignes" in " ".join(first.text.split())
    second = read_page(await client.get("/participants?page=2", headers=headers)).text
    assert "N000051 Ana" in second
    last = read_page(await client.get("/participants?page=99999", headers=headers)).text
    assert "N010000 Ana" in last
    assert "N010001 Ana" not in last
    assert "N010150 Ana" in read_page(await client.get("/participants?sort=-name", headers=headers)).text
    found = read_page(await found_by(client, "/participants?q=n00999", headers)).text
    assert "10 lignes" in " ".join(found.split())
    rows = await _sheet(client, "/participants?format=xlsx&sort=-name", headers)
    assert len(rows) == MANY
    assert [rows[0][0], rows[-1][0]] == ["N010150 Ana", "N000001 Ana"]


async def test_a_long_list_asks_no_more_of_the_database_than_a_short_one(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.facilitator.headers
    with counting() as short:
        await client.get("/participants", headers=headers)
    await set_identity(territory.facilitator.context.actor)
    await sql.execute(_MANY_PEOPLE, territory.facilitator_org.id, 300)
    with counting() as long:
        await client.get("/participants", headers=headers)
    assert len(long) == len(short)


async def test_every_order_of_a_long_list_works_both_ways_and_filters_hold(territory: Territory, client: Any) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    await a_validated_statement(who, hire)
    await a_participant(who, last_name="Zola")
    for order in people_lists.ORDERS_OF_PEOPLE:
        for way in ("", "-"):
            found = await people_lists.browse_people(who.context, PersonFilters(), Window(f"{way}{order}", 0, 10))
            assert (len(found.rows), found.count) == (2, 2), order
    for order in people_lists.ORDERS_OF_HIRES:
        rows = (await people_lists.browse_hires(who.context, HireFilters(), Window(f"-{order}", 0, 10))).rows
        assert [row.id for row in rows] == [hire.id], order
    for order in ledger_reading.ORDERS_OF_ENTRIES:
        entries = await ledger_reading.browse_entries(
            territory.company_agent.context, EntryFilters(), Window(order, 0, 10)
        )
        assert entries.count == len(entries.rows) > 0, order


async def test_empty_cells_come_last_whichever_way(territory: Territory, client: Any) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    await a_participant(who, last_name="Aaa")
    for order in ("until", "-until"):
        found = await people_lists.browse_people(who.context, PersonFilters(), Window(order, 0, 10))
        assert found.rows[0].id == hire.participant_id


@pytest.mark.parametrize("path", ["/participants", "/hires", "/ledger-entries"])
async def test_long_lists_leave_whole_for_those_who_see_them(
    client: httpx.AsyncClient, territory: Territory, path: str
) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    await a_validated_statement(who, hire)
    answer = await client.get(path, headers=who.headers)
    for link in [link for link in read_page(answer).links if "format=xlsx" in link]:
        assert len(await _sheet(client, link, who.headers)) >= 1
    assert await _sheet(client, f"{path}?format=xlsx", territory.other_facilitator.headers) == []


def test_what_is_counted_fills_whole_pages() -> None:
    assert tables.MOST_COUNTED % 50 == 0
