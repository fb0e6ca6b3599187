"""Formal notices and missed meetings, recorded by the facilitator organisation as the buyer tells them."""

from datetime import date
from uuid import UUID

from clause.db.queries import penalty_events as queries
from clause.db.queries.obligations import find_lot_terms, lock_lot_terms
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, StaleVersion, WrongState
from clause.domain.penalty_events import (
    AbsenceTerms,
    FormalNotice,
    MeetingAbsence,
    NoticeTerms,
    check_absence,
    check_notice,
    check_settlement,
)
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def record_notice(uow: UnitOfWork, lot_id: UUID, terms: NoticeTerms) -> FormalNotice:
    """A formal notice sent to the holders of a lot. NotFound PEN-001, Refused PEN-010 with a finding per day."""
    lot = await lock_lot_terms(lot_id)
    if lot is None:
        raise NotFound("PEN-001")
    check_notice(terms, uow.today)
    notice = FormalNotice(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot_id,
        recorded_by=uow.actor.id,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_notice(notice)
    uow.record(
        "formal_notice.record",
        "formal_notice",
        notice.id,
        org_id=lot.facilitator_org_id,
        lot=lot_id,
        about=terms.about,
        sent_on=terms.sent_on,
        due_on=terms.due_on,
    )
    return notice


@writing(Scope.CONTRACTS_WRITE)
async def settle_notice(uow: UnitOfWork, notice_id: UUID, settled_on: date | None, version: int) -> FormalNotice:
    """The day on which what a notice asked came; None takes it back.

    NotFound PEN-002, StaleVersion PEN-003, Refused PEN-013 for a day before the notice or to come.
    """
    notice = await queries.lock_notice(notice_id)
    if notice is None:
        raise NotFound("PEN-002")
    if notice.version != version:
        raise StaleVersion("PEN-003")
    if settled_on is not None:
        check_settlement(notice, settled_on, uow.today)
    await queries.set_settled(notice_id, settled_on)
    uow.record(
        "formal_notice.settle",
        "formal_notice",
        notice_id,
        org_id=notice.facilitator_org_id,
        lot=notice.lot_id,
        settled_on=settled_on,
        before=notice.settled_on,
    )
    return notice.model_copy(update={"settled_on": settled_on, "version": version + 1})


@reading(Scope.CONTRACTS_READ)
async def load_notice(uow: UnitOfWork, notice_id: UUID) -> FormalNotice:
    """A formal notice. NotFound PEN-009."""
    notice = await queries.find_notice(notice_id)
    if notice is None:
        raise NotFound("PEN-009")
    return notice


@reading(Scope.CONTRACTS_READ)
async def list_notices(uow: UnitOfWork, lot_id: UUID, *, after: UUID | None, limit: int) -> list[FormalNotice]:
    """Formal notices of a lot, oldest record first. NotFound PEN-004."""
    if await find_lot_terms(lot_id) is None:
        raise NotFound("PEN-004")
    return await queries.list_notices([lot_id], after=after, limit=limit)


@writing(Scope.CONTRACTS_WRITE)
async def record_absence(uow: UnitOfWork, lot_id: UUID, terms: AbsenceTerms) -> MeetingAbsence:
    """A meeting on the clause that a holder missed. NotFound PEN-005, Refused PEN-016 for a meeting to come."""
    lot = await lock_lot_terms(lot_id)
    if lot is None:
        raise NotFound("PEN-005")
    check_absence(terms, uow.today)
    absence = MeetingAbsence(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot_id,
        recorded_by=uow.actor.id,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_absence(absence)
    uow.record(
        "meeting_absence.record",
        "meeting_absence",
        absence.id,
        org_id=lot.facilitator_org_id,
        lot=lot_id,
        happened_on=terms.happened_on,
    )
    return absence


@writing(Scope.CONTRACTS_WRITE)
async def withdraw_absence(uow: UnitOfWork, absence_id: UUID, reason: str) -> MeetingAbsence:
    """An absence recorded by mistake, or excused: it stays, with its reason, and counts no more.

    NotFound PEN-006, WrongState PEN-007 when it is withdrawn already.
    """
    absence = await queries.lock_absence(absence_id)
    if absence is None:
        raise NotFound("PEN-006")
    if absence.withdrawn_at is not None:
        raise WrongState("PEN-007")
    await queries.withdraw_absence(absence_id, uow.now, reason)
    uow.record(
        "meeting_absence.withdraw",
        "meeting_absence",
        absence_id,
        org_id=absence.facilitator_org_id,
        reason=reason,
        lot=absence.lot_id,
    )
    return absence.model_copy(
        update={"withdrawn_at": uow.now, "withdrawal_reason": reason, "version": absence.version + 1}
    )


@reading(Scope.CONTRACTS_READ)
async def load_absence(uow: UnitOfWork, absence_id: UUID) -> MeetingAbsence:
    """A missed meeting, withdrawn or not. NotFound PEN-018."""
    absence = await queries.find_absence(absence_id)
    if absence is None:
        raise NotFound("PEN-018")
    return absence


@reading(Scope.CONTRACTS_READ)
async def list_absences(uow: UnitOfWork, lot_id: UUID, *, after: UUID | None, limit: int) -> list[MeetingAbsence]:
    """Missed meetings of a lot, oldest record first, those withdrawn included. NotFound PEN-008."""
    if await find_lot_terms(lot_id) is None:
        raise NotFound("PEN-008")
    return await queries.list_absences([lot_id], after=after, limit=limit)
