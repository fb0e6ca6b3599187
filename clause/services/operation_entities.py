"""Structures that an operation supports."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import operation_entities as queries
from clause.db.queries import operations as operation_queries
from clause.domain import operation_entities as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.operation_entities import EntityTerms, OperationEntity
from clause.domain.operations import Operation
from clause.services.unit_of_work import UnitOfWork, reading, writing

SUPPORTED = (OrgKind.BUYER, OrgKind.COMPANY)


async def _require_operation(operation_id: UUID) -> Operation:
    operation = await operation_queries.find_operation(operation_id)
    if operation is None:
        raise NotFound("IND-022")
    return operation


@writing(Scope.CONTRACTS_WRITE)
async def add_entity(uow: UnitOfWork, operation_id: UUID, terms: EntityTerms) -> OperationEntity:
    """Record that an operation supports a structure, once each.

    NotFound IND-022, Refused IND-023 for an unknown buyer or company, WrongState IND-020 when the agreement foresees
    none, Refused IND-021 for an impossible day, DBC-561 for one that is counted already.
    """
    operation = await _require_operation(operation_id)
    organisation = await account_queries.find_organisation_by_id(terms.organisation_id)
    if organisation is None or organisation.kind not in SUPPORTED:
        raise Refused("IND-023")
    domain.check_entity(terms, operation, uow.today)
    entity = OperationEntity(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        operation_id=operation_id,
        recorded_by=uow.actor.id,
        created_at=uow.now,
    )
    await queries.insert_entity(entity)
    uow.record("operation_entity.added", "operation", operation_id, entity=entity.id, kind=terms.kind)
    return entity


@writing(Scope.CONTRACTS_WRITE)
async def withdraw_entity(uow: UnitOfWork, operation_id: UUID, entity_id: UUID, reason: str) -> OperationEntity:
    """Take a structure out of the count, with a reason. NotFound IND-024, WrongState IND-025 when it is out already."""
    entity = await queries.lock_entity(operation_id, entity_id)
    if entity is None:
        raise NotFound("IND-024")
    if entity.withdrawn_at is not None:
        raise WrongState("IND-025")
    await queries.withdraw_entity(entity_id, uow.now, reason)
    uow.record("operation_entity.withdrawn", "operation", operation_id, reason=reason, entity=entity_id)
    return entity.model_copy(update={"withdrawn_at": uow.now, "withdrawal_reason": reason})


@reading(Scope.CLAIMS_READ)
async def list_entities(
    uow: UnitOfWork, operation_id: UUID, *, after: UUID | None, limit: int
) -> list[OperationEntity]:
    """A page of the structures of an operation, withdrawn ones included, oldest first. NotFound IND-022."""
    await _require_operation(operation_id)
    return await queries.list_entities(operation_id, after=after, limit=limit)
