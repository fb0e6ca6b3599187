"""V14.2.1 of ASVS: what is typed in a search, a person's name perhaps, stands in no address."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from clause.services import searches
from clause.services.context import Context
from tests.builders.people import a_participant
from tests.builders.searches import sealed_text, search_in
from tests.builders.territory import Territory
from tests.web.reading import Page, read_page

LIST = "/participants"


async def _searched(client: httpx.AsyncClient, headers: dict[str, str], text: str, **more: str) -> tuple[str, Page]:
    """The address that a search leads to, and what stands there."""
    sent = await search_in(client, LIST, headers, q=text, **more)
    assert (sent.status_code, sent.headers["cache-control"]) == (303, "no-store")
    return sent.headers["location"], read_page(await client.get(sent.headers["location"], headers=headers))


async def _two_people(territory: Territory) -> None:
    for name in ("Quéméner", "Brun"):
        await a_participant(territory.facilitator, last_name=name)


async def test_a_search_leads_to_its_list_and_its_text_stands_in_no_address(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    await _two_people(territory)
    who = territory.facilitator
    address, page = await _searched(client, who.headers, " quémé ", eligibility="")
    assert [name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)] == ["q", "eligibility"]
    assert sealed_text(who.context, address) == "quémé"
    assert "QUÉMÉNER" in page.text.upper()
    assert "1 ligne" in page.text
    assert page.fields["q"] == "quémé", "the field shows what was typed"
    kept = [link for link in page.links if "q=" in link]
    assert {sealed_text(who.context, link) for link in kept} == {"quémé"}
    assert any("format=xlsx" in link for link in kept)
    assert any("sort=" in link for link in kept)
    assert [one for _, _, one in page.addresses if "qu%C3%A9m" in one or "quém" in one] == []


async def test_order_files_and_columns_keep_the_search(client: httpx.AsyncClient, territory: Territory) -> None:
    await _two_people(territory)
    who = territory.facilitator
    _, page = await _searched(client, who.headers, "quémé")
    for link in (one for one in page.links if "sort=" in one):
        assert "1 ligne" in read_page(await client.get(link, headers=who.headers)).text, link
    data = {"list_name": "participants", "back": page.fields["back"], "first": "name", "columns": "age"}
    chosen = await client.post("/list-columns", data=data, headers=who.headers)
    assert sealed_text(who.context, chosen.headers["location"]) == "quémé"
    assert "1 ligne" in read_page(await client.get(chosen.headers["location"], headers=who.headers)).text


async def test_a_plain_text_in_an_address_is_understood_and_sealed_at_once(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    await _two_people(territory)
    who = territory.facilitator
    answer = await client.get(f"{LIST}?eligibility=NONE&q=qu%C3%A9m%C3%A9&sort=-name", headers=who.headers)
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (303, "", "no-store")
    address = answer.headers["location"]
    assert sealed_text(who.context, address) == "quémé"
    assert dict(parse_qsl(urlsplit(address).query)) | {"q": ""} == {"q": "", "eligibility": "NONE", "sort": "-name"}
    assert "1 ligne" in read_page(await client.get(address, headers=who.headers)).text


async def test_nothing_typed_leaves_nothing_in_the_address(client: httpx.AsyncClient, territory: Territory) -> None:
    sent = await search_in(client, LIST, territory.facilitator.headers, q=" ", eligibility="NONE")
    assert sent.headers["location"] == f"{LIST}?eligibility=NONE"
    plain = await client.get(f"{LIST}?q=", headers=territory.facilitator.headers)
    assert plain.status_code == 200


@pytest.mark.parametrize("to", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", ""])
async def test_a_search_leads_nowhere_else(client: httpx.AsyncClient, territory: Territory, to: str) -> None:
    sent = await search_in(client, to, territory.facilitator.headers, q="quémé")
    assert sent.headers["location"].startswith("/?q=~")


async def test_who_has_not_signed_in_searches_nothing(client: httpx.AsyncClient, territory: Territory) -> None:
    assert (await search_in(client, LIST, {}, q="quémé")).status_code == 401
    address = f"{LIST}?q=~{searches.seal(territory.facilitator.context, 'quémé')}"
    answer = await client.get(address)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2Fparticipants%3Fq%3D~v1")


def _late(context: Context) -> Context:
    return replace(context, now=context.now - searches.LIFE - timedelta(seconds=1))


async def test_a_search_that_does_not_open_any_more_says_so_and_shows_the_list(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    await _two_people(territory)
    who, other = territory.facilitator, territory.other_facilitator
    good = searches.seal(who.context, "quémé")
    seals = (
        searches.seal(_late(who.context), "quémé"),
        searches.seal(other.context, "quémé"),
        good[:-8] + "AAAAAAA=",
        *("v1", "v1..", "v1.é.é", "quémé", ""),
    )
    for seal in seals:
        query = {"q": f"~{seal}", "eligibility": "", "page": "2", "format": "xlsx"}
        answer = await client.get(LIST, params=query, headers=who.headers)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{LIST}?eligibility="), seal
        cookies = f"{who.headers['cookie']}; {answer.headers['set-cookie'].partition(';')[0]}"
        shown = read_page(await client.get(answer.headers["location"], headers={"cookie": cookies}))
        assert "Cette recherche a expiré : tapez-la de nouveau." in shown.text
        assert "2 lignes" in shown.text
        assert shown.fields["q"] == ""


async def test_a_seal_opens_for_a_colleague_to_its_last_second(territory: Territory) -> None:
    who, colleague = territory.facilitator.context, territory.manager.context
    assert who.actor.org_id == colleague.actor.org_id
    last = replace(colleague, now=who.now + searches.LIFE - timedelta(seconds=1))
    assert searches.unseal(last, searches.seal(who, "a|b")) == "a|b"
    assert searches.unseal(replace(last, now=who.now + searches.LIFE), searches.seal(who, "a|b")) is None
    assert searches.seal(who, "a") != searches.seal(who, "a")
