"""Contracts and lots on the pages: found in lists, added by hand, corrected, and told to each reader as it may be."""

from datetime import date
from decimal import Decimal

import httpx
import pytest

from clause.domain.contracts import Lot, LotFilters
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.tables import Window
from clause.rules.obligation import ObligationMethod
from clause.services import compliance, contracts, obligations
from clause.web.notes import NOTE_COOKIE
from tests.builders.contracts import a_contract, a_lot
from tests.builders.holders import a_consortium_lot
from tests.builders.searches import found_by
from tests.builders.territory import Caller, Territory, fictional_siret
from tests.web.reading import Page, check, read_page


async def an_owing_lot(territory: Territory) -> Lot:
    lot = await a_lot(territory.facilitator, territory)
    terms = ObligationTerms(
        method=ObligationMethod.FIXED,
        inputs=ObligationInputs(hours_owed=Decimal("833.00")),
        effective_on=date(2026, 1, 1),
    )
    await obligations.set_obligation(territory.facilitator.context, lot.id, terms, None)
    return lot


async def follow(client: httpx.AsyncClient, who: Caller, answer: httpx.Response) -> Page:
    """The page that an answer leads to, with the note of what was done."""
    assert answer.status_code == 303, answer.text
    note = answer.cookies.get(NOTE_COOKIE) or ""
    headers = {**who.headers, "cookie": f"{who.headers['cookie']}; {NOTE_COOKIE}={note}"}
    return read_page(await client.get(answer.headers["location"], headers=headers))


async def test_the_list_of_contracts_says_how_each_stands(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    for who in (territory.facilitator, territory.buyer_agent):
        page = read_page(await client.get("/contracts", headers=who.headers))
        assert f"{lot.contract_reference} Construction d'une médiathèque" in page.text
        assert "833,00 h" in page.text
        assert f"/contracts/{lot.contract_id}" in page.links


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bâtisseurs", True),
        ("q=médiathèque", True),
        ("q=zzz", False),
        ("status=MET", False),
        ("status=BEHIND", True),
        ("follow_up=waiting", False),
        ("follow_up=all", True),
        ("buyer=nonsense&status=nonsense", True),
    ],
)
async def test_the_list_of_contracts_is_filtered(
    client: httpx.AsyncClient, territory: Territory, query: str, found: bool
) -> None:
    lot = await an_owing_lot(territory)
    page = read_page(await found_by(client, f"/contracts?{query}", territory.facilitator.headers))
    assert (f"/contracts/{lot.contract_id}" in page.links) is found


async def test_a_list_is_found_by_siret_with_its_spaces(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    number = territory.company.identifier
    typed = f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"
    for path, link in (("/contracts", f"/contracts/{lot.contract_id}"), ("/lots", f"/lots/{lot.id}")):
        answer = await found_by(client, f"{path}?q={typed}", territory.facilitator.headers)
        assert link in read_page(answer).links


async def test_a_contract_without_followed_lot_is_kept_apart(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory, set_aside=True)
    link = f"/contracts/{lot.contract_id}"
    first = read_page(await client.get("/contracts", headers=territory.facilitator.headers))
    assert "Aucun marché suivi pour l’instant" in first.text
    every = read_page(await client.get("/contracts?follow_up=all", headers=territory.facilitator.headers))
    assert link in every.links


async def test_the_worst_contract_comes_first(territory: Territory, transaction: None) -> None:
    quiet = await a_lot(territory.facilitator, territory)
    late = await an_owing_lot(territory)
    asked = (None, None, ())
    found = await compliance.list_contracts_in_view(territory.facilitator.context, asked)
    shown = await compliance.browse_contract_rows(territory.facilitator.context, asked, found, Window("", 0, 10))
    rows = shown.rows
    assert [row.contract.id for row in rows] == [late.contract_id, quiet.contract_id]
    assert [(row.lots, row.lots_followed, row.lots_waiting) for row in rows] == [(1, 1, 0), (1, 1, 0)]


async def test_a_contract_shows_its_lots_and_its_condition(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    for who in (territory.facilitator, territory.buyer_agent, territory.company_agent):
        answer = await client.get(f"/contracts/{lot.contract_id}", headers=who.headers)
        page = read_page(answer)
        check(page, "/contracts/…")
        assert page.h1 == [f"Marché {lot.contract_reference}"]
        assert f"/lots/{lot.id}" in page.links
        has_condition = "Considération sociale obligatoire" in [text for _, text in page.headings]
        assert has_condition is (who is not territory.company_agent)
        may_edit = f"/contracts/{lot.contract_id}/edit" in page.links
        assert may_edit is (who is territory.facilitator)


async def test_a_contract_is_added_with_its_buyer_and_its_first_lot(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    data = {"buyer": territory.buyer.identifier, "reference": "2026M77", "object": "Gymnase", "nature": "Marché"}
    answer = await client.post("/contracts/new", data=data, headers=who.headers)
    path, form = answer.headers["location"], await follow(client, who, answer)
    assert "Le marché 2026M77 est ajouté" in form.text
    lot = {
        "label": "Gros œuvre",
        "number": "1",
        "amount_excl_vat": "1 250 000,50",
        "notified_on": "2026-02-01",
        "duration_months": "12",
        "social_considerations": ["SOCIAL_CLAUSE", "SOCIAL_CRITERION"],
    }
    added = await client.post(path, data=lot, headers=who.headers)
    assert added.status_code == 303, added.text
    (row,) = await contracts.list_lots(who.context, LotFilters(text="2026M77"), limit=5)
    assert added.headers["location"] == f"/lots/{row.lot.id}/holders"
    assert row.lot.amount_excl_vat == Decimal("1250000.50")
    assert (row.lot.first_day, row.lot.last_day) == (date(2026, 2, 1), date(2027, 1, 31))
    assert len(row.lot.social_considerations) == 2


async def test_a_buyer_that_is_new_to_the_directory_is_asked_its_name(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, siret = territory.facilitator, fictional_siret(4321)
    data = {"buyer": siret, "reference": "2026M78", "object": "École"}
    refused = read_page(await client.post("/contracts/new", data=data, headers=who.headers))
    assert "Ce SIRET n’est pas encore dans l’annuaire" in refused.text
    assert refused.fields["buyer"] == siret
    assert "buyer_name" in refused.fields
    answer = await client.post("/contracts/new", data={**data, "buyer_name": "Commune de Roc"}, headers=who.headers)
    assert answer.status_code == 303
    (found,) = await contracts.list_contracts(who.context, text="2026M78", limit=5)
    assert (found.buyer.name, found.buyer.identifier) == ("Commune de Roc", siret)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Nulle part", "Aucune organisation de l’annuaire ne porte ce nom"),
        ("123", "n’est pas un SIRET"),
        ("Ville de Port-Brisemer", "2026M79"),
        ("Port-Brisemer", "2026M79"),
        ("Ville de Port-Brisemer – {siret}", "2026M79"),
    ],
)
async def test_a_buyer_is_named_in_several_ways(
    client: httpx.AsyncClient, territory: Territory, typed: str, sentence: str
) -> None:
    who = territory.facilitator
    data = {"buyer": typed.format(siret=territory.buyer.identifier), "reference": "2026M79", "object": "Pont"}
    answer = await client.post("/contracts/new", data=data, headers=who.headers)
    page = await follow(client, who, answer) if answer.status_code == 303 else read_page(answer)
    assert sentence in page.text


async def test_the_directory_offers_what_is_typed(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    address = "/directory?kind=company&field=company"
    answer = await client.post(address, data={"company": "littoral"}, headers=headers)
    assert f"Propreté du Littoral – {territory.other_company.identifier}" in answer.text
    assert "<option" not in (await client.post(address, headers=headers)).text
    assert (await client.post(address, headers=territory.buyer_agent.headers)).status_code == 403


async def test_a_refused_contract_keeps_what_was_typed(client: httpx.AsyncClient, territory: Territory) -> None:
    known = await a_contract(territory.facilitator, territory)
    data = {"buyer": territory.buyer.identifier, "reference": known.reference, "object": "Deux <fois>"}
    answer = await client.post("/contracts/new", data=data, headers=territory.facilitator.headers)
    page = read_page(answer)
    assert answer.status_code == 422
    assert page.title.startswith("Erreur")
    assert "Deux <fois>" in page.text


async def test_a_contract_is_corrected_and_put_back(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    contract = await a_contract(who, territory)
    path = f"/contracts/{contract.id}/edit"
    data = {"version": "1", "object": "Médiathèque Nord", "nature": "Marché", "procedure": "Procédure adaptée"}
    answer = await client.post(path, data=data, headers=who.headers)
    shown = await follow(client, who, answer)
    assert "Médiathèque Nord" in shown.text
    assert ("form", "action", path) in shown.addresses, "the way back"
    assert (shown.fields["version"], shown.fields["object"]) == ("2", contract.object)
    stale = await client.post(path, data=data, headers=who.headers)
    assert stale.status_code == 422
    assert "modifié entre-temps" in read_page(stale).text


async def test_a_modification_may_say_what_the_lot_owes(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await an_owing_lot(territory)
    path = f"/contracts/{lot.contract_id}/modifications/new"
    form = read_page(await client.get(path, headers=who.headers))
    check(form, path)
    data = {"lot_id": str(lot.id), "object": "Avenant n° 1", "amount_stated": "1 080 000", "hours_owed": "900",
            "notified_on": "2026-05-02"}  # fmt: skip
    answer = await client.post(path, data=data, headers=who.headers)
    shown = await follow(client, who, answer)
    assert "le lot doit 900,00 h" in shown.text
    assert "Avenant n° 1 Saisie à la main" in shown.text
    assert "Nouveau montant : 1 080 000,00 € HT" in shown.text
    refused = await client.post(path, data={"lot_id": str(lot.id), "hours_owed": "beaucoup"}, headers=who.headers)
    assert refused.status_code == 422
    assert "« Heures dues désormais » n’est pas lisible" in read_page(refused).text


async def test_the_buyer_s_reason_is_recorded(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, amount="9000000.00", first_day=date(2026, 9, 1))
    path = f"/contracts/{lot.contract_id}/waiver"
    data = {"version": "1", "ground": "SHORT_CONTRACT", "explanation": "Cinq mois de travaux", "author": "Alix Morel"}
    future = await client.post(path, data={**data, "decided_on": "2030-01-01"}, headers=who.headers)
    assert future.status_code == 422
    answer = await client.post(path, data={**data, "decided_on": "2026-06-01"}, headers=who.headers)
    assert answer.status_code == 303, answer.text
    shown = read_page(await client.get(f"/contracts/{lot.contract_id}", headers=who.headers))
    assert "Marché de moins de six mois – Cinq mois de travaux" in shown.text


async def test_a_stranger_finds_no_contract(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    headers = territory.other_facilitator.headers
    for below in ("", "/edit", "/lots/new", "/modifications/new", "/waiver"):
        assert (await client.get(f"/contracts/{lot.contract_id}{below}", headers=headers)).status_code == 404
    for below in ("/edit", "/lots/new", "/modifications/new", "/waiver"):
        answer = await client.post(f"/contracts/{lot.contract_id}{below}", data={}, headers=headers)
        assert answer.status_code == 404


async def test_holders_come_and_go(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, held=False)
    path = f"/lots/{lot.id}/holders"
    empty = read_page(await client.get(path, headers=who.headers))
    assert "Aucun titulaire n’est indiqué" in empty.text
    added = {"company": territory.company.name, "role": "HOLDER"}
    assert (await client.post(path, data=added, headers=who.headers)).status_code == 303
    own = f"{path}/{territory.company.id}"
    lead = {"version": "2", "role": "LEAD_HOLDER"}
    assert (await client.post(f"{own}/role", data=lead, headers=who.headers)).status_code == 303
    other = {"company": territory.other_company.identifier, "role": "CO_HOLDER"}
    assert (await client.post(path, data=other, headers=who.headers)).status_code == 303
    kind = {"version": "4", "consortium_kind": "SOLIDAIRE"}
    answer = await client.post(f"/lots/{lot.id}/consortium", data=kind, headers=who.headers)
    assert answer.status_code == 303, answer.text
    gone = {"version": "5", "left_on": "2026-06-30"}
    refused = await client.post(f"{path}/{territory.other_company.id}/departure", data=gone, headers=who.headers)
    assert "Le départ d’un titulaire se motive" in read_page(refused).text
    gone["reason"] = "Avenant n° 2"
    left = await client.post(f"{path}/{territory.other_company.id}/departure", data=gone, headers=who.headers)
    assert left.status_code == 303
    page = read_page(await client.get(path, headers=who.headers))
    assert "dernier jour : 30 juin 2026" in page.text
    back = await client.post(f"{path}/{territory.other_company.id}/return", data={"version": "6"}, headers=who.headers)
    assert back.status_code == 303
    page = read_page(await client.get(path, headers=who.headers))
    check(page, path)
    assert "dernier jour" not in page.text


async def test_a_company_sees_itself_among_the_holders(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_consortium_lot(territory.facilitator, territory, territory.other_company)
    page = read_page(await client.get(f"/lots/{lot.id}/holders", headers=territory.company_agent.headers))
    assert territory.company.name in page.text
    assert territory.other_company.name not in page.text
