"""Every list, found by what it shows: it leaves as a workbook and as a PDF, sorts, prints, and keeps its address."""

import io
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from litestar import Litestar
from python_calamine import CalamineWorkbook

from tests.architecture.routes import routes
from tests.builders.people import a_participant
from tests.builders.searches import found_by
from tests.builders.story import build_story
from tests.builders.territory import Territory
from tests.web.reading import read_page
from tests.web.test_every_page import NOT_PAGES

READERS = ("manager", "company_agent", "buyer_agent", "oi_officer")
FEWEST_LISTS = 20


async def test_every_list_leaves_as_files_sorts_and_keeps_its_filters(
    app: Litestar, client: httpx.AsyncClient, territory: Territory
) -> None:
    await build_story(territory)
    callers, wrong, lists = territory.callers(), [], 0
    for route in routes(app):
        if route.method != "GET" or route.parameters or route.path.startswith(NOT_PAGES):
            continue
        for reader in READERS:
            headers = callers[reader].headers
            answer = await client.get(route.path, headers=headers)
            if answer.status_code != 200 or "data-print" not in answer.text or 'class="list"' not in answer.text:
                continue
            lists += 1
            links = read_page(answer).links
            sheet = next((link for link in links if "format=xlsx" in link), None)
            document = next((link for link in links if "format=pdf" in link), None)
            order = next((link for link in links if "sort=" in link), None)
            if sheet is None or document is None or order is None:
                wrong.append(f"{reader} {route.path}: {sheet} {document} {order}")
                continue
            starts = [(await client.get(link, headers=headers)).content[:4] for link in (sheet, document)]
            status = (await client.get(order, headers=headers)).status_code
            if starts != [b"PK\x03\x04", b"%PDF"] or status != 200:
                wrong.append(f"{reader} {route.path}: {starts} {status}")
            break
    assert wrong == []
    assert lists >= FEWEST_LISTS


@pytest.mark.parametrize("query", ["page=0", "page=99999", "page=x", "sort=nothing", "sort=-", "format=doc"])
async def test_an_address_that_was_edited_by_hand_still_shows_the_list(
    client: httpx.AsyncClient, territory: Territory, query: str
) -> None:
    answer = await client.get(f"/contracts?{query}", headers=territory.facilitator.headers)
    assert answer.status_code == 200


async def _rows_of(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> list[list[Any]]:
    """What a workbook holds from its titles on."""
    answer = await client.get(path, headers=headers)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    return rows[next(index for index, row in enumerate(rows) if row[0] == "Personne") :]


async def _choose(client: httpx.AsyncClient, headers: dict[str, str], **data: object) -> httpx.Response:
    fixed = {"list_name": "participants", "back": "/participants?q=a&page=2", "first": "name"}
    return await client.post("/list-columns", headers=headers, data={**fixed, **data})


async def test_columns_are_chosen_kept_for_the_reader_and_carried_by_the_address(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    await a_participant(who, first_name="Ana", last_name="Albe")
    before = read_page(await client.get("/participants", headers=headers)).text
    assert "Colonnes affichées (6 sur 8)" in before
    answer = await _choose(client, headers, columns=["postal_code", "age"])
    assert answer.headers["location"] == "/participants?q=a&columns=name.postal_code.age"
    shown = await client.get("/participants", headers=headers)
    assert "Colonnes affichées (3 sur 8)" in shown.text
    view = next(link for link in read_page(shown).links if "format=xlsx" in link and "columns=all" not in link)
    assert (await _rows_of(client, view, headers))[0] == ["Personne", "Âge", "Code postal"]
    # The address restores the view for anybody else; what was kept is the reader's own.
    other = territory.manager.headers
    assert "(6 sur 8)" in (await client.get("/participants", headers=other)).text
    assert "(3 sur 8)" in (await found_by(client, answer.headers["location"], other)).text
    reset = await _choose(client, headers, reset="true")
    assert reset.headers["location"] == "/participants?q=a"
    assert "(6 sur 8)" in (await client.get("/participants", headers=headers)).text


async def test_the_choice_of_columns_is_taken_back(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    await a_participant(territory.facilitator)
    await _choose(client, headers, columns=["age"])
    answer = await _choose(client, headers, columns=["hours"])
    assert '"columns":"name.age"' in unquote(answer.headers["set-cookie"])
    await _choose(client, headers, columns="name.age")
    assert "(2 sur 8)" in (await client.get("/participants", headers=headers)).text


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", ""])
async def test_the_choice_of_columns_leads_nowhere_else(
    client: httpx.AsyncClient, territory: Territory, back: str
) -> None:
    assert (await _choose(client, territory.facilitator.headers, back=back)).status_code == 400


async def test_two_workbooks_hold_the_view_and_everything(client: httpx.AsyncClient, territory: Territory) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    for name in ("Albe", "Brun"):
        await a_participant(who, last_name=name)
    links = read_page(await found_by(client, "/participants?q=albe", headers)).links
    view, everything = [link for link in links if "format=xlsx" in link]
    assert len(await _rows_of(client, view, headers)) == 2
    rows = await _rows_of(client, everything, headers)
    assert len(rows) == 3
    assert rows[0][-1] == "Code postal"
