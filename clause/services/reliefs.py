"""Holders in difficulty: their notices, and what the buyer decides, written down by the facilitator."""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import lot_records as queries
from clause.db.queries.obligation_components import load_components, next_recorded_no, record_versions
from clause.db.queries.obligations import load_locked_lot_terms, load_lot_terms
from clause.domain.actors import Scope
from clause.domain.obligation_timeline import Recording
from clause.domain.obligations import ObligationCause, ObligationVersion
from clause.domain.reliefs import (
    DifficultyNotice,
    NewDifficultyNotice,
    NewRelief,
    Relief,
    check_notice,
    checked_relief,
)
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class ReliefRecorded:
    """A decision just recorded, and the versions that followed; none for a suspension."""

    relief: Relief
    versions: list[ObligationVersion]


@writing(Scope.CONTRACTS_WRITE)
async def add_relief(uow: UnitOfWork, lot_id: UUID, new: NewRelief) -> ReliefRecorded:
    """Record what the buyer decided: a reduction or a waiver changes the hours owed from its first day on.

    NotFound OBL-001, and what ``domain.reliefs.checked_relief`` refuses. Names and texts stay out of the journal.
    """
    lot = await load_locked_lot_terms(lot_id)
    before = await load_components(lot_id)
    checked = checked_relief(new, before)
    relief = Relief(**dict(checked), id=uow.new_id(), lot_id=lot_id, recorded_by=uow.actor.id, recorded_at=uow.now)
    await queries.insert_record("relief_decision", lot, relief, recorded_no=await next_recorded_no())
    recording = Recording(relief.first_day, ObligationCause.RELIEF, relief.id, None, uow.actor.id, uow.now)
    versions = await record_versions(lot, before, await load_components(lot_id), recording, uow.new_id)
    uow.record(
        "relief.recorded",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        relief=relief.id,
        kind=relief.kind,
        ground=relief.ground,
        first_day=relief.first_day,
        last_day=relief.last_day,
        hours_delta=relief.hours_delta,
        hours_kept=relief.hours_kept,
        versions=len(versions) or None,
    )
    return ReliefRecorded(relief, versions)


@reading(Scope.CONTRACTS_READ)
async def list_reliefs(uow: UnitOfWork, lot_id: UUID, *, after: UUID | None = None, limit: int) -> list[Relief]:
    """A page of what the buyer decided for a lot, in the order in which it was recorded. NotFound OBL-003."""
    await load_lot_terms(lot_id)
    return await queries.list_records("relief_decision", Relief, lot_id, after=after, limit=limit)


@writing(Scope.CONTRACTS_WRITE)
async def add_difficulty_notice(uow: UnitOfWork, lot_id: UUID, new: NewDifficultyNotice) -> DifficultyNotice:
    """Record that a holder told of its difficulty; it changes nothing by itself. NotFound OBL-001, Refused OBL-126."""
    lot = await load_locked_lot_terms(lot_id)
    check_notice(new, uow.today)
    notice = DifficultyNotice(
        **dict(new), id=uow.new_id(), lot_id=lot_id, recorded_by=uow.actor.id, recorded_at=uow.now
    )
    await queries.insert_record("difficulty_notice", lot, notice)
    uow.record(
        "difficulty_notice.added",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        notice=notice.id,
        received_on=new.received_on,
        is_registered_letter=new.is_registered_letter,
    )
    return notice


@reading(Scope.CONTRACTS_READ)
async def list_difficulty_notices(
    uow: UnitOfWork, lot_id: UUID, *, after: UUID | None = None, limit: int
) -> list[DifficultyNotice]:
    """A page of the notices of a lot, in the order in which they were recorded. NotFound OBL-003."""
    await load_lot_terms(lot_id)
    return await queries.list_records("difficulty_notice", DifficultyNotice, lot_id, after=after, limit=limit)
