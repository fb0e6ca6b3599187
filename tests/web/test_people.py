"""Pages of people followed: the list, a new file, one person on one page; the organisation's own alone."""

from datetime import date

import httpx

from tests.builders.contracts import a_lot
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.searches import found_by
from tests.builders.territory import Territory
from tests.web.reading import read_page

PERSON = {
    "last_name": "Berthier",
    "first_name": "Amina",
    "birth_date": "1994-03-08",
    "sex": "F",
    "postal_code": "29200",
}


async def test_a_new_file_leads_straight_to_the_eligibility(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    answer = await client.post("/participants", headers=headers, data=PERSON)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/eligibility/new")
    page = read_page(await client.get(answer.headers["location"], headers=headers))
    assert "Qu’est-ce qui rend Amina Berthier éligible" in page.text
    assert "Allocataire du RSA" in page.text


async def test_a_refused_file_keeps_what_was_typed_and_says_what_is_wrong(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    typed = {**PERSON, "last_name": "", "birth_date": "2020-03-08"}
    answer = await client.post("/participants", headers=territory.facilitator.headers, data=typed)
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.fields["first_name"] == "Amina"
    assert "« Nom » est à remplir" in page.text


async def test_a_namesake_is_shown_and_someone_else_may_be_confirmed(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.facilitator.headers
    await client.post("/participants", headers=headers, data=PERSON)
    again = await client.post("/participants", headers=headers, data=PERSON)
    assert again.status_code == 422
    page = read_page(again)
    assert "peut-être déjà suivie" in page.text
    assert "confirm_duplicate" not in page.text
    confirmed = await client.post("/participants", headers=headers, data={**PERSON, "confirm_duplicate": "true"})
    assert confirmed.status_code == 303


async def test_the_list_says_where_each_stands_and_filters(client: httpx.AsyncClient, territory: Territory) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    empty = read_page(await client.get("/participants", headers=headers))
    assert "Aucune personne n’est encore suivie" in empty.text
    hire = await a_hire(who, territory, await a_lot(who, territory), first_day=date(2026, 1, 5))
    waiting = await a_participant(who, first_name="Zoé", last_name="Attend")
    await an_eligibility(who, waiting.id, accepted=False)
    await a_participant(who, first_name="Yves", last_name="Nouveau")
    page = read_page(await client.get("/participants", headers=headers))
    assert "04/01/2028" in page.text
    assert f"/hires/{hire.id}" in page.links
    for asked, found, left_out in (
        ("eligibility=SUBMITTED", "Attend Zoé", "Nouveau Yves"),
        ("eligibility=NONE", "Nouveau Yves", "Attend Zoé"),
        ("q=attend+zo", "Attend Zoé", "Nouveau Yves"),
    ):
        shown = read_page(await found_by(client, f"/participants?{asked}", headers)).text
        assert found in shown
        assert left_out not in shown
    workbook = await client.get("/participants?format=xlsx", headers=headers)
    assert workbook.content.startswith(b"PK")
    near = read_page(await client.get("/participants?eligibility=ENDING", headers=headers))
    assert "Rien ne correspond" in near.text


async def test_the_file_says_first_what_is_to_be_done(client: httpx.AsyncClient, territory: Territory) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    person = await a_participant(who)
    path = f"/participants/{person.id}"
    assert "L’éligibilité reste à présenter" in read_page(await client.get(path, headers=headers)).text
    ground = await an_eligibility(who, person.id, accepted=False)
    page = read_page(await client.get(path, headers=headers))
    assert "Une éligibilité est à valider" in page.text
    assert f"/eligibility/{ground.id}?back=person" in page.links
    await client.post(f"/eligibility/{ground.id}/accept", headers=headers, data={"back": "person"})
    page = read_page(await client.get(path, headers=headers))
    assert "n’a pas encore d’embauche" in page.text


async def test_an_identity_is_corrected_and_nobody_else_sees_the_file(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who, headers = territory.facilitator, territory.facilitator.headers
    person = await a_participant(who)
    form = read_page(await client.get(f"/participants/{person.id}/edit", headers=headers)).fields
    sent = {**form, "last_name": "Durand-Petit", "sex": "F"}
    del sent["q"]
    answer = await client.post(f"/participants/{person.id}", headers=headers, data=sent)
    assert answer.status_code == 303, answer.text
    page = read_page(await client.get(f"/participants/{person.id}", headers=headers))
    assert page.h1 == [f"{person.first_name} Durand-Petit"]
    stale = await client.post(f"/participants/{person.id}", headers=headers, data=sent)
    assert "modifié entre-temps" in read_page(stale).text
    for stranger in (territory.other_facilitator, territory.company_agent, territory.buyer_agent):
        status = (await client.get(f"/participants/{person.id}", headers=stranger.headers)).status_code
        assert status in (403, 404)
