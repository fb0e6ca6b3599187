"""Around a lot: its own facts, its subcontractors and whom to call."""

from datetime import date

import httpx

from clause.domain.contracts import FollowUpState
from clause.services import contacts, contracts, subcontractors
from tests.builders.contracts import a_lot
from tests.builders.holders import a_contact, a_subcontractor
from tests.builders.territory import Territory
from tests.web.reading import check, read_page


async def test_a_lot_is_corrected_and_set_aside_with_a_reason(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    path = f"/lots/{lot.id}/edit"
    check(read_page(await client.get(path, headers=who.headers)), path)
    data = {"version": str(lot.version), "label": "Gros œuvre", "first_day": "2026-02-01", "last_day": "2026-12-31",
            "follow_up": "set_aside"}  # fmt: skip
    refused = await client.post(path, data=data, headers=who.headers)
    assert refused.status_code == 422
    page = read_page(refused)
    assert "Un lot n’est pas écarté sans raison" in page.text
    assert page.fields["label"] == "Gros œuvre"
    answer = await client.post(path, data={**data, "reason": "Clause supprimée"}, headers=who.headers)
    assert answer.status_code == 303
    after = await contracts.load_lot(who.context, lot.id)
    assert (after.label, after.follow_up, after.first_day) == (
        "Gros œuvre", FollowUpState.SET_ASIDE, date(2026, 2, 1)
    )  # fmt: skip


async def test_days_in_the_wrong_order_are_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    data = {"version": str(lot.version), "label": lot.label, "first_day": "2026-05-01", "last_day": "2026-01-01"}
    answer = await client.post(f"/lots/{lot.id}/edit", data=data, headers=territory.facilitator.headers)
    assert answer.status_code == 422
    assert "Le dernier jour" in read_page(answer).text


async def test_a_subcontractor_is_declared_and_ends(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    path = f"/lots/{lot.id}/subcontractors"
    assert "Aucun sous-traitant déclaré" in read_page(await client.get(path, headers=who.headers)).text
    data = {
        "company": territory.other_company.identifier,
        "holder_company_id": str(territory.company.id),
        "declared_on": "2026-01-05",
        "first_day": "2026-01-10",
    }
    assert (await client.post(path, data=data, headers=who.headers)).status_code == 303
    again = await client.post(path, data=data, headers=who.headers)
    assert again.status_code == 422
    assert "travaille déjà pour ce titulaire" in read_page(again).text
    (one,) = await subcontractors.list_subcontractors(who.context, lot.id, after=None, limit=5)
    end = f"/subcontractors/{one.id}/end"
    no_reason = await client.post(end, data={"version": "1", "last_day": "2026-06-01"}, headers=who.headers)
    assert no_reason.status_code == 422
    page = read_page(no_reason)
    assert "« Motif » est à remplir" in page.text
    assert page.fields["last_day"] == "2026-06-01"
    over = {"version": "1", "last_day": "2026-06-01", "reason": "Fin du gros œuvre"}
    assert (await client.post(end, data=over, headers=who.headers)).status_code == 303
    shown = read_page(await client.get(path, headers=territory.buyer_agent.headers))
    assert "Terminée" in shown.text
    assert "jusqu’au 1 juin 2026" in shown.text or "jusqu’au 1er juin 2026" in shown.text
    open_again = {"version": "2", "reason": "Saisie annulée"}
    assert (await client.post(end, data=open_again, headers=who.headers)).status_code == 303
    assert (await subcontractors.load_subcontractor(who.context, one.id)).last_day is None


async def test_contacts_are_added_corrected_and_ended(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    path = f"/lots/{lot.id}/contacts"
    assert "Aucun interlocuteur" in read_page(await client.get(path, headers=who.headers)).text
    data = {"company_id": str(territory.company.id), "name": "Claude Exemple"}
    unreachable = await client.post(path, data=data, headers=who.headers)
    assert unreachable.status_code == 422
    assert "doit pouvoir être joint" in read_page(unreachable).text
    data |= {"email": "claude@entreprise.example", "is_primary": "true"}
    assert (await client.post(path, data=data, headers=who.headers)).status_code == 303
    (one,) = await contacts.list_contacts(who.context, lot.id, company_id=None, after=None, limit=5)
    edit = f"/contacts/{one.id}/edit"
    form = read_page(await client.get(edit, headers=who.headers))
    assert form.fields["email"] == "claude@entreprise.example"
    changed = {**data, "version": "1", "email": "", "phone": "02 00 00 00 00"}
    assert (await client.post(edit, data=changed, headers=who.headers)).status_code == 303
    ended = {"version": "2", "ended_on": "2026-06-15"}
    assert (await client.post(f"/contacts/{one.id}/end", data=ended, headers=who.headers)).status_code == 303
    page = read_page(await client.get(path, headers=territory.company_agent.headers))
    assert "N’est plus à contacter" in page.text
    assert "02 00 00 00 00" in page.text
    back = {"version": "3", "ended_on": ""}
    assert (await client.post(f"/contacts/{one.id}/end", data=back, headers=who.headers)).status_code == 303
    assert (await contacts.load_contact(who.context, one.id)).ended_on is None


async def test_nobody_else_reads_or_changes_them(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    contact = await a_contact(who, lot.id, territory.company.id)
    other = await a_subcontractor(who, lot, territory.other_company, territory.company.id)
    strangers = territory.other_facilitator.headers
    for path in ("edit", "subcontractors", "contacts", "holders"):
        assert (await client.get(f"/lots/{lot.id}/{path}", headers=strangers)).status_code == 404
        assert (await client.post(f"/lots/{lot.id}/{path}", data={}, headers=strangers)).status_code == 404
    assert (await client.get(f"/contacts/{contact.id}/edit", headers=strangers)).status_code == 404
    for path in (f"/contacts/{contact.id}/edit", f"/contacts/{contact.id}/end", f"/subcontractors/{other.id}/end"):
        assert (await client.post(path, data={"version": "1"}, headers=strangers)).status_code == 404
    assert (await client.get(f"/lots/{lot.id}/contacts", headers=territory.buyer_agent.headers)).status_code == 403
