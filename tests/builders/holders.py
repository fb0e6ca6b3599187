"""A consortium and what its members agreed, a subcontractor and a contact, for tests, made through the services."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID

from clause.domain.accounts import Organisation
from clause.domain.actors import OrgKind
from clause.domain.contacts import Contact, ContactTerms
from clause.domain.contracts import HolderRole, Lot, LotChange
from clause.domain.decp import ConsortiumKind
from clause.domain.holders import HolderSplit, HolderSplitTerms, HolderTransfer, HolderTransferTerms, MemberShare
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.domain.subcontractors import Subcontractor, SubcontractorTerms
from clause.domain.trash import RemovedKind
from clause.rules.obligation import ObligationMethod
from clause.services import accounts, contacts, contracts, holders, obligations, subcontractors, trash
from clause.services.context import operator_context
from tests.builders.contracts import a_lot
from tests.builders.territory import NOW, Caller, Territory, fictional_siret

FIRST_DAY = date(2026, 1, 1)
_numbers = count(70_000)


async def a_company(name: str = "Peinture du Cap") -> Organisation:
    """A company that nobody else knows yet."""
    siret = fictional_siret(next(_numbers))
    return await accounts.register_organisation(operator_context(NOW), OrgKind.COMPANY, name, siret)


async def a_consortium_lot(
    caller: Caller,
    territory: Territory,
    *others: Organisation,
    kind: ConsortiumKind = ConsortiumKind.SOLIDAIRE,
    hours_owed: str | None = "1000.00",
) -> Lot:
    """A lot led by ``territory.company`` with these others beside it, and the hours that the group owes."""
    lot = await a_lot(caller, territory, role=HolderRole.LEAD_HOLDER)
    for other in others:
        lot = await contracts.add_holder(caller.context, lot.id, other.id, HolderRole.CO_HOLDER)
    lot = await contracts.change_lot(caller.context, lot.id, LotChange(consortium_kind=kind), lot.version)
    if hours_owed is not None:
        await an_obligation(caller, lot, hours_owed)
    return lot


async def an_obligation(caller: Caller, lot: Lot, hours: str, *, effective_on: date = FIRST_DAY) -> None:
    """A version of the hours that a lot owes."""
    terms = ObligationTerms(
        method=ObligationMethod.FIXED, inputs=ObligationInputs(hours_owed=Decimal(hours)), effective_on=effective_on
    )
    await obligations.set_obligation(caller.context, lot.id, terms, "Avenant")


async def a_split(
    caller: Caller, lot: Lot, shares: Mapping[UUID, str], *, effective_on: date = FIRST_DAY, reason: str = "Convention"
) -> HolderSplit:
    """A version of the shares of the members, by company."""
    terms = HolderSplitTerms(
        effective_on=effective_on,
        shares=tuple(MemberShare(company_id=company, share=Decimal(share)) for company, share in shares.items()),
    )
    return await holders.set_split(caller.context, lot.id, terms, reason)


async def a_transfer(
    caller: Caller, lot: Lot, giver: UUID, receiver: UUID, hours: str, *, effective_on: date = FIRST_DAY
) -> HolderTransfer:
    """Hours that one member takes over from another."""
    terms = HolderTransferTerms(
        from_company_id=giver,
        to_company_id=receiver,
        hours=Decimal(hours),
        effective_on=effective_on,
        reason="Accord entre les membres",
    )
    return await holders.add_transfer(caller.context, lot.id, terms)


async def a_subcontractor(
    caller: Caller,
    lot: Lot,
    company: Organisation,
    holder: UUID,
    *,
    first_day: date = FIRST_DAY,
    last_day: date | None = None,
    tier: int = 1,
) -> Subcontractor:
    """A company that works on a lot for one of its holders."""
    terms = SubcontractorTerms(
        company_id=company.id,
        holder_company_id=holder,
        declared_on=first_day,
        first_day=first_day,
        last_day=last_day,
        tier=tier,
    )
    return await subcontractors.add_subcontractor(caller.context, lot.id, terms)


async def a_contact(
    caller: Caller, lot_id: UUID, company_id: UUID, *, name: str = "Claude Exemple", is_primary: bool = False
) -> Contact:
    """A person to call in a company about a lot."""
    terms = ContactTerms(
        company_id=company_id, name=name, email="claude@entreprise.example", role="Conduite", is_primary=is_primary
    )
    return await contacts.add_contact(caller.context, lot_id, terms)


async def a_whole_consortium(caller: Caller, territory: Territory, lot: Lot) -> dict[str, UUID]:
    """A subcontractor, a contact and a removed one on a lot, and beside it a consortium with a split and a transfer."""
    other = await a_company("Charpentes du Cap")
    group = await a_consortium_lot(caller, territory, other)
    await a_split(caller, group, {territory.company.id: "0.6", other.id: "0.4"})
    await a_transfer(caller, group, other.id, territory.company.id, "50.00")
    subcontractor = await a_subcontractor(caller, lot, await a_company(), territory.company.id)
    contact = await a_contact(caller, lot.id, territory.company.id)
    mistaken = await a_contact(caller, lot.id, territory.company.id)
    await trash.remove(caller.context, RemovedKind.CONTACT, mistaken.id)
    return {"subcontractor_id": subcontractor.id, "contact_id": contact.id, "subject_id": mistaken.id}
