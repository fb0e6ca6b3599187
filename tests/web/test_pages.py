"""Every page for every reader: in French, with a title and one heading, loading nothing from elsewhere."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from clause.domain.certificate_register import Certificate
from clause.domain.contracts import Lot
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.edge.observation import SECURITY_HEADERS
from clause.rules.obligation import ObligationMethod
from clause.services import certificates, obligations
from clause.web.page import STATIC, static_url
from tests.builders.certificates import a_certificate, ask_certificate
from tests.builders.contracts import a_lot
from tests.builders.hours import a_submitted_statement, a_validated_statement
from tests.builders.people import a_hire
from tests.builders.searches import found_by
from tests.builders.territory import Territory
from tests.web.reading import check, read_page

READERS = ["facilitator", "manager", "buyer_agent", "company_agent", "oi_officer", "other_facilitator"]


@dataclass(frozen=True)
class Story:
    """What there is to show."""

    lot: Lot
    issued: Certificate
    waiting: Certificate


@pytest.fixture
async def story(client: httpx.AsyncClient, territory: Territory) -> Story:
    """A lot with hours booked and waiting, and two certificates."""
    who = territory.facilitator
    lot = await a_lot(who, territory, label="Toiture de l'école <Simone-Veil>")
    inputs = ObligationInputs(
        labour_share=Decimal("0.5"), insertion_rate=Decimal("0.05"), loaded_hourly_cost=Decimal("30.00")
    )
    terms = ObligationTerms(method=ObligationMethod.AMOUNT, inputs=inputs, effective_on=date(2026, 1, 1))
    await obligations.set_obligation(who.context, lot.id, terms, None)
    hire = await a_hire(who, territory, lot)
    await a_validated_statement(who, hire, month="2026-03", hours_declared="100.00")
    await a_submitted_statement(who, hire, month="2026-04", hours_declared="50.00")
    issued = await a_certificate(who, lot.id, remark="Rien à signaler.")
    return Story(lot, issued, await ask_certificate(who, lot.id))


def paths(story: Story) -> list[str]:
    return [
        "/",
        "/lots",
        "/lots?follow_up=all&q=zzz",
        f"/lots/{story.lot.id}",
        "/certificates",
        f"/certificates/{story.issued.id}",
        f"/certificates/{story.waiting.id}",
        "/claims",
        "/verify",
        f"/verify/{story.issued.code}",
        "/verify/7K3M-9QXR-2D4F-8HTW",
        "/verify?code=abc",
        "/sign-in",
        "/nowhere",
    ]


@pytest.mark.parametrize("reader", [*READERS, None])
async def test_every_page_is_in_french_has_one_heading_and_loads_nothing_from_elsewhere(
    client: httpx.AsyncClient, territory: Territory, story: Story, reader: str | None
) -> None:
    headers = territory.callers()[reader].headers if reader else {}
    for path in paths(story):
        answer = await client.get(path, headers=headers)
        if answer.status_code == 303:
            continue
        assert answer.status_code < 500, path
        check(read_page(answer), path)
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value, path


@pytest.mark.parametrize(
    ("reader", "lots", "lot", "certificate", "claims"),
    [
        ("facilitator", 200, 200, 200, 200),
        ("manager", 200, 200, 200, 200),
        ("buyer_agent", 200, 200, 200, 403),
        ("company_agent", 200, 200, 200, 403),
        ("other_facilitator", 200, 404, 404, 200),
        ("other_buyer_agent", 200, 404, 404, 403),
        ("other_company_agent", 200, 404, 404, 403),
        ("oi_officer", 403, 403, 403, 403),
    ],
)
async def test_each_reader_sees_its_own_pages_and_no_others(
    client: httpx.AsyncClient, territory: Territory, story: Story, reader: str, lots: int, lot: int, certificate: int,
    claims: int,
) -> None:  # fmt: skip
    headers = territory.callers()[reader].headers
    expected = {
        "/lots": lots,
        f"/lots/{story.lot.id}": lot,
        f"/certificates/{story.issued.id}": certificate,
        f"/certificates/{story.issued.id}/pdf": certificate,
        "/claims": claims,
    }
    assert {path: (await client.get(path, headers=headers)).status_code for path in expected} == expected


async def test_the_list_of_lots_shows_progress_and_leads_to_each(
    client: httpx.AsyncClient, territory: Territory, story: Story
) -> None:
    page = read_page(await client.get("/lots", headers=territory.company_agent.headers))
    assert "833,00 h 100,00 h 12,00 %" in page.text
    assert f"/lots/{story.lot.id}" in page.links


async def test_a_lot_shows_the_formula_filled_in_and_what_waits(
    client: httpx.AsyncClient, territory: Territory, story: Story
) -> None:
    page = read_page(await client.get(f"/lots/{story.lot.id}", headers=territory.facilitator.headers))
    assert page.h1 == ["Lot 1 – Toiture de l'école <Simone-Veil>"]
    assert "1 000 000,00 € × 50 % × 5 % ÷ 30,00 €/h, arrondi à l’heure inférieure" in page.text
    assert "avril 2026 Transmis Bâtisseurs de la Côte · 50,00 h déclarées" in page.text
    assert "mars 2026 Validé Bâtisseurs de la Côte · 100,00 h déclarées · 100,00 h validées" in page.text


async def test_a_buyer_sees_sums_and_no_statement(
    client: httpx.AsyncClient, territory: Territory, story: Story
) -> None:
    page = read_page(await client.get(f"/lots/{story.lot.id}", headers=territory.buyer_agent.headers))
    assert "100,00 h" in page.text
    assert "Relevés d’heures" not in [text for _, text in page.headings]
    assert "Demander une attestation" not in page.text


@pytest.mark.parametrize(("query", "found"), [("q=simone", True), ("q=zzz", False), ("follow_up=set_aside", False),
                                              ("follow_up=nonsense", True), ("follow_up=all", True)])  # fmt: skip
async def test_the_list_of_lots_is_filtered(
    client: httpx.AsyncClient, territory: Territory, story: Story, query: str, found: bool
) -> None:
    page = read_page(await found_by(client, f"/lots?{query}", territory.facilitator.headers))
    assert (f"/lots/{story.lot.id}" in page.links) is found


@pytest.mark.parametrize("query", ["q=%00", "page=nonsense", "follow_up=%00", "q=" + "x" * 5000])
async def test_a_strange_address_is_no_fault_of_ours(
    client: httpx.AsyncClient, territory: Territory, query: str
) -> None:
    answer = await found_by(client, f"/lots?{query}", territory.facilitator.headers)
    assert answer.status_code in (200, 400)
    check(read_page(answer), query)


async def test_long_lists_are_cut_and_followed(client: httpx.AsyncClient, territory: Territory) -> None:
    for number in range(52):
        await a_lot(territory.facilitator, territory, label=f"Voirie {number:02d}")
    first = read_page(await found_by(client, "/lots?q=voirie", territory.facilitator.headers))
    following = next(link for link in first.links if "page=2" in link)
    second = read_page(await client.get(following, headers=territory.facilitator.headers))
    shown = [
        {link for link in page.links if link.startswith("/lots/") and link != "/lots/review"}
        for page in (first, second)
    ]
    assert [len(links) for links in shown] == [50, 2]
    assert shown[0] & shown[1] == set()


async def test_static_files_are_kept_under_an_address_that_changes_with_them(client: httpx.AsyncClient) -> None:
    for file in filter(Path.is_file, STATIC.rglob("*")):
        answer = await client.get(static_url(str(file.relative_to(STATIC))))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert file.suffix != ".css" or b"url(" not in answer.content


async def test_pages_are_kept_by_nobody(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.get("/lots", headers=territory.facilitator.headers)
    assert answer.headers["cache-control"] == "no-store"


async def test_an_unexpected_fault_is_told_without_its_cause(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.get("/nowhere")
    page = read_page(answer)
    assert (answer.status_code, page.h1) == (404, ["Page introuvable"])
    wrong_method = await client.post("/lots", headers=territory.facilitator.headers)
    assert wrong_method.status_code == 405
    check(read_page(wrong_method), "/lots")


async def test_a_revoked_certificate_says_so_everywhere(
    client: httpx.AsyncClient, territory: Territory, story: Story
) -> None:
    await certificates.revoke_certificate(territory.facilitator.context, story.issued.id, "Heures corrigées")
    public = read_page(await client.get(f"/verify/{story.issued.code}"))
    assert "a été révoquée le 15 juin 2026 à 11:00" in public.text
    assert "Heures corrigées" not in public.text
    own = read_page(await client.get(f"/certificates/{story.issued.id}", headers=territory.company_agent.headers))
    assert "Motif : Heures corrigées" in own.text
