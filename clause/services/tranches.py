"""Tranches and renewals of lots: written down as the contract foresees them, owed once the buyer affirms them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.db.queries import contracts, lot_records
from clause.db.queries import tranches as queries
from clause.db.queries.obligation_components import load_components, next_recorded_no, record_versions
from clause.db.queries.obligations import load_locked_lot_terms, load_lot_terms
from clause.domain.actors import Scope
from clause.domain.errors import NotFound
from clause.domain.findings import Finding
from clause.domain.obligation_timeline import Recording
from clause.domain.obligations import ObligationVersion
from clause.domain.tranches import (
    Affirmation,
    NewTranche,
    Tranche,
    check_affirmation,
    check_tranche,
    findings_about,
)
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class TrancheAffirmed:
    """A tranche just affirmed, the versions that followed, and what deserves a look."""

    tranche: Tranche
    versions: list[ObligationVersion]
    findings: tuple[Finding, ...]


@writing(Scope.CONTRACTS_WRITE)
async def add_tranche(uow: UnitOfWork, lot_id: UUID, new: NewTranche) -> Tranche:
    """Write down a tranche or a renewal; nothing more is owed by it yet. NotFound OBL-001, Refused OBL-110."""
    lot = await load_locked_lot_terms(lot_id)
    check_tranche(new)
    tranche = Tranche(**dict(new), id=uow.new_id(), lot_id=lot_id, recorded_by=uow.actor.id, recorded_at=uow.now)
    await lot_records.insert_record("tranche", lot, tranche, without={"affirmed_on"})
    uow.record(
        "tranche.added",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        tranche=tranche.id,
        kind=new.kind,
        hours=new.hours,
    )
    return tranche


@reading(Scope.CONTRACTS_READ)
async def list_tranches(uow: UnitOfWork, lot_id: UUID, *, after: UUID | None = None, limit: int) -> list[Tranche]:
    """A page of the tranches of a lot, in the order in which they were written down. NotFound OBL-003."""
    await load_lot_terms(lot_id)
    return await queries.list_tranches(lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def load_tranche(uow: UnitOfWork, tranche_id: UUID) -> Tranche:
    """A tranche. NotFound OBL-005."""
    tranche = await queries.find_tranche(tranche_id)
    if tranche is None:
        raise NotFound("OBL-005")
    return tranche


@writing(Scope.CONTRACTS_WRITE)
async def affirm_tranche(
    uow: UnitOfWork, tranche_id: UUID, affirmed_on: date, new_last_day: date | None
) -> TrancheAffirmed:
    """Record that the buyer affirmed a tranche: its hours are owed from that day on, and the lot may run longer.

    NotFound OBL-004, OBL-001, and what ``domain.tranches.check_affirmation`` refuses.
    """
    found = await queries.find_tranche(tranche_id)
    if found is None:
        raise NotFound("OBL-004")
    lot = await load_locked_lot_terms(found.lot_id)
    tranche, before = await queries.find_tranche(tranche_id) or found, await load_components(lot.id)
    check_affirmation(tranche, new_last_day, await _days_of(lot.id), before)
    affirmation = Affirmation(
        id=uow.new_id(),
        lot_id=lot.id,
        tranche_id=tranche_id,
        affirmed_on=affirmed_on,
        new_last_day=new_last_day,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await lot_records.insert_record("tranche_affirmation", lot, affirmation, recorded_no=await next_recorded_no())
    if new_last_day is not None:
        await queries.move_last_day(lot.id, new_last_day)
    recording = Recording(affirmed_on, tranche.cause, tranche_id, None, uow.actor.id, uow.now)
    versions = await record_versions(lot, before, await load_components(lot.id), recording, uow.new_id)
    uow.record(
        "tranche.affirmed",
        "lot",
        lot.id,
        org_id=lot.facilitator_org_id,
        tranche=tranche_id,
        affirmed_on=affirmed_on,
        hours=tranche.hours,
        last_day=new_last_day,
        versions=len(versions) or None,
    )
    affirmed = tranche.model_copy(update={"affirmed_on": affirmed_on})
    return TrancheAffirmed(affirmed, versions, findings_about(affirmed_on, before))


async def _days_of(lot_id: UUID) -> tuple[date | None, date | None]:
    lot = await contracts.find_lot(lot_id)
    return (lot.first_day, lot.last_day) if lot else (None, None)
