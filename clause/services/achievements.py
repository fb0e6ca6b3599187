"""What lots owe and have done in other units than hours."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.db.queries import lot_records
from clause.db.queries.achievements import sum_achievements
from clause.db.queries.obligations import list_in_effect, load_locked_lot_terms, load_lot_terms
from clause.domain.achievements import (
    Achievement,
    NewAchievement,
    OtherObligation,
    check_achievement,
    other_obligations,
)
from clause.domain.actors import Scope
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class OtherObligations:
    """How a lot stands on a day in each unit other than hours in which something is owed."""

    on: date
    items: list[OtherObligation]


@writing(Scope.CONTRACTS_WRITE)
async def add_achievement(uow: UnitOfWork, lot_id: UUID, new: NewAchievement) -> Achievement:
    """Record something done, or take back what was recorded by mistake.

    NotFound OBL-001, and what ``domain.achievements.check_achievement`` refuses. The note stays out of the journal.
    """
    lot = await load_locked_lot_terms(lot_id)
    done = await sum_achievements(lot_id)
    check_achievement(new, done.get(new.unit, Decimal("0.00")), uow.today)
    achievement = Achievement(
        **dict(new), id=uow.new_id(), lot_id=lot_id, recorded_by=uow.actor.id, recorded_at=uow.now
    )
    await lot_records.insert_record("achievement", lot, achievement)
    uow.record(
        "achievement.added",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        achievement=achievement.id,
        unit=new.unit,
        quantity_done=new.quantity_done,
        done_on=new.done_on,
    )
    return achievement


@reading(Scope.CONTRACTS_READ)
async def list_achievements(
    uow: UnitOfWork, lot_id: UUID, *, after: UUID | None = None, limit: int
) -> list[Achievement]:
    """A page of what was done on a lot, in the order in which it was recorded. NotFound OBL-003."""
    await load_lot_terms(lot_id)
    return await lot_records.list_records("achievement", Achievement, lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def list_other_obligations(uow: UnitOfWork, lot_id: UUID, on: date | None) -> OtherObligations:
    """Owed, done and gap of a lot on a day (today), by unit. NotFound OBL-003."""
    await load_lot_terms(lot_id)
    day = on or uow.today
    found = other_obligations(await list_in_effect(lot_id, day), await sum_achievements(lot_id, day))
    return OtherObligations(day, found)
