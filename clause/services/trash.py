"""Removing what was added by mistake, and putting it back; what something stands on is refused, never removed."""

from uuid import UUID

from clause.db.queries import contacts as contact_queries
from clause.db.queries import contracts as lot_queries
from clause.db.queries import eligibility_windows as window_queries
from clause.db.queries import hires as hire_queries
from clause.db.queries import participants as participant_queries
from clause.db.queries import subcontractors as subcontractor_queries
from clause.db.queries import trash as queries
from clause.domain import hires as hire_domain
from clause.domain.actors import Scope
from clause.domain.contacts import check_contact
from clause.domain.contracts import require_role_fits
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import NotFound, WrongState
from clause.domain.holders import consortium_kind_after
from clause.domain.jobs import Job, StepOutcome
from clause.domain.subcontractors import check_subcontractor
from clause.domain.trash import Removed, RemovedKind, require_restorable, require_unused
from clause.rules.trash import restorable_until
from clause.services.hire_setting import move_windows, setting_of
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing

FORGOTTEN_A_STEP = 200
"""Records that one committed step of the daily job erases."""


@writing(Scope.CONTRACTS_WRITE)
async def remove(uow: UnitOfWork, kind: RemovedKind, subject_id: UUID) -> Removed:
    """Take a record out of its table, to be put back until the last day that the result tells.

    NotFound TRS-004, WrongState TRS-001 when something stands on it.
    """
    return await _remove(uow, kind, subject_id)


@writing(Scope.CONTRACTS_WRITE)
async def remove_holder(uow: UnitOfWork, lot_id: UUID, company_id: UUID) -> Removed:
    """The same for a company that never held the lot: one that held it leaves instead, and keeps its history.

    NotFound TRS-005, WrongState TRS-001.
    """
    holder_id = await queries.find_holder_id(lot_id, company_id)
    if holder_id is None:
        raise NotFound("TRS-005")
    return await _remove(uow, RemovedKind.HOLDER, holder_id)


async def _remove(uow: UnitOfWork, kind: RemovedKind, subject_id: UUID) -> Removed:
    found = await queries.find_row(kind, subject_id)
    if found is None:
        raise NotFound("TRS-004")
    require_unused(found["name"], await queries.list_uses(kind, subject_id))
    removed = Removed(
        id=uow.new_id(),
        facilitator_org_id=found["content"]["facilitator_org_id"],
        kind=kind,
        subject_id=subject_id,
        name=found["name"],
        content=found["content"],
        removed_by=uow.actor.id,
        removed_at=uow.now,
        kept_until=restorable_until(uow.today),
    )
    await queries.take_out(removed)
    await _let_follow(uow, removed)
    # Names stay out of the journal, which is kept longer than they are.
    uow.record(f"{kind.value}.removed", kind.value, subject_id, kept_until=removed.kept_until)
    return removed


async def _let_follow(uow: UnitOfWork, removed: Removed) -> None:
    """What else changes with a holder or a hire that is no longer there, or is there again."""
    if removed.kind is RemovedKind.HOLDER:
        lot_id = removed.id_of("lot_id")
        await lot_queries.lock_lot(lot_id)
        lot = await lot_queries.find_lot(lot_id)
        if lot is None:
            raise NotFound("TRS-006")
        kind = consortium_kind_after(lot.consortium_kind, lot.holders) if lot.holders else ConsortiumKind.NONE
        await lot_queries.update_lot(lot.model_copy(update={"consortium_kind": kind, "version": lot.version + 1}))
    if removed.kind is RemovedKind.HIRE:
        person_id = removed.id_of("participant_id")
        await participant_queries.lock_participant(person_id)
        await move_windows(uow, await window_queries.load_window_facts(person_id))


@writing(Scope.CONTRACTS_WRITE)
async def restore(uow: UnitOfWork, subject_id: UUID) -> Removed:
    """Put a record back as it was, where it still fits.

    NotFound TRS-007, WrongState TRS-002 after its last day, TRS-003 when what it belongs to is not there, and what is
    refused of a new one: a role that does not fit, a company without a part in the lot, a hire that is not allowed.
    """
    removed = await queries.find_removed(subject_id)
    if removed is None:
        raise NotFound("TRS-007")
    require_restorable(removed, uow.today)
    if await queries.lacks_its_place(removed):
        raise WrongState("TRS-003", name=removed.name)
    await queries.put_back(removed)
    await _require_it_fits(removed)
    await _let_follow(uow, removed)
    uow.record(f"{removed.kind.value}.restored", removed.kind.value, subject_id)
    return removed


async def _require_it_fits(removed: Removed) -> None:
    if removed.kind is RemovedKind.HOLDER:
        await _require_holder_fits(removed)
    elif removed.kind is RemovedKind.SUBCONTRACTOR:
        await _require_subcontractor_fits(removed)
    elif removed.kind is RemovedKind.CONTACT:
        contact = await contact_queries.find_contact(removed.subject_id)
        if contact is not None:
            check_contact(contact, await contact_queries.list_party_ids(contact.lot_id))
    elif removed.kind is RemovedKind.HIRE:
        hire = await hire_queries.find_hire(removed.subject_id)
        if hire is not None:
            hire_domain.check_hire(hire, await setting_of(hire, True, own_id=hire.id))


async def _require_holder_fits(removed: Removed) -> None:
    lot = await lot_queries.find_lot(removed.id_of("lot_id"))
    standing = [holder for holder in lot.holders if holder.left_on is None] if lot else []
    company_id = removed.id_of("company_id")
    own = next((holder for holder in standing if holder.company.id == company_id), None)
    if own is not None:
        require_role_fits(own.role, [holder.role for holder in standing if holder is not own])


async def _require_subcontractor_fits(removed: Removed) -> None:
    found = await subcontractor_queries.find_subcontractor(removed.subject_id)
    lot = await lot_queries.find_lot(removed.id_of("lot_id"))
    if found is None or lot is None:
        return
    others = await subcontractor_queries.list_subcontractors(lot.id)
    check_subcontractor(
        found,
        company_is_known=True,
        holder_ids=frozenset(holder.company.id for holder in lot.holders),
        others=[one for one in others if one.id != found.id],
    )


@reading(Scope.CONTRACTS_WRITE)
async def list_removed(uow: UnitOfWork, *, limit: int) -> list[Removed]:
    """What the organisation removed and can still put back, the last removed first."""
    return await queries.list_removed(uow.today, limit=limit)


@reading(Scope.CONTRACTS_WRITE)
async def days_kept(uow: UnitOfWork) -> int:
    """For how many days what is removed today can be put back."""
    return (restorable_until(uow.today) - uow.today).days


@job_step
async def empty_trash(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Erase what can no longer be put back; run again the same day, it finds nothing."""
    forgotten = await queries.forget(uow.today, FORGOTTEN_A_STEP)
    for subject_id in forgotten:
        uow.record("trash.emptied", "removed_record", subject_id)
    done = job.progress_done + len(forgotten)
    return StepOutcome(done=not forgotten, progress_done=done, progress_total=done)
