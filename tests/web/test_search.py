"""One field for everything, each reader among what it may see."""

from urllib.parse import quote

import httpx
import pytest

from tests.builders.certificates import a_certificate
from tests.builders.people import a_hire
from tests.builders.searches import found_by, sealed_text
from tests.builders.territory import Territory
from tests.web.reading import check, read_page
from tests.web.test_contracts import an_owing_lot


@pytest.mark.parametrize("reader", ["facilitator", "buyer_agent", "company_agent", "other_facilitator", "oi_officer"])
async def test_each_reader_finds_what_it_may_see(client: httpx.AsyncClient, territory: Territory, reader: str) -> None:
    lot = await an_owing_lot(territory)
    hire = await a_hire(territory.facilitator, territory, lot)
    certificate = await a_certificate(territory.facilitator, lot.id)
    headers = territory.callers()[reader].headers
    sees = reader in ("facilitator", "buyer_agent", "company_agent")
    for asked, path, may in (
        (lot.contract_reference, f"/contracts/{lot.contract_id}", sees),
        ("gros œuvre", f"/lots/{lot.id}", sees),
        (territory.company.identifier, f"/lots/{lot.id}", sees),
        (certificate.number, f"/certificates/{certificate.id}", sees),
        (hire.last_name, f"/participants/{hire.participant_id}", reader == "facilitator"),
        (f"{hire.last_name} {hire.first_name}", f"/participants/{hire.participant_id}", reader == "facilitator"),
    ):
        answer = await found_by(client, f"/search?q={quote(asked)}", headers)
        page = read_page(answer)
        check(page, "/search")
        assert (path in page.links) is may, (reader, asked)


async def test_an_empty_search_says_what_to_do(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    assert "Vous pouvez chercher" in read_page(await client.get("/search", headers=headers)).text
    assert "au moins deux caractères" in read_page(await found_by(client, "/search?q=a", headers)).text
    nothing = read_page(await found_by(client, "/search?q=%3Czzz%3E%00", headers))
    assert "Rien ne correspond à « <zzz> »" in nothing.text


async def test_many_results_lead_to_the_whole_list(client: httpx.AsyncClient, territory: Territory) -> None:
    for _ in range(9):
        await an_owing_lot(territory)
    page = read_page(await found_by(client, "/search?q=médiathèque", territory.facilitator.headers))
    who = territory.facilitator.context
    (whole,) = [link for link in page.links if link.startswith("/contracts?q=") and "follow_up=all" in link]
    assert sealed_text(who, whole) == "médiathèque"
    companies = read_page(await found_by(client, "/search?q=littoral", territory.facilitator.headers))
    own = [link for link in companies.links if link.startswith("/lots?q=") and link.endswith("&follow_up=all")]
    assert territory.other_company.identifier in {sealed_text(who, link) for link in own}
