"""The hours that lots owe: decided by the facilitator organisation, read by the buyer and the holders."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.db.queries import obligations as queries
from clause.domain import obligations as domain
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused
from clause.domain.findings import Finding
from clause.domain.obligations import Obligation, ObligationInputs, ObligationTerms
from clause.rules.codes import Sector
from clause.rules.obligation import ObligationMethod
from clause.rules.trace import Figure
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class ObligationSet:
    """The version just recorded, and what deserves a look in it."""

    obligation: Obligation
    findings: tuple[Finding, ...]


@writing(Scope.CONTRACTS_WRITE)
async def set_obligation(uow: UnitOfWork, lot_id: UUID, terms: ObligationTerms, reason: str | None) -> ObligationSet:
    """Record a new version of the hours owed; the amount is the lot's own where none is given.

    Raises NotFound OBL-001, Refused OBL-002 for a second version without a reason, and what
    ``domain.obligations.hours_owed`` refuses.
    """
    lot = await queries.lock_lot_terms(lot_id)
    if lot is None:
        raise NotFound("OBL-001")
    earlier = await queries.list_obligations(lot_id)
    if earlier and not (reason or "").strip():
        raise Refused("OBL-002", version=str(len(earlier)))
    terms = domain.with_amount(terms, lot.amount_excl_vat)
    figure = domain.hours_owed(terms)
    obligation = Obligation(
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot_id,
        version_no=earlier[-1].version_no + 1 if earlier else 1,
        effective_on=terms.effective_on,
        method=terms.method,
        hours_owed=figure.value,
        trace=figure.trace,
        reason=reason,
        decided_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_obligation(obligation)
    uow.record(
        "obligation.set",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        reason=reason,
        version=obligation.version_no,
        method=terms.method,
        hours_owed=figure.value,
        effective_on=terms.effective_on,
    )
    return ObligationSet(obligation, domain.findings_about(terms, earlier))


@reading(Scope.CONTRACTS_READ)
async def list_obligations(uow: UnitOfWork, lot_id: UUID, *, after: int, limit: int) -> list[Obligation]:
    """Versions of a lot that the caller may see, first to last. NotFound OBL-003."""
    if await queries.find_lot_terms(lot_id) is None:
        raise NotFound("OBL-003")
    return await queries.list_obligations(lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def calculate(
    uow: UnitOfWork, method: ObligationMethod, inputs: ObligationInputs, on: date | None, sector: Sector | None
) -> Figure:
    """The hours that these inputs give on a day (by default today); nothing is stored.

    What is left out of AMOUNT takes the usual value of the sector, which the account then names. Raises what
    ``domain.obligations.hours_owed`` and ``usual_values`` refuse.
    """
    terms = ObligationTerms(method=method, inputs=inputs, effective_on=on or uow.today)
    defaults = domain.usual_values(sector, terms.effective_on) if sector is not None else None
    return domain.hours_owed(terms, defaults)
