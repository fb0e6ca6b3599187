"""FSE+ operations with their agreement."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import operations as queries
from clause.domain import operations as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.agreements import AgreementTerms, GrantAgreement
from clause.domain.errors import NotFound, Refused
from clause.domain.operations import Operation, OperationState, OperationTerms
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
