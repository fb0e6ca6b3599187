"""Removing what was added by mistake, from its note and from its page; the trash, and what cannot be removed."""

import json
from datetime import date
from urllib.parse import unquote

import httpx
import pytest

from clause.domain.contracts import HolderRole
from clause.services import contacts, contracts, hires, participants, subcontractors
from clause.web.notes import NOTE_COOKIE, Undo
from tests.builders.contracts import a_contract, a_lot
from tests.builders.holders import a_company, a_contact
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Territory
from tests.web.reading import check, odd_words, read_page


def undo_of(answer: httpx.Response) -> Undo:
    """The way back that the note of this answer offers."""
    assert answer.status_code == 303, answer.text[:3000]
    note = json.loads(unquote(answer.cookies[NOTE_COOKIE].strip('"')))
    return Undo.model_validate(note["undo"])


async def play(client: httpx.AsyncClient, territory: Territory, undo: Undo) -> httpx.Response:
    return await client.post(undo.path, headers=territory.facilitator.headers, data=undo.fields)


async def there_and_back(client: httpx.AsyncClient, territory: Territory, added: httpx.Response) -> None:
    """What was added is taken back, brought back, and taken back again, each from the note before."""
    removed = await play(client, territory, undo_of(added))
    client.cookies.clear()
    trash = await client.get("/trash", headers=territory.facilitator.headers)
    way = undo_of(removed).path
    assert way in trash.text
    restored = await play(client, territory, undo_of(removed))
    client.cookies.clear()
    assert way not in (await client.get("/trash", headers=territory.facilitator.headers)).text
    assert undo_of(await play(client, territory, undo_of(restored))).path == way


async def test_a_contract_and_a_lot_typed_by_mistake_are_taken_back(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers, who = territory.facilitator.headers, territory.facilitator
    typed = {"buyer": territory.buyer.identifier, "reference": "2026-ERREUR", "object": "Saisi par erreur"}
    await there_and_back(client, territory, await client.post("/contracts/new", headers=headers, data=typed))
    assert await contracts.list_contracts(who.context, text="2026-ERREUR", limit=5) == []
    contract = await a_contract(who, territory)
    path, typed = f"/contracts/{contract.id}/lots/new", {"label": "Lot de trop", "number": "9"}
    await there_and_back(client, territory, await client.post(path, headers=headers, data=typed))


async def test_a_holder_a_subcontractor_and_a_contact_named_by_mistake_are_taken_back(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers, who, other = territory.facilitator.headers, territory.facilitator, await a_company()
    lot = await a_lot(who, territory, role=HolderRole.LEAD_HOLDER)
    typed = {"company": other.identifier, "role": "CO_HOLDER"}
    await there_and_back(client, territory, await client.post(f"/lots/{lot.id}/holders", headers=headers, data=typed))
    assert [one.company.id for one in (await contracts.load_lot(who.context, lot.id)).holders] == [territory.company.id]
    typed = {
        "company": other.identifier,
        "holder_company_id": str(territory.company.id),
        "declared_on": "2026-06-01",
        "first_day": "2026-06-01",
    }
    path = f"/lots/{lot.id}/subcontractors"
    await there_and_back(client, territory, await client.post(path, headers=headers, data=typed))
    assert await subcontractors.list_subcontractors(who.context, lot.id, after=None, limit=5) == []
    typed = {"company_id": str(territory.company.id), "name": "Claude Exemple", "phone": "01 02 03 04 05"}
    path = f"/lots/{lot.id}/contacts"
    await there_and_back(client, territory, await client.post(path, headers=headers, data=typed))
    assert await contacts.list_contacts(who.context, lot.id, company_id=None, after=None, limit=5) == []


async def test_a_person_and_a_hire_entered_by_mistake_are_taken_back(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers, who = territory.facilitator.headers, territory.facilitator
    typed = {"first_name": "Dominique", "last_name": "Enbleau", "birth_date": "1988-03-02", "sex": "U"}
    await there_and_back(client, territory, await client.post("/participants", headers=headers, data=typed))
    assert await participants.list_participants(who.context, name="Enbleau", after=None, limit=5) == []
    lot, person = await a_lot(who, territory), await a_participant(who)
    ground = await an_eligibility(who, person.id, assessed_on=date(2026, 6, 10))
    typed = {
        "participant_id": str(person.id),
        "eligibility_id": str(ground.id),
        "lot_id": str(lot.id),
        "company_id": str(territory.company.id),
        "mode": "DIRECT_HIRE",
        "contract_type": "FIXED_TERM",
        "first_day": "2026-06-15",
        "planned_last_day": "2026-12-14",
        "weekly_hours": "35,00",
        "tutor_name": "Camille Riou",
    }
    answer = await client.post("/hires", headers=headers, data=typed)
    await there_and_back(client, territory, answer)
    found = await hires.list_hires(
        who.context, lot_id=lot.id, company_id=None, participant_id=None, after=None, limit=5
    )
    assert found == []


async def test_what_is_in_use_says_what_uses_it_and_stays(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    answer = await client.post(f"/removals/participant/{hire.participant_id}", headers=who.headers)
    page = read_page(answer)
    check(page, "refusal")
    assert answer.status_code == 422
    assert odd_words(page) == []
    assert "sert encore : éligibilités présentées, embauches." in page.text
    assert await participants.load_participant(who.context, hire.participant_id)


@pytest.mark.parametrize("kind", ["obligation", "organisation", "x"])
async def test_what_is_no_removable_thing_is_not_found(
    client: httpx.AsyncClient, territory: Territory, kind: str
) -> None:
    answer = await client.post(f"/removals/{kind}/{territory.company.id}", headers=territory.facilitator.headers)
    assert answer.status_code == 404


async def test_the_trash_is_the_organisation_s_own(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    contact = await a_contact(who, lot.id, territory.company.id, name="Sacha Exemple")
    await client.post(f"/removals/contact/{contact.id}", headers=who.headers)
    client.cookies.clear()
    page = read_page(await client.get("/trash", headers=who.headers))
    check(page, "trash")
    assert "Sacha Exemple" in page.text
    assert "à remettre jusqu’au 29 juin 2026 compris" in page.text
    other = await client.get("/trash", headers=territory.other_facilitator.headers)
    assert "Sacha Exemple" not in other.text
    assert (await client.get("/trash", headers=territory.company_agent.headers)).status_code == 403
