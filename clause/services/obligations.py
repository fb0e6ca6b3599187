"""What lots owe: decided by the facilitator organisation, read by the buyer and the holders."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from clause.db.queries import obligation_components as components_queries
from clause.db.queries import obligations as queries
from clause.domain import obligation_methods as methods
from clause.domain import obligations as domain
from clause.domain.actors import Scope
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.obligation_timeline import Forecast, Recording
from clause.domain.obligations import (
    ObligationCause,
    ObligationInputs,
    ObligationTerms,
    ObligationVersion,
)
from clause.rules.calendar import FRANCE
from clause.rules.codes import Sector
from clause.rules.obligation import ObligationMethod
from clause.rules.trace import Figure
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class ObligationSet:
    """The version just recorded, and what deserves a look in it."""

    obligation: ObligationVersion
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class OwedThen:
    """What a lot owed on a day in each unit, as known at the end of another day."""

    on: date
    known_on: date
    versions: tuple[ObligationVersion, ...]


@writing(Scope.CONTRACTS_WRITE)
async def set_obligation(uow: UnitOfWork, lot_id: UUID, terms: ObligationTerms, reason: str | None) -> ObligationSet:
    """Record a decision on what a lot owes, and the versions that follow; the amount is the lot's own by default.

    The first version is the decision's own; further ones put later tranches, reliefs, invoices or hours on top of it.
    Raises NotFound OBL-001, Refused OBL-002 for a second decision without a reason, and what
    ``db.queries.obligation_components.record_decision`` refuses.
    """
    lot = await queries.load_locked_lot_terms(lot_id)
    before = await components_queries.load_components(lot_id)
    same_unit = [decision for decision in before.decisions if decision.unit is terms.unit]
    if same_unit and not (reason or "").strip():
        raise Refused("OBL-002", count=str(len(same_unit)))
    recording = Recording(terms.effective_on, ObligationCause.DECISION, uow.new_id(), reason, uow.actor.id, uow.now)
    version, *later = await components_queries.record_decision(lot, before, terms, recording, uow.new_id)
    uow.record(
        "obligation.set",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        reason=reason,
        version=version.version_no,
        method=terms.method,
        hours_owed=version.hours_owed,
        quantity_owed=version.quantity_owed,
        unit=terms.unit,
        effective_on=terms.effective_on,
        further_versions=len(later) or None,
    )
    return ObligationSet(version, domain.findings_about(terms, before.decisions))


@reading(Scope.CONTRACTS_WRITE)
async def preview_obligation(uow: UnitOfWork, lot_id: UUID, terms: ObligationTerms) -> Figure:
    """What a decision on a lot would give; nothing is stored. NotFound OBL-003, and what ``set_obligation`` refuses."""
    lot = await queries.load_lot_terms(lot_id)
    return await components_queries.figure_for(lot, await components_queries.load_components(lot_id), terms)


@reading(Scope.CONTRACTS_READ)
async def list_obligations(uow: UnitOfWork, lot_id: UUID, *, after: int, limit: int) -> list[ObligationVersion]:
    """Versions of a lot that the caller may see, in every unit, first to last. NotFound OBL-003."""
    await queries.load_lot_terms(lot_id)
    return await queries.list_versions(lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def owed_then(uow: UnitOfWork, lot_id: UUID, on: date | None, known_on: date | None) -> OwedThen:
    """What a lot owed on a day (today), as known at the end of another, in mainland France (today: as known now).

    For a day that is over the answer never changes. NotFound OBL-003.
    """
    await queries.load_lot_terms(lot_id)
    day, known = on or uow.today, known_on or uow.today
    versions = await queries.list_in_effect(lot_id, day, known_at=_end_of(known))
    return OwedThen(day, known, tuple(versions))


@reading(Scope.CONTRACTS_READ)
async def forecast(uow: UnitOfWork, lot_id: UUID, on: date | None) -> Forecast:
    """What invoices make due and what orders let expect by a day (today). NotFound OBL-003."""
    await queries.load_lot_terms(lot_id)
    return await components_queries.load_forecast(lot_id, on or uow.today)


@reading(Scope.CONTRACTS_READ)
async def calculate(
    uow: UnitOfWork, method: ObligationMethod, inputs: ObligationInputs, on: date | None, sector: Sector | None
) -> Figure:
    """The hours that these inputs give on a day (by default today); nothing is stored.

    What is left out takes the usual value of the sector, which the account then names. Raises what
    ``domain.obligation_methods.figure_of`` and ``usual_values`` refuse.
    """
    terms = ObligationTerms(method=method, inputs=inputs, effective_on=on or uow.today)
    usual = methods.usual_values(sector, terms.effective_on)
    return methods.figure_of(terms, usual)


def _end_of(day: date) -> datetime:
    """The last instant of a day in mainland France."""
    if day == date.max:
        return datetime.max.replace(tzinfo=FRANCE)
    return datetime.combine(day + timedelta(days=1), time(), FRANCE) - timedelta(microseconds=1)
