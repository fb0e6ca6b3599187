"""The life of operations: moves recorded by who made them, moves that the calendar makes, and where each one stands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.db.queries import funding_calls as call_queries
from clause.db.queries import operation_moves as queries
from clause.db.queries import operations as operation_queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.agreement_checks import check_operation
from clause.domain.agreements import GrantAgreement
from clause.domain.errors import Forbidden, NotFound
from clause.domain.funding_calls import Call
from clause.domain.jobs import Job, StepOutcome
from clause.domain.operation_moves import (
    MOVES,
    OF_THE_BENEFICIARY,
    Deadlines,
    MoveTerms,
    OperationAction,
    OperationEvent,
    check_move,
    deadlines,
    due_action,
    is_held,
    next_actions,
    start_certified_on,
)
from clause.domain.operations import OperationRecord, OperationState
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing

_MOVED_BY_THE_CALENDAR = (
    OperationState.IN_FORCE,
    OperationState.AMENDMENT_PENDING,
    OperationState.IMPLEMENTATION_ENDED,
    OperationState.SETTLED,
    OperationState.IN_RETENTION,
)


@dataclass(frozen=True)
class Course:
    """Where an operation stands: its moves, the days that count now, and what may be recorded next."""

    record: OperationRecord
    events: tuple[OperationEvent, ...]
    deadlines: Deadlines
    next_actions: tuple[OperationAction, ...]
    start_certified_on: date | None
    is_held: bool


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def load_course(uow: UnitOfWork, operation_id: UUID) -> Course:
    """One operation, with or without agreement, and where it stands. NotFound OPE-014."""
    record = await operation_queries.find_record(operation_id)
    if record is None:
        raise NotFound("OPE-014")
    return await _course(record)


@writing(Scope.CLAIMS_WRITE, Scope.OI_VERIFY)
async def move(uow: UnitOfWork, operation_id: UUID, terms: MoveTerms) -> Course:
    """Record a move of an operation. The beneficiary writes down what its intermediate body tells it, too.

    NotFound OPE-009, Forbidden OPE-013 for an intermediate body in the beneficiary's place, WrongState OPE-008 where
    the state forbids it, Refused OPE-010 with what it lacks, OPE-002 with what is wrong with the agreement signed.
    """
    record = await operation_queries.lock_record(operation_id)
    if record is None:
        raise NotFound("OPE-009")
    if uow.actor.org_kind is OrgKind.INTERMEDIATE_BODY and terms.action in OF_THE_BENEFICIARY:
        raise Forbidden("OPE-013")
    events = await queries.list_events(operation_id)
    call = await call_queries.find_call(record.call_id) if record.call_id else None
    state = MOVES.after(record.state, terms.action) if terms.action in MOVES.moves else record.state
    check_move(record, terms, events, call, uow.now)
    if terms.action is OperationAction.SIGN_AGREEMENT:
        await _sign(uow, record, terms, call)
    is_appraisal = terms.action is OperationAction.OPEN_APPRAISAL
    details = {"cost_plan": terms.cost_plan.value} if is_appraisal and terms.cost_plan else {}
    await _write(uow, record, terms.action, state, terms, details)
    moved = await operation_queries.find_record(operation_id)
    return await _course(moved or record)


async def _sign(uow: UnitOfWork, record: OperationRecord, terms: MoveTerms, call: Call | None) -> None:
    agreement = terms.agreement
    if agreement is None:
        raise RuntimeError("a signature without agreement was let through")
    check_operation(record.terms, agreement, call)
    signed = GrantAgreement(**dict(agreement), id=uow.new_id(), version_no=1)
    await operation_queries.insert_agreement(record, signed, uow.now)


async def _write(
    uow: UnitOfWork,
    record: OperationRecord,
    action: OperationAction,
    state: OperationState,
    terms: MoveTerms,
    details: dict[str, str],
) -> None:
    await queries.record_move(
        uow,
        record,
        action,
        state,
        at=terms.at,
        reference=terms.reference,
        reason=terms.reason,
        details=details,
    )
    uow.record(
        f"operation.{action.value}",
        "operation",
        record.id,
        org_id=record.facilitator_org_id,
        reason=terms.reason,
        before=record.state,
        after=state,
        at=terms.at.isoformat(),
    )


async def _course(record: OperationRecord) -> Course:
    events = await queries.list_events(record.id)
    call = await call_queries.find_call(record.call_id) if record.call_id else None
    last_payment_on = await queries.last_payment_on(record.id)
    return Course(
        record=record,
        events=tuple(events),
        deadlines=deadlines(record, events, call, last_payment_on),
        next_actions=tuple(next_actions(record.state)),
        start_certified_on=start_certified_on(events),
        is_held=is_held(events),
    )


@job_step
async def move_operations(uow: UnitOfWork, job: Job) -> StepOutcome:
    """What the calendar does to the organisation's operations; run again the same day, it finds nothing."""
    moved, after = 0, None
    states = [state.value for state in _MOVED_BY_THE_CALENDAR]
    while page := await queries.list_ids_that_may_move(uow.org_id, states, after):
        for operation_id in page:
            moved += await _move_by_calendar(uow, operation_id)
        after = page[-1]
    return StepOutcome(done=True, progress_done=moved, progress_total=moved)


async def _move_by_calendar(uow: UnitOfWork, operation_id: UUID) -> int:
    """How many moves the day makes: an operation that was not looked at for long makes several at once."""
    for count in range(len(OperationState)):
        record = await operation_queries.lock_record(operation_id)
        events = await queries.list_events(operation_id)
        last_payment_on = await queries.last_payment_on(operation_id)
        action = due_action(record, events, last_payment_on, uow.today) if record else None
        if record is None or action is None:
            return count
        state = MOVES.after(record.state, action)
        await _write(uow, record, action, state, MoveTerms(action=action, at=uow.now), {})
    raise RuntimeError("an operation moves in circles")
