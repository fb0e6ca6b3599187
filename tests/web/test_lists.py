"""Every list, found by what it shows: it leaves as a workbook and as a PDF, sorts, prints, and keeps its address."""

import httpx
import pytest
from litestar import Litestar

from tests.architecture.routes import routes
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
