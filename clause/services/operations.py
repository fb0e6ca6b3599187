"""FSE+ operations with their agreement, and the mission letters of those who work for them."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import employments as employment_queries
from clause.db.queries import operations as queries
from clause.domain import operations as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.agreements import AgreementTerms, GrantAgreement
from clause.domain.errors import NotFound, Refused
from clause.domain.operations import Assignment, AssignmentTerms, Operation, OperationState, OperationTerms
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CLAIMS_WRITE)
async def add_operation(uow: UnitOfWork, terms: OperationTerms, agreement: AgreementTerms) -> Operation:
    """Add an operation in force, with the first version of its agreement.

    Refused OPE-001 for an unknown intermediate body, OPE-002 with what is wrong with the terms.
    """
    body = await account_queries.find_organisation_by_id(terms.intermediate_body_id, OrgKind.INTERMEDIATE_BODY)
    if body is None:
        raise Refused("OPE-001")
    domain.check_operation(terms, agreement)
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
    uow.record("operation.added", "operation", operation.id, number=terms.number, grant=agreement.grant_amount)
    return operation


@reading(Scope.CLAIMS_READ)
async def load_operation(uow: UnitOfWork, operation_id: UUID) -> Operation:
    """One operation. NotFound OPE-003."""
    operation = await queries.find_operation(operation_id)
    if operation is None:
        raise NotFound("OPE-003")
    return operation


@reading(Scope.CLAIMS_READ)
async def list_operations(uow: UnitOfWork, *, after: UUID | None, limit: int) -> list[Operation]:
    """A page of the organisation's operations, oldest first."""
    return await queries.list_operations(after=after, limit=limit)


@writing(Scope.CLAIMS_WRITE)
async def assign(uow: UnitOfWork, operation_id: UUID, terms: AssignmentTerms) -> Assignment:
    """Issue a mission letter; a further one for the same person replaces the earlier ones from its first day on.

    NotFound OPE-004, Refused OPE-006 for an unknown employment, OPE-005 with what is wrong with the days.
    """
    operation = await queries.lock_operation(operation_id)
    if operation is None:
        raise NotFound("OPE-004")
    employment = await employment_queries.find_employment(terms.employment_id)
    if employment is None:
        raise Refused("OPE-006")
    domain.check_assignment(terms, operation, employment.period)
    version_no = await queries.count_assignments(operation_id, terms.employment_id) + 1
    assignment = Assignment(
        **dict(terms), id=uow.new_id(), operation_id=operation_id, version_no=version_no, created_at=uow.now
    )
    await queries.insert_assignment(assignment, operation)
    uow.record("assignment.issued", "operation", operation_id, employment=terms.employment_id, version=version_no)
    return assignment


@reading(Scope.CLAIMS_READ)
async def list_assignments(uow: UnitOfWork, operation_id: UUID) -> list[Assignment]:
    """The mission letters of an operation, by person and version. NotFound OPE-007."""
    if await queries.find_operation(operation_id) is None:
        raise NotFound("OPE-007")
    return await queries.list_assignments(operation_id)
