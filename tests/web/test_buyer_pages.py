"""What a public buyer reads: its contracts counted and explained, their figures in files, and nobody's name."""

import io
import re
import zipfile
from decimal import Decimal
from urllib.parse import urldefrag

import httpx
import pytest
from litestar import Litestar

from clause.db import sql
from clause.domain.people_counts import told_count
from clause.rules.eligibility import ground
from clause.text import formats
from clause.text.labels import label
from clause.text.messages import MESSAGES
from clause.text.readable import readable_fact, readable_sentence
from tests.builders.compliance import PER_HOUR, a_lot_with_hours, owing, with_rules
from tests.builders.contracts import a_lot
from tests.builders.searches import found_by, sealed_text
from tests.builders.territory import NOW, Caller, Territory
from tests.web.reading import check, odd_words, read_page
from tests.web.test_every_page import filled, known, pages

__all__ = ["known"]

NOT_FOLLOWED = re.compile(r"[?&](sort|page)=|^/static/|^/schema|^/api/")
SPECIMENS = "/mails/preview/"
"""Mails as others receive them: their links lead where those people go."""

POST_FORM = re.compile(r'<form[^>]* method="post"[^>]* action="([^"]+)"')
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def said_in(answer: httpx.Response) -> str:
    """The words of a page or of a workbook; nothing of other files."""
    kind = answer.headers["content-type"]
    if kind.startswith("text/html"):
        return read_page(answer).text
    if kind.startswith(WORKBOOK):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            return " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return ""


async def secrets() -> list[str]:
    """What stands in the files of people: names, days of birth, and grounds in words."""
    people = await sql.fetch("SELECT first_name, last_name, birth_date FROM participant")
    grounds = await sql.fetch("SELECT DISTINCT ground FROM eligibility")
    told = {ground(one["ground"]).label for one in grounds}
    for one in people:
        told |= {one["first_name"], one["last_name"]}
        told |= {formats.day(one["birth_date"]), formats.short_day(one["birth_date"]), one["birth_date"].isoformat()}
    return sorted(told)


async def test_no_page_of_a_buyer_tells_of_a_person_or_leads_where_it_may_not_go(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: dict[str, object]
) -> None:
    hidden, headers, wrong = await secrets(), territory.buyer_agent.headers, []
    assert len(hidden) > 5
    person = await client.get(f"/participants/{known['participant_id']}", headers=territory.facilitator.headers)
    assert any(word in said_in(person) for word in hidden), "the search would find a name that is there"
    to_open = [filled(route, known) for route in pages(app)]  # type: ignore[arg-type]
    statuses, linked_from, forms = dict[str, int](), dict[str, str](), set[str]()
    while to_open:
        path = to_open.pop()
        answer = await client.get(path, headers=headers)
        statuses[path] = answer.status_code
        if answer.status_code != 200:
            continue
        words = said_in(answer)
        wrong += [f"{path} says {word}" for word in hidden if re.search(rf"\b{re.escape(word)}\b", words)]
        if answer.headers["content-type"].startswith("text/html") and "<html" in answer.text[:200]:
            forms |= {f"{action} on {path}" for action in POST_FORM.findall(answer.text)}
            found = set() if path.startswith(SPECIMENS) else {urldefrag(link).url for link in read_page(answer).links}
            fresh = {link for link in found - set(linked_from) if link and not NOT_FOLLOWED.search(link)}
            linked_from |= dict.fromkeys(fresh, path)
            to_open += sorted(fresh - set(statuses) - set(to_open))
    assert sum(status == 200 for status in statuses.values()) > 40
    wrong += [f"{page} leads to {to}: {statuses[to]}" for to, page in linked_from.items() if statuses[to] >= 400]
    wrong += await refused_forms(client, territory, forms)
    assert wrong == [], "\n".join(wrong)


async def refused_forms(client: httpx.AsyncClient, territory: Territory, forms: set[str]) -> list[str]:
    """The forms shown to the buyer that only others may send."""
    wrong, headers = [], territory.buyer_agent.headers
    actions = {one.partition(" on ")[0]: one for one in sorted(forms)}
    for action in sorted(set(actions) - {"/sign-out"}):
        if (await client.post(action, data={}, headers=headers)).status_code in (403, 404, 405):
            wrong.append(f"form {actions[action]} is not for a buyer")
    return wrong


async def contracts_of_status(client: httpx.AsyncClient, who: Caller, status: str) -> set[str]:
    """Addresses of the contracts that the count of a status leads to; from there it leads back to all."""
    page = read_page(await client.get(f"/contracts?status={status}", headers=who.headers))
    if f"/contracts?status={status}" in page.links or "/contracts" not in page.links:
        return set()
    return {link for link in page.links if link.startswith("/contracts/") and link != "/contracts/new"}


async def test_contracts_are_counted_by_status_and_each_count_shows_its_own(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    statuses = ("MISSED", "MET")
    callers = (territory.buyer_agent, territory.facilitator)
    before = {
        (who.user_id, status): await contracts_of_status(client, who, status) for who in callers for status in statuses
    }
    missed = await a_lot_with_hours(territory)
    met = await a_lot_with_hours(territory, hours_owed="70.00")
    late = await a_lot(territory.facilitator, territory)
    await owing(territory, late, "833.00")
    for who in callers:
        page = read_page(await client.get("/contracts", headers=who.headers))
        check(page, "/contracts")
        for status, lot in zip(statuses, (missed, met), strict=True):
            assert f"/contracts?status={status}" in page.links
            links = await contracts_of_status(client, who, status)
            assert links - before[who.user_id, status] == {f"/contracts/{lot.contract_id}"}
    assert "1 Objectif atteint" in page.text or "1 " + label("compliance_status", "MET") in page.text


async def test_a_count_keeps_the_other_filters(client: httpx.AsyncClient, territory: Territory) -> None:
    await a_lot_with_hours(territory)
    answer = await found_by(client, "/contracts?q=médiathèque&follow_up=all", territory.buyer_agent.headers)
    links = [link for link in read_page(answer).links if "status=MISSED" in link]
    assert [sealed_text(territory.buyer_agent.context, link) for link in links] == ["médiathèque"]
    assert links[0].endswith("&follow_up=all&status=MISSED")


async def test_a_buyer_reads_why_a_contract_worries_without_the_advice_to_others(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    ended = await a_lot_with_hours(territory)
    late = await a_lot(territory.facilitator, territory)
    await owing(territory, late, "833.00")
    buyer = read_page(await client.get("/contracts", headers=territory.buyer_agent.headers))
    assert "L’exécution est terminée, il manque 420,00 h." in buyer.text
    assert "Aucune embauche n’est enregistrée" in buyer.text
    assert "Prenez contact avec l’entreprise" not in buyer.text
    own = read_page(await client.get("/contracts", headers=territory.facilitator.headers))
    assert "Prenez contact avec l’entreprise" in own.text
    for path in ("/alerts", f"/contracts/{late.contract_id}", f"/lots/{late.id}", f"/lots/{late.id}/report"):
        page = read_page(await client.get(path, headers=territory.buyer_agent.headers))
        assert "Aucune embauche" in page.text, path
        assert "Prenez contact" not in page.text, path
    page = read_page(await client.get(f"/contracts/{ended.contract_id}", headers=territory.buyer_agent.headers))
    assert "Aucune embauche" not in page.text


def test_every_alert_is_a_fact_then_an_advice() -> None:
    for code, text in MESSAGES.items():
        if re.fullmatch(r"ALR-00[0-9]", code):
            assert text.count(". ") == 1, code
    values = {"credited": "1234.50", "expected": "2000.00"}
    assert readable_sentence("ALR-002", values).startswith(readable_fact("ALR-002", values))
    assert readable_fact("ALR-002", values).endswith("attendues à ce jour.")


async def test_a_small_group_of_people_is_not_counted_out_for_a_buyer(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot_with_hours(territory)
    for path in (f"/contracts/{lot.contract_id}", f"/lots/{lot.id}/report"):
        buyer = read_page(await client.get(path, headers=territory.buyer_agent.headers))
        assert "moins de 5" in buyer.text, path
        own = read_page(await client.get(path, headers=territory.facilitator.headers))
        assert "moins de 5" not in own.text, path
        assert re.search(r"Personnes( concernées :)? 1\b", own.text), path


@pytest.mark.parametrize(("people", "told"), [(0, 0), (1, None), (4, None), (5, 5), (40, 40)])
def test_how_many_people_are_told(people: int, told: int | None) -> None:
    shown = told_count(people, NOW.date(), is_exact=False)
    assert (shown.people, shown.fewer_than) == (told, 5 if told is None else None)
    assert told_count(people, NOW.date(), is_exact=True).people == people


async def test_a_contract_tells_its_penalties_and_leaves_in_files(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot, headers = await a_lot_with_hours(territory), territory.buyer_agent.headers
    other = await a_lot_with_hours(territory)
    await with_rules(territory, lot, PER_HOUR)
    page = read_page(await client.get(f"/contracts/{lot.contract_id}", headers=headers))
    check(page, "/contracts/…")
    assert odd_words(page) == []
    assert "14 700,00 €, ligne par ligne" in page.text
    assert f"/lots/{lot.id}/penalties" in page.links
    files = [link for link in page.links if link.startswith("/lots?contract=")]
    answers = [await client.get(link, headers=headers) for link in files]
    assert [answer.headers["content-type"].partition(";")[0] for answer in answers] == [WORKBOOK, "application/pdf"]
    listed = read_page(await client.get(files[0].replace("&format=xlsx", ""), headers=headers))
    assert f"/lots/{lot.id}" in listed.links
    assert f"/lots/{other.id}" not in listed.links
    everything = read_page(await client.get("/lots?contract=nonsense", headers=headers))
    assert {f"/lots/{lot.id}", f"/lots/{other.id}"} <= set(everything.links)
    assert Decimal("14700.00") == Decimal("420.00") * 35
