"""Contacts of lots: kept by the facilitator organisation, read by it and by the company they work for."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import contacts as queries
from clause.db.queries import contracts as lot_queries
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind, Scope
from clause.domain.contacts import Contact, ContactChange, ContactTerms, changed_contact, check_contact
from clause.domain.errors import Forbidden, NotFound, StaleVersion
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def add_contact(uow: UnitOfWork, lot_id: UUID, terms: ContactTerms) -> Contact:
    """A person to call about a lot; a new primary contact takes the place of the one before.

    NotFound HLD-060, Refused HLD-061 (a company without a part in the lot) and HLD-062 (no way to reach the person).
    """
    lot = await lot_queries.find_lot(lot_id) if await lot_queries.lock_lot(lot_id) is not None else None
    if lot is None:
        raise NotFound("HLD-060")
    check_contact(terms, await queries.list_party_ids(lot_id))
    contact = Contact(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        lot_id=lot_id,
        ended_on=None,
        created_at=uow.now,
        version=1,
    )
    if contact.is_primary:
        await queries.demote_other_primary(contact)
    await queries.insert_contact(contact)
    # Names and addresses stay out of the journal, which is kept longer than they are.
    uow.record(
        "contact.added", "contact", contact.id, lot=lot_id, company=terms.company_id, is_primary=terms.is_primary
    )
    return contact


@writing(Scope.CONTRACTS_WRITE)
async def change_contact(uow: UnitOfWork, contact_id: UUID, change: ContactChange, version: int) -> Contact:
    """Correct a contact, make it the primary one, or end it.

    NotFound HLD-063, StaleVersion HLD-064, WrongState HLD-065, Refused HLD-061 and HLD-062.
    """
    before = await queries.lock_contact(contact_id)
    if before is None:
        raise NotFound("HLD-063")
    if before.version != version:
        raise StaleVersion("HLD-064")
    after = changed_contact(before, change).model_copy(update={"version": version + 1})
    check_contact(after, await queries.list_party_ids(before.lot_id) | {before.company_id})
    if after.is_primary:
        await queries.demote_other_primary(after)
    await queries.update_contact(after)
    fields = " ".join(sorted(change.model_fields_set))
    uow.record(
        "contact.changed",
        "contact",
        contact_id,
        lot=before.lot_id,
        company=after.company_id,
        fields=fields,
        is_primary=after.is_primary,
        ended_on=after.ended_on,
    )
    return after


@reading(Scope.CONTRACTS_READ)
async def load_contact(uow: UnitOfWork, contact_id: UUID) -> Contact:
    """One contact: the organisation's, or of the company itself. Forbidden HLD-066, NotFound HLD-067."""
    _require_reader(uow)
    found = await queries.find_contact(contact_id)
    if found is None:
        raise NotFound("HLD-067")
    return found


@reading(Scope.CONTRACTS_READ)
async def list_contacts(
    uow: UnitOfWork, lot_id: UUID, *, company_id: UUID | None, after: UUID | None, limit: int
) -> list[Contact]:
    """A page of the contacts of a lot, oldest first; a company has its own. Forbidden HLD-066, NotFound HLD-068."""
    _require_reader(uow)
    if await lot_queries.find_lot(lot_id) is None:
        raise NotFound("HLD-068")
    return await queries.list_contacts(lot_id, company_id=company_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_WRITE)
async def list_parties(uow: UnitOfWork, lot_id: UUID) -> list[OrgSummary]:
    """The companies with a part in a lot, by name: those that hold it, work for them, or hire. NotFound HLD-069."""
    if await lot_queries.find_lot(lot_id) is None:
        raise NotFound("HLD-069")
    found = await account_queries.summarise(list(await queries.list_party_ids(lot_id)))
    return sorted(found.values(), key=lambda company: company.name)


@reading(Scope.CONTRACTS_READ)
async def list_contacts_of_company(uow: UnitOfWork, company_id: UUID) -> list[Contact]:
    """The contacts of a company whatever the lot, by name. Forbidden HLD-066."""
    _require_reader(uow)
    return await queries.list_contacts_of_company(company_id)


def _require_reader(uow: UnitOfWork) -> None:
    if uow.actor.org_kind not in (OrgKind.FACILITATOR_ORG, OrgKind.COMPANY):
        raise Forbidden("HLD-066")
