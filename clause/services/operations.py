"""FSE+ operations: recorded in force with their agreement, or from their application on."""

from datetime import datetime, time
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import funding_calls as call_queries
from clause.db.queries import operation_moves as move_queries
from clause.db.queries import operations as queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.agreement_checks import call_findings, check_application, check_operation
from clause.domain.agreements import AgreementTerms, GrantAgreement
from clause.domain.errors import NotFound, Refused
from clause.domain.funding_calls import Call
from clause.domain.operation_moves import OperationAction, check_application_day
from clause.domain.operations import Operation, OperationRecord, OperationState, OperationTerms
from clause.rules.calendar import FRANCE
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CLAIMS_WRITE)
async def add_operation(uow: UnitOfWork, terms: OperationTerms, agreement: AgreementTerms) -> Operation:
    """Add an operation in force, with the first version of its agreement.

    Refused OPE-001 for an unknown intermediate body, OPE-012 for an unknown call, OPE-002 with what is wrong with the
    terms.
    """
    call = await _parties(terms)
    check_operation(terms, agreement, call)
    operation = Operation(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        state=OperationState.IN_FORCE,
        created_at=uow.now,
        version=1,
        agreement=GrantAgreement(**dict(agreement), id=uow.new_id(), version_no=1),
    )
    await queries.insert_operation(operation)
    # What is recorded later than it was signed may still be followed by what came in between.
    signed_at = datetime.combine(agreement.signed_on, time(), FRANCE)
    await move_queries.record_move(
        uow,
        operation,
        OperationAction.RECORD_IN_FORCE,
        operation.state,
        at=min(signed_at, uow.now),
        reference=agreement.reference,
        is_first=True,
    )
    uow.record("operation.added", "operation", operation.id, number=terms.number, grant=agreement.grant_amount)
    return operation


@writing(Scope.CLAIMS_WRITE)
async def apply(uow: UnitOfWork, terms: OperationTerms, at: datetime | None = None) -> OperationRecord:
    """Begin an application in answer to a call (O1); its agreement comes with the signatures.

    Refused OPE-001 and OPE-012 for who and what is unknown, OPE-011 with what is wrong with the terms, OPE-010 with
    what stands against the day.
    """
    call = await _parties(terms)
    check_application(terms, call)
    day = at or uow.now
    check_application_day(terms, call, day, uow.now)
    record = OperationRecord(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        state=OperationState.APPLICATION_DRAFT,
        created_at=uow.now,
        version=1,
        agreement=None,
    )
    await queries.insert_operation(record)
    await move_queries.record_move(uow, record, OperationAction.APPLY, record.state, at=day, is_first=True)
    uow.record("operation.applied", "operation", record.id, number=terms.number, call=terms.call_id)
    return record


async def _parties(terms: OperationTerms) -> Call | None:
    body = await account_queries.find_organisation_by_id(terms.intermediate_body_id, OrgKind.INTERMEDIATE_BODY)
    if body is None:
        raise Refused("OPE-001")
    if terms.call_id is None:
        return None
    call = await call_queries.find_call(terms.call_id)
    scheme = await call_queries.find_scheme(call.scheme_id) if call else None
    if call is None or scheme is None:
        raise Refused("OPE-012")
    findings = call_findings(terms, scheme)
    if findings:
        raise Refused("OPE-015", findings=tuple(findings))
    return call


@reading(Scope.CLAIMS_READ)
async def load_operation(uow: UnitOfWork, operation_id: UUID) -> Operation:
    """One operation that has its agreement. NotFound OPE-003."""
    operation = await queries.find_operation(operation_id)
    if operation is None:
        raise NotFound("OPE-003")
    return operation


@reading(Scope.CLAIMS_READ)
async def list_operations(uow: UnitOfWork, *, after: UUID | None, limit: int) -> list[Operation]:
    """A page of the organisation's operations that have their agreement, oldest first."""
    return await queries.list_operations(after=after, limit=limit)


@reading(Scope.CLAIMS_READ)
async def list_records(
    uow: UnitOfWork, *, state: OperationState | None, after: UUID | None, limit: int
) -> list[OperationRecord]:
    """A page of the organisation's operations, applications included, oldest first."""
    return await queries.list_records(state=state.value if state else None, after=after, limit=limit)
