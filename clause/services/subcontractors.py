"""Subcontractors of lots: declared by the facilitator organisation, read by the parties they concern."""

from datetime import date
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import contracts as lot_queries
from clause.db.queries import subcontractors as queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import NotFound, StaleVersion
from clause.domain.subcontractors import Subcontractor, SubcontractorTerms, check_end, check_subcontractor
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def add_subcontractor(uow: UnitOfWork, lot_id: UUID, terms: SubcontractorTerms) -> Subcontractor:
    """Say that a company works on a lot for one of its holders: its hours count for that holder's obligation.

    NotFound HLD-040, Refused HLD-041 with all that forbids it.
    """
    lot = await lot_queries.find_lot(lot_id) if await lot_queries.lock_lot(lot_id) is not None else None
    if lot is None:
        raise NotFound("HLD-040")
    company = (await account_queries.summarise([terms.company_id])).get(terms.company_id)
    check_subcontractor(
        terms,
        company_is_known=company is not None and company.kind is OrgKind.COMPANY,
        holder_ids=frozenset(holder.company.id for holder in lot.holders),
        others=await queries.list_subcontractors(lot_id),
    )
    found = Subcontractor.model_validate(
        {
            **dict(terms),
            "id": uow.new_id(),
            "facilitator_org_id": lot.facilitator_org_id,
            "buyer_id": lot.buyer_id,
            "lot_id": lot_id,
            "company": company,
            "created_at": uow.now,
            "version": 1,
        }
    )
    await queries.insert_subcontractor(found)
    uow.record(
        "subcontractor.added",
        "subcontractor",
        found.id,
        org_id=lot.facilitator_org_id,
        lot=lot_id,
        company=terms.company_id,
        holder=terms.holder_company_id,
        tier=terms.tier,
        first_day=terms.first_day,
        last_day=terms.last_day,
    )
    return found


@writing(Scope.CONTRACTS_WRITE)
async def end_subcontractor(
    uow: UnitOfWork, subcontractor_id: UUID, last_day: date | None, reason: str, version: int
) -> Subcontractor:
    """Say on which day a subcontractor's work ends, or correct it; None when the end is open again.

    NotFound HLD-048, StaleVersion HLD-049, Refused HLD-050 before the first day and HLD-051 over another subcontract.
    """
    before = await queries.lock_subcontractor(subcontractor_id)
    if before is None:
        raise NotFound("HLD-048")
    if before.version != version:
        raise StaleVersion("HLD-049")
    check_end(before, last_day, await queries.list_subcontractors(before.lot_id))
    await queries.set_last_day(subcontractor_id, last_day)
    uow.record(
        "subcontractor.ended",
        "subcontractor",
        subcontractor_id,
        org_id=before.facilitator_org_id,
        reason=reason,
        before=before.last_day,
        after=last_day,
    )
    return before.model_copy(update={"last_day": last_day, "version": version + 1})


@reading(Scope.CONTRACTS_READ)
async def load_subcontractor(uow: UnitOfWork, subcontractor_id: UUID) -> Subcontractor:
    """One subcontract that the caller may see. NotFound HLD-052."""
    found = await queries.find_subcontractor(subcontractor_id)
    if found is None:
        raise NotFound("HLD-052")
    return found


@reading(Scope.CONTRACTS_READ)
async def list_subcontractors(uow: UnitOfWork, lot_id: UUID, *, after: UUID | None, limit: int) -> list[Subcontractor]:
    """A page of the subcontracts of a lot, oldest first. NotFound HLD-053.

    The facilitator organisation and the buyer see all, a holder those that work for it, a subcontractor its own.
    """
    if await lot_queries.find_lot(lot_id) is None:
        raise NotFound("HLD-053")
    return await queries.list_subcontractors(lot_id, after=after, limit=limit)
