"""Compliance of lots and contracts on any day. Buyers see sums; nobody sees a person here."""

from datetime import date
from uuid import UUID

from clause.db.queries import compliance as queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.compliance import ContractCompliance, LotCompliance, assess_contract, assess_lot
from clause.domain.contracts import FollowUpState
from clause.domain.errors import NotFound
from clause.services.unit_of_work import UnitOfWork, reading


@reading(Scope.CONTRACTS_READ)
async def assess_one_lot(uow: UnitOfWork, lot_id: UUID, on: date | None = None) -> LotCompliance:
    """How a lot stands on a day (today by default), followed or not. NotFound CPL-001, Refused CPL-003."""
    day = on or uow.today
    found = await queries.list_lot_hours(day, lot_id=lot_id, holder_id=_holder(uow), with_reasons=_sees_reasons(uow))
    if not found:
        raise NotFound("CPL-001")
    return assess_lot(found[0], day)


@reading(Scope.CONTRACTS_READ)
async def assess_one_contract(uow: UnitOfWork, contract_id: UUID, on: date | None = None) -> ContractCompliance:
    """How a contract stands on a day, over its followed lots. NotFound CPL-002, Refused CPL-003."""
    day = on or uow.today
    if not await queries.contract_exists(contract_id):
        raise NotFound("CPL-002")
    found = await queries.list_lot_hours(
        day,
        contract_id=contract_id,
        holder_id=_holder(uow),
        follow_up=FollowUpState.FOLLOWED.value,
        with_reasons=_sees_reasons(uow),
    )
    return assess_contract(contract_id, [assess_lot(hours, day) for hours in found], day)


@reading(Scope.CONTRACTS_READ)
async def list_compliance(
    uow: UnitOfWork,
    *,
    on: date | None = None,
    buyer_id: UUID | None = None,
    contract_id: UUID | None = None,
    company_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[LotCompliance]:
    """A page of followed lots, by id, with how each stands on a day; a company has its own only. Refused CPL-003."""
    day, holder = on or uow.today, _holder(uow)
    if holder and company_id not in (None, holder):
        return []
    found = await queries.list_lot_hours(
        day,
        contract_id=contract_id,
        buyer_id=buyer_id,
        holder_id=holder or company_id,
        follow_up=FollowUpState.FOLLOWED.value,
        with_reasons=_sees_reasons(uow),
        after=after,
        limit=limit,
    )
    return [assess_lot(hours, day) for hours in found]


def _holder(uow: UnitOfWork) -> UUID | None:
    """The holder whose lots alone are shown: a company itself, which also sees lots it only lends people to."""
    return uow.org_id if uow.actor.org_kind is OrgKind.COMPANY else None


def _sees_reasons(uow: UnitOfWork) -> bool:
    return uow.actor.org_kind is not OrgKind.BUYER
