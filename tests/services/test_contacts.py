"""Contacts of a lot: several a company, one primary, seen by the facilitator organisation and that company."""

from datetime import date

import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.contacts import ContactChange, ContactTerms
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion, WrongState
from clause.services import contacts
from tests.builders.contracts import a_lot
from tests.builders.holders import a_company, a_consortium_lot, a_contact, a_subcontractor
from tests.builders.people import a_hire
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def test_a_new_primary_contact_takes_the_place_of_the_one_before(territory: Territory) -> None:
    lot, caller = await a_lot(territory.facilitator, territory), territory.facilitator
    first = await a_contact(caller, lot.id, territory.company.id, is_primary=True)
    beside = await a_contact(caller, lot.id, territory.company.id, name="Autre Exemple")
    second = await a_contact(caller, lot.id, territory.company.id, name="Nouvel Exemple", is_primary=True)
    found = await contacts.list_contacts(caller.context, lot.id, company_id=None, after=None, limit=10)
    assert [(one.id, one.is_primary) for one in found] == [
        (first.id, False), (beside.id, False), (second.id, True),
    ]  # fmt: skip
    with pytest.raises(StaleVersion):
        await contacts.change_contact(caller.context, first.id, ContactChange(name="X"), 1)


async def test_each_company_of_a_lot_has_its_own_primary_contact(territory: Territory) -> None:
    second, worker, agency = await a_company(), await a_company(), await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_subcontractor(territory.facilitator, lot, worker, second.id)
    await a_hire(territory.facilitator, territory, lot, company=agency, mode="STAFF_SUPPLY")
    for company in (territory.company, second, worker, agency):
        made = await a_contact(territory.facilitator, lot.id, company.id, is_primary=True)
        assert made.is_primary
    listed = await contacts.list_contacts(
        territory.facilitator.context, lot.id, company_id=worker.id, after=None, limit=10
    )
    assert [(one.company_id, one.is_primary) for one in listed] == [(worker.id, True)]


async def test_a_company_without_a_part_in_the_lot_has_no_contact_there(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    with pytest.raises(Refused) as refusal:
        await a_contact(territory.facilitator, lot.id, territory.other_company.id)
    assert refusal.value.code == "HLD-061"


async def test_a_contact_can_be_reached_when_added_and_after_any_change(territory: Territory) -> None:
    lot, context = await a_lot(territory.facilitator, territory), territory.facilitator.context
    with pytest.raises(Refused) as refusal:
        await contacts.add_contact(context, lot.id, ContactTerms(company_id=territory.company.id, name="Claude"))
    assert refusal.value.code == "HLD-062"
    made = await a_contact(territory.facilitator, lot.id, territory.company.id)
    with pytest.raises(Refused):
        await contacts.change_contact(context, made.id, ContactChange(email=None), 1)
    after = await contacts.change_contact(context, made.id, ContactChange(email=None, phone="0200000000"), 1)
    assert (after.email, after.phone, after.role) == (None, "0200000000", "Conduite")


async def test_a_contact_that_ends_is_not_the_primary_any_more(territory: Territory) -> None:
    lot, context = await a_lot(territory.facilitator, territory), territory.facilitator.context
    made = await a_contact(territory.facilitator, lot.id, territory.company.id, is_primary=True)
    ended = await contacts.change_contact(context, made.id, ContactChange(ended_on=date(2026, 6, 1)), 1)
    assert (ended.is_primary, ended.ended_on) == (False, date(2026, 6, 1))
    with pytest.raises(WrongState) as refusal:
        await contacts.change_contact(context, made.id, ContactChange(is_primary=True), 2)
    assert refusal.value.code == "HLD-065"
    back = await contacts.change_contact(context, made.id, ContactChange(is_primary=True, ended_on=None), 2)
    assert (back.is_primary, back.ended_on) == (True, None)


async def test_contacts_are_seen_by_the_facilitator_and_their_company_only(territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    mine = await a_contact(territory.facilitator, lot.id, territory.company.id)
    theirs = await a_contact(territory.facilitator, lot.id, second.id)
    agent = territory.company_agent.context
    listed = await contacts.list_contacts(agent, lot.id, company_id=None, after=None, limit=10)
    assert [one.id for one in listed] == [mine.id]
    with pytest.raises(NotFound):
        await contacts.load_contact(agent, theirs.id)
    with pytest.raises(Forbidden):
        await contacts.list_contacts(territory.buyer_agent.context, lot.id, company_id=None, after=None, limit=10)
    with pytest.raises(NotFound):
        await contacts.load_contact(territory.other_facilitator.context, mine.id)


async def test_the_journal_names_no_contact(territory: Territory, transaction: None) -> None:
    lot = await a_lot(territory.facilitator, territory)
    made = await a_contact(territory.facilitator, lot.id, territory.company.id, name="Claude Exemple")
    change = ContactChange(name="Dominique Exemple", phone="0299999999")
    await contacts.change_contact(territory.facilitator.context, made.id, change, 1)
    await set_identity(territory.facilitator.context.actor)
    lines = await sql.fetch("SELECT * FROM journal WHERE subject_id = $1", made.id)
    assert [line["action"] for line in lines] == ["contact.added", "contact.changed"]
    for personal in ("Exemple", "claude@", "0299999999"):
        assert personal not in str([dict(line) for line in lines])
