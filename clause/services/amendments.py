"""Amendments of agreements: proposed, signed as a new version, withdrawn."""

from datetime import date
from uuid import UUID

from clause.db.queries import amendments as queries
from clause.db.queries import funding_calls as call_queries
from clause.db.queries import operation_moves as move_queries
from clause.db.queries import operations as operation_queries
from clause.domain.actors import Scope
from clause.domain.agreement_checks import check_operation
from clause.domain.agreements import GrantAgreement
from clause.domain.amendments import (
    AMENDMENT_MOVES,
    Amendment,
    AmendmentState,
    AmendmentTerms,
    check_amendment,
    check_signature,
)
from clause.domain.errors import NotFound
from clause.domain.operation_moves import MOVES, OperationAction
from clause.domain.operations import Operation, OperationState
from clause.rules.calendar import Month
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CLAIMS_WRITE)
async def propose(uow: UnitOfWork, operation_id: UUID, terms: AmendmentTerms) -> Amendment:
    """Declare a change of the agreement, to be signed; the operation waits for it (O12).

    NotFound AGR-002, WrongState OPE-008 unless the agreement is in force with no other amendment, Refused AGR-001 with
    the days that do not fit, OPE-002 with what is wrong with the agreement as it would be.
    """
    operation = await operation_queries.lock_operation(operation_id)
    if operation is None:
        raise NotFound("AGR-002")
    state = MOVES.after(operation.state, OperationAction.OPEN_AMENDMENT)
    claimed = await queries.last_claimed_month(operation_id)
    check_amendment(terms, operation, Month.of(claimed).last_day if claimed else None, uow.today)
    await _check_agreement(operation, terms)
    amendment = Amendment(
        **dict(terms),
        id=uow.new_id(),
        operation_id=operation_id,
        number=len(await queries.list_amendments(operation_id)) + 1,
        state=AmendmentState.PENDING,
        recorded_by=uow.actor.id,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_amendment(amendment, operation)
    await _move(uow, operation, OperationAction.OPEN_AMENDMENT, state, amendment)
    uow.record("amendment.proposed", "operation", operation_id, reason=terms.reason, number=amendment.number)
    return amendment


@writing(Scope.CLAIMS_WRITE)
async def sign(uow: UnitOfWork, amendment_id: UUID, signed_on: date, reference: str) -> Amendment:
    """Both parties have signed: a further version of the agreement, from the day on which the amendment takes effect.

    NotFound AGR-003, WrongState AGR-004 unless it is pending, Refused AGR-005 for a day out of the agreement's
    validity, OPE-002 with what is wrong with the agreement.
    """
    amendment, operation = await _held(amendment_id)
    state = AMENDMENT_MOVES.after(amendment.state, "sign")
    check_signature(amendment, operation, signed_on, uow.today)
    await _check_agreement(operation, amendment)
    version_no = operation.agreement.version_no + 1
    changed = {"signed_on": signed_on, "reference": reference}
    agreed = {**dict(amendment.terms), **changed, "effective_on": amendment.effective_on, "reason": amendment.reason}
    version = GrantAgreement(**agreed, id=uow.new_id(), version_no=version_no)
    await operation_queries.insert_agreement(operation, version, uow.now)
    if amendment.last_day is not None:
        await queries.set_last_day(operation.id, amendment.last_day)
    ended = {"state": state, "agreement_version_no": version_no, "signed_on": signed_on}
    amendment = amendment.model_copy(update={**ended, "version": amendment.version + 1})
    await _close(uow, operation, amendment)
    uow.record("amendment.signed", "operation", operation.id, number=amendment.number, agreement_version=version_no)
    return amendment


@writing(Scope.CLAIMS_WRITE)
async def withdraw(uow: UnitOfWork, amendment_id: UUID, reason: str) -> Amendment:
    """Give an amendment up; the agreement stays as it was. NotFound AGR-003, WrongState AGR-004."""
    amendment, operation = await _held(amendment_id)
    state = AMENDMENT_MOVES.after(amendment.state, "withdraw")
    ended = {"state": state, "close_reason": reason, "version": amendment.version + 1}
    amendment = amendment.model_copy(update=ended)
    await _close(uow, operation, amendment)
    uow.record("amendment.withdrawn", "operation", operation.id, reason=reason, number=amendment.number)
    return amendment


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_amendments(uow: UnitOfWork, operation_id: UUID) -> list[Amendment]:
    """The amendments of an operation, by number. NotFound AGR-006."""
    if await operation_queries.find_record(operation_id) is None:
        raise NotFound("AGR-006")
    return await queries.list_amendments(operation_id)


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_agreements(uow: UnitOfWork, operation_id: UUID) -> list[GrantAgreement]:
    """Every version of the agreement of an operation, first to last. NotFound AGR-007."""
    if await operation_queries.find_record(operation_id) is None:
        raise NotFound("AGR-007")
    return await queries.list_agreements(operation_id)


async def _held(amendment_id: UUID) -> tuple[Amendment, Operation]:
    amendment = await queries.find_amendment(amendment_id)
    operation = await operation_queries.lock_operation(amendment.operation_id) if amendment else None
    # Read again under the operation's lock: another call may have ended it meanwhile.
    amendment = await queries.find_amendment(amendment_id) if operation else None
    if amendment is None or operation is None:
        raise NotFound("AGR-003")
    return amendment, operation


async def _check_agreement(operation: Operation, terms: AmendmentTerms) -> None:
    changed = operation.terms.model_copy(update={"last_day": terms.last_day or operation.last_day})
    call = await call_queries.find_call(operation.call_id) if operation.call_id else None
    check_operation(changed, terms.terms, call)


async def _close(uow: UnitOfWork, operation: Operation, amendment: Amendment) -> None:
    await queries.save_amendment(amendment)
    # An operation whose end came first stays ended.
    if operation.state is OperationState.AMENDMENT_PENDING:
        state = MOVES.after(operation.state, OperationAction.CLOSE_AMENDMENT)
        await _move(uow, operation, OperationAction.CLOSE_AMENDMENT, state, amendment)


async def _move(
    uow: UnitOfWork, operation: Operation, action: OperationAction, state: OperationState, amendment: Amendment
) -> None:
    details = {"amendment": amendment.number, "outcome": amendment.state.value}
    reason = amendment.close_reason or amendment.reason
    await move_queries.record_move(uow, operation, action, state, at=uow.now, reason=reason, details=details)
