"""What a lot owes, on its pages: the formula before saving, versions, tranches, invoices, reliefs, other units."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import httpx
import pytest

from clause.domain.contracts import Lot
from clause.services import obligations
from tests.builders.contracts import a_lot
from tests.builders.obligations import a_tranche, by_invoices, decide, fixed
from tests.builders.territory import Territory
from tests.web.reading import Page, check, read_page

BUILDING = {"method": "AMOUNT", "amount_excl_vat": "1 000 000,00", "sector": "BUILDING"}


async def send(client: httpx.AsyncClient, territory: Territory, path: str, **data: str) -> httpx.Response:
    return await client.post(path, data=data, headers=territory.facilitator.headers)


async def opened(client: httpx.AsyncClient, territory: Territory, path: str) -> Page:
    answer = await client.get(path, headers=territory.facilitator.headers)
    assert answer.status_code == 200, answer.text[:500]
    page = read_page(answer)
    check(page, path)
    return page


async def followed(client: httpx.AsyncClient, territory: Territory, answer: httpx.Response) -> Page:
    """The page to which a form that was accepted leads, with its note."""
    assert answer.status_code == 303, read_page(answer).text[:900]
    headers = {**territory.facilitator.headers}
    note = answer.headers["set-cookie"].split(";")[0]
    headers["cookie"] = "; ".join(filter(None, [headers.get("cookie"), note]))
    return read_page(await client.get(answer.headers["location"], headers=headers))


async def owed(territory: Territory, lot: Lot, on: date | None = None) -> Decimal | None:
    then = await obligations.owed_then(territory.facilitator.context, lot.id, on, None)
    return then.versions[0].hours_owed if then.versions else None


async def test_a_lot_that_owes_nothing_yet_says_what_to_do(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    page = await opened(client, territory, f"/lots/{lot.id}")
    assert f"/lots/{lot.id}/obligations" in page.links
    assert "Fixer les heures dues" in page.text
    page = await opened(client, territory, f"/lots/{lot.id}/obligations")
    assert "Rien n’est dû aujourd’hui" in page.text
    assert page.fields["amount_excl_vat"] == "1\u202f000\u202f000,00"


async def test_the_formula_is_shown_before_anything_is_saved(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    path = f"/lots/{lot.id}/obligations"
    typed = {**BUILDING, "effective_on": "2026-01-01"}
    answer = await send(client, territory, f"{path}/preview", **typed)
    assert "= 833,00 h" in read_page(answer).text
    assert await owed(territory, lot) is None
    htmx = {**territory.facilitator.headers, "hx-request": "true"}
    piece = await client.post(f"{path}/preview", data=typed, headers=htmx)
    assert "<html" not in piece.text
    assert "833,00" in piece.text
    page = await followed(client, territory, await send(client, territory, path, **typed))
    assert "le lot doit 833,00 h à partir du 1er janvier 2026" in page.text
    assert await owed(territory, lot) == Decimal("833.00")
    page = await opened(client, territory, f"/lots/{lot.id}")
    assert "1 000 000,00 € × 50 % × 5 % ÷ 30,00 €/h" in page.text


async def test_a_refused_decision_keeps_what_was_typed_and_names_the_field_in_french(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    typed = {"method": "AMOUNT", "labour_share": "150", "effective_on": "2026-01-01"}
    answer = await send(client, territory, f"/lots/{lot.id}/obligations", **typed)
    page = read_page(answer)
    assert answer.status_code == 422
    assert "« Part de la main-d’œuvre » n’est pas une part" in page.text
    assert "« Coût horaire chargé » manque" in page.text
    assert "#labour_share" in page.links
    assert page.fields["labour_share"] == "150"


async def test_a_second_version_needs_a_reason(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await decide(territory.facilitator, lot, fixed("500.00"))
    typed = {"method": "FIXED", "hours_owed": "600", "unit": "HOURS", "effective_on": "2026-03-01"}
    refused = await send(client, territory, f"/lots/{lot.id}/obligations", **typed)
    assert refused.status_code == 422
    assert "Indiquez la raison" in read_page(refused).text
    answer = await send(client, territory, f"/lots/{lot.id}/obligations", **typed, reason="Avenant n° 1")
    page = await followed(client, territory, answer)
    assert "Avenant n° 1" in page.text
    page = await opened(client, territory, f"/lots/{lot.id}/obligations?on=2026-02-01")
    assert "Le 1er février 2026" in page.text
    assert "500,00 h (version 1" in page.text


async def test_other_units_are_stated_and_told(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    typed = {"method": "FIXED", "hours_owed": "3", "unit": "PERSONS", "effective_on": "2026-01-01"}
    await followed(client, territory, await send(client, territory, f"/lots/{lot.id}/obligations", **typed))
    done = {"unit": "PERSONS", "quantity_done": "1", "done_on": "2026-03-02"}
    page = await followed(client, territory, await send(client, territory, f"/lots/{lot.id}/achievements", **done))
    assert "Personnes : 1 sur 3, reste 2." in page.text
    wrong = await send(client, territory, f"/lots/{lot.id}/achievements", **{**done, "quantity_done": "-1"})
    assert wrong.status_code == 422


async def test_a_decision_names_the_article_that_it_rests_on(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    typed = {"method": "FIXED", "hours_owed": "600", "unit": "HOURS", "effective_on": "2026-01-01"}
    path = f"/lots/{lot.id}/obligations"
    answer = await send(client, territory, path, **typed, legal_basis="AWARD_CRITERION")
    await followed(client, territory, answer)
    page = await opened(client, territory, path)
    assert "Critère d’attribution (Code de la commande publique, L2152-7 et R2152-7)" in page.text


async def test_an_invoice_says_what_is_owed_since(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await decide(territory.facilitator, lot, by_invoices())
    path = f"/lots/{lot.id}/invoices"
    typed = {"kind": "INVOICE", "number": "F-1", "issued_on": "2026-03-31", "amount_excl_vat": "50 000"}
    page = await followed(client, territory, await send(client, territory, path, **typed))
    assert "le lot doit désormais 25,00 h" in page.text
    assert "50 000,00 €" in page.text
    again = await send(client, territory, path, **typed)
    assert again.status_code == 422
    order = {"number": "BC-1", "ordered_on": "2026-04-01", "amount_excl_vat": "9000", "first_day": "2026-04-01"}
    late = await send(client, territory, f"/lots/{lot.id}/purchase-orders", **order, last_day="2026-03-01")
    assert "finit le 01/03/2026, avant son premier jour (01/04/2026)" in read_page(late).text
    taken = await send(client, territory, f"/lots/{lot.id}/purchase-orders", **order, last_day="2026-09-30")
    assert "BC-1" in (await followed(client, territory, taken)).text
    month = await send(client, territory, f"/lots/{lot.id}/worked-hours", month="2026-03", hours_worked="100")
    assert "mars 2026" in (await followed(client, territory, month)).text


async def test_a_tranche_is_affirmed_from_its_line(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await decide(territory.facilitator, lot, fixed("500.00"))
    tranche = await a_tranche(territory.facilitator, lot)
    path = f"/tranches/{tranche.id}/affirm"
    assert path in (await opened(client, territory, f"/lots/{lot.id}/tranches")).links
    await opened(client, territory, path)
    early = await send(client, territory, path, affirmed_on="2026-05-01", new_last_day="2026-06-30")
    assert early.status_code == 422
    page = await followed(client, territory, await send(client, territory, path, affirmed_on="2026-05-01"))
    assert "le lot doit désormais 700,00 h" in page.text
    added = await send(client, territory, f"/lots/{lot.id}/tranches", kind="OPTIONAL", label="Aile sud", hours="80")
    assert "Aile sud" in (await followed(client, territory, added)).text


async def test_a_relief_changes_what_is_owed_and_names_its_field(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await decide(territory.facilitator, lot, fixed("500.00"))
    path = f"/lots/{lot.id}/reliefs"
    typed = {
        "kind": "REDUCTION",
        "first_day": "2026-04-01",
        "ground": "SHORT_TIME_WORK",
        "decided_by_name": "Direction des bâtiments",
        "decided_on": "2026-04-01",
    }
    refused = read_page(await send(client, territory, path, **typed))
    assert "« Heures retirées » ne va pas" in refused.text
    page = await followed(client, territory, await send(client, territory, path, **typed, hours_delta="100"))
    assert "le lot doit désormais 400,00 h" in page.text
    letter = {"received_on": "2026-04-01", "is_registered_letter": "true", "content": "Activité partielle"}
    sent = await send(client, territory, f"/lots/{lot.id}/difficulty-notices", **letter)
    assert "Activité partielle" in (await followed(client, territory, sent)).text


@pytest.mark.parametrize(
    ("query", "result"),
    [
        ("method=AMOUNT&amount_excl_vat=1000000&sector=BUILDING", "833,00 h"),
        ("method=FIXED&hours_owed=800", "800,00 h"),
        ("method=INVOICE_RATIO&threshold=0&euros_per_step=2000&hours_per_step=1&amount_invoiced=50000", "25,00 h"),
        ("method=BRACKETS&amount_excl_vat=150000", "300,00 h"),
        ("method=BRACKETS&amount_excl_vat=150000&brackets=0+%3B+10%0A100+000+%3B+20", "20,00 h"),
        (
            "method=STAFF_TAKEOVER&amount_excl_vat=600000&months=24&transferable_monthly_hours=400&sector=CLEANING",
            "720,00 h",
        ),
        ("method=HOURS_SHARE&insertion_rate=5&hours_worked=1000", "50,00 h"),
        ("method=OFFER&minimum_hours=10&offered_hours=20", "20,00 h"),
    ],
)
async def test_the_calculator_knows_every_method(
    client: httpx.AsyncClient, territory: Territory, query: str, result: str
) -> None:
    page = await opened(client, territory, f"/obligation-calculator?{query}")
    assert f"= {result}" in page.text


async def test_a_calculation_goes_on_to_a_lot(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    query = f"method=AMOUNT&amount_excl_vat=400000&sector=BUILDING&lot_id={lot.id}"
    answer = await client.get(f"/obligation-calculator?{query}", headers=territory.facilitator.headers)
    page = await opened(client, territory, answer.headers["location"])
    assert page.fields["amount_excl_vat"] == "400000"


async def test_the_calculator_says_what_is_missing(client: httpx.AsyncClient, territory: Territory) -> None:
    path = "/obligation-calculator?method=AMOUNT&amount_excl_vat=abc"
    answer = await client.get(path, headers=territory.facilitator.headers)
    assert answer.status_code == 422
    assert "#amount_excl_vat" in read_page(answer).links


@pytest.mark.parametrize("end", ["", "/obligations", "/tranches", "/invoices", "/reliefs", "/achievements"])
async def test_buyers_and_companies_read_and_change_nothing(
    client: httpx.AsyncClient, territory: Territory, end: str
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await decide(territory.facilitator, lot, fixed("500.00"))
    for reader in (territory.buyer_agent, territory.company_agent):
        answer = await client.get(f"/lots/{lot.id}{end}", headers=reader.headers)
        page = read_page(answer)
        assert (answer.status_code, [field for field in page.fields if field in ("reason", "kind", "hours")]) == (
            200,
            [],
        )
        if end:
            refused = await client.post(f"/lots/{lot.id}{end}", data={}, headers=reader.headers)
            assert refused.status_code == 403


async def test_a_stranger_finds_no_lot(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    tranche = await a_tranche(territory.facilitator, lot)
    ids: tuple[tuple[str, UUID], ...] = (("/lots/{}/tranches", lot.id), ("/tranches/{}/affirm", tranche.id))
    for path, one in ids:
        answer = await client.get(path.format(one), headers=territory.other_facilitator.headers)
        assert answer.status_code == 404
