"""The people of an organisation: who sees them, who decides, and what can be taken back."""

from urllib.parse import unquote
from uuid import UUID

import httpx
import pytest

from clause.domain.actors import Role
from clause.services import people
from clause.web.notes import NOTE_COOKIE
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.searches import found_by
from tests.builders.territory import Caller, Territory
from tests.web.reading import read_page


async def _membership(caller: Caller, of: Caller) -> str:
    found = await people.list_people(caller.context)
    return str(next(person.membership_id for person in found if person.id == of.user_id))


async def test_a_manager_invites_a_colleague_who_then_waits_in_the_list(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    data = {"full_name": "Ariel Morin", "email": "ariel@brisemer.example", "role": "facilitator"}
    answer = await client.post("/members", data=data, headers=territory.manager.headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/members")
    page = read_page(await client.get("/members", headers=territory.manager.headers))
    assert "Ariel Morin" in page.text
    assert "invitation_sent" in answer.cookies[NOTE_COOKIE]
    twice = await client.post("/members", data=data, headers=territory.manager.headers)
    assert twice.status_code == 422
    assert "Une invitation attend déjà à cette adresse" in twice.text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"full_name": "Ariel", "email": "ariel", "role": "facilitator"}, "Cette adresse électronique"),
        ({"full_name": "Ariel", "email": "camille@brisemer.example", "role": "facilitator"}, "a déjà accès"),
        ({"full_name": "Ariel", "email": "a@b.example", "role": "oi_officer"}, "Ce rôle n’existe pas"),
        ({"email": "a@b.example", "role": "manager"}, "Nom"),
    ],
)
async def test_an_invitation_that_cannot_be_sent_says_why_and_keeps_what_was_typed(
    client: httpx.AsyncClient, territory: Territory, data: dict[str, str], told: str
) -> None:
    answer = await client.post("/members", data=data, headers=territory.manager.headers)
    assert answer.status_code == 422
    page = read_page(answer)
    assert told in page.text
    assert page.fields["email"] == data["email"]


async def test_a_facilitator_sees_colleagues_and_decides_nothing(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.facilitator.headers
    page = read_page(await client.get("/members", headers=headers))
    assert "Dominique Prat" in page.text
    assert "/members/invite" not in page.links
    member = await _membership(territory.manager, territory.manager)
    assert (await client.post(f"/members/{member}/end", headers=headers)).status_code in (403, 422)
    data = {"full_name": "A", "email": "a@b.example", "role": "manager"}
    assert (await client.post("/members", data=data, headers=headers)).status_code == 422


async def test_an_access_that_is_closed_opens_nothing_and_can_be_opened_again(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    member = await _membership(territory.manager, territory.facilitator)
    closed = await client.post(f"/members/{member}/end", headers=territory.manager.headers)
    assert closed.status_code == 303
    assert f"/members/{member}/restore" in unquote(closed.cookies[NOTE_COOKIE])
    assert (await client.get("/members", headers=territory.facilitator.headers)).status_code == 303
    await client.post(f"/members/{member}/restore", headers=territory.manager.headers)
    found = await people.load_person(territory.manager.context, UUID(member))
    assert found.has_access


async def test_an_organisation_always_keeps_somebody_who_decides(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    me = await _membership(territory.manager, territory.manager)
    for path, data in ((f"/members/{me}/end", {}), (f"/members/{me}/role", {"role": "facilitator"})):
        answer = await client.post(path, data=data, headers=territory.manager.headers)
        assert answer.status_code == 422, path


async def test_a_role_is_changed_and_changed_back(client: httpx.AsyncClient, territory: Territory) -> None:
    member = await _membership(territory.manager, territory.facilitator)
    path = f"/members/{member}/role"
    changed = await client.post(path, data={"role": "manager"}, headers=territory.manager.headers)
    assert '"role":"facilitator"' in unquote(changed.cookies[NOTE_COOKIE])
    found = await people.load_person(territory.manager.context, UUID(member))
    assert found.role is Role.MANAGER


async def test_a_person_of_another_organisation_is_not_there(client: httpx.AsyncClient, territory: Territory) -> None:
    member = await _membership(territory.manager, territory.facilitator)
    for caller in (territory.other_manager, territory.company_agent):
        assert (await client.get(f"/members/{member}", headers=caller.headers)).status_code == 404
        assert (await client.post(f"/members/{member}/restore", headers=caller.headers)).status_code == 404


async def test_a_facilitator_invites_into_a_company_of_its_lots_and_no_other(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_hire(territory.facilitator, territory, lot)
    data = {"full_name": "Gaël Tanguy", "email": "gael@batisseurs.example"}
    company = f"/companies/{territory.company.id}"
    refused = await client.post(f"{company}/invitations", data=data, headers=territory.other_facilitator.headers)
    assert refused.status_code == 422
    assert "de part dans aucun de vos lots" in refused.text
    sent = await client.post(f"{company}/invitations", data=data, headers=territory.facilitator.headers)
    assert (sent.status_code, sent.headers["location"]) == (303, company)
    page = read_page(await client.get(company, headers=territory.facilitator.headers))
    assert "Eden Roux" in page.text
    assert "gael@batisseurs.example" in page.text
    stranger = read_page(await client.get(company, headers=territory.other_facilitator.headers))
    assert "Eden Roux" not in stranger.text
    assert "gael@batisseurs.example" not in stranger.text


async def test_a_company_sees_its_own_sheet_and_no_other(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.company_agent.headers
    assert (await client.get(f"/companies/{territory.company.id}", headers=headers)).status_code == 200
    assert (await client.get(f"/companies/{territory.other_company.id}", headers=headers)).status_code == 404


async def test_a_company_is_found_by_its_number_or_added(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    found = await client.post(
        "/companies", data={"siret": territory.company.identifier, "name": "Autre nom"}, headers=headers
    )
    assert found.headers["location"] == f"/companies/{territory.company.id}"
    wrong = await client.post("/companies", data={"siret": "123", "name": "Neuve"}, headers=headers)
    assert wrong.status_code == 422
    assert read_page(wrong).fields["siret"] == "123"
    page = read_page(await found_by(client, "/companies?q=batisseurs de la", headers))
    assert page.h1 == ["Entreprises"]
