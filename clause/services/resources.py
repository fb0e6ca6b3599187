"""What finances an operation beside the FSE+: recorded, corrected by a row that replaces another, cancelled."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from clause.db.queries import evidence as evidence_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import resources as queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.operations import Operation
from clause.domain.resources import (
    Resource,
    ResourceTerms,
    check_resource,
    in_force,
    resource_warnings,
    resources_total,
)
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class ResourcesView:
    """The resources of an operation, what of them counts today, and what is worth a look."""

    resources: tuple[Resource, ...]
    to_date: Decimal
    findings: tuple[Finding, ...]


@writing(Scope.CLAIMS_WRITE)
async def add_resource(uow: UnitOfWork, operation_id: UUID, terms: ResourceTerms) -> Resource:
    """Record money of another funder. NotFound RES-002, Refused RES-001 with what is wrong, RES-003 (document)."""
    operation = await operation_queries.find_operation(operation_id)
    if operation is None:
        raise NotFound("RES-002")
    check_resource(terms, uow.today)
    return await _insert(uow, operation, terms, None, None, cancelled=False)


@writing(Scope.CLAIMS_WRITE)
async def correct_resource(uow: UnitOfWork, resource_id: UUID, terms: ResourceTerms, reason: str) -> Resource:
    """A new row instead of another, for a reason. NotFound RES-004, WrongState RES-005, Refused RES-001 and RES-003."""
    replaced, operation = await _held(resource_id)
    check_resource(terms, uow.today)
    return await _insert(uow, operation, terms, replaced, reason, cancelled=False)


@writing(Scope.CLAIMS_WRITE)
async def cancel_resource(uow: UnitOfWork, resource_id: UUID, reason: str) -> Resource:
    """The row that takes a resource out, for a reason. NotFound RES-004, WrongState RES-005 when it holds no more."""
    replaced, operation = await _held(resource_id)
    terms = ResourceTerms(**{name: getattr(replaced, name) for name in ResourceTerms.model_fields})
    return await _insert(uow, operation, terms, replaced, reason, cancelled=True)


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_resources(uow: UnitOfWork, operation_id: UUID) -> ResourcesView:
    """Every row of an operation with what counts today and what is worth a look. NotFound RES-006."""
    operation = await operation_queries.find_operation(operation_id)
    if operation is None:
        raise NotFound("RES-006")
    found = await queries.list_resources(operation_id)
    return ResourcesView(tuple(found), resources_total(found, uow.today), tuple(resource_warnings(found, operation)))


@reading(Scope.CLAIMS_READ)
async def load_resource(uow: UnitOfWork, resource_id: UUID) -> Resource:
    """One row, whether it still holds or not. NotFound RES-007."""
    resource = await queries.find_resource(resource_id)
    if resource is None:
        raise NotFound("RES-007")
    return resource


async def _held(resource_id: UUID) -> tuple[Resource, Operation]:
    resource = await queries.find_resource(resource_id)
    operation = await operation_queries.lock_operation(resource.operation_id) if resource else None
    if resource is None or operation is None:
        raise NotFound("RES-004")
    if resource.id not in {held.id for held in in_force(await queries.list_resources(operation.id))}:
        raise WrongState("RES-005")
    return resource, operation


async def _insert(
    uow: UnitOfWork,
    operation: Operation,
    terms: ResourceTerms,
    replaced: Resource | None,
    reason: str | None,
    *,
    cancelled: bool,
) -> Resource:
    if terms.document_id is not None and await evidence_queries.find_file(terms.document_id) is None:
        raise Refused("RES-003")
    resource = Resource(
        **dict(terms),
        id=uow.new_id(),
        operation_id=operation.id,
        replaces_id=replaced.id if replaced else None,
        cancelled=cancelled,
        reason=reason,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_resource(resource, operation)
    verb = "cancelled" if cancelled else "corrected" if replaced else "added"
    uow.record(
        f"resource.{verb}",
        "operation",
        operation.id,
        reason=reason,
        resource=resource.id,
        replaces=resource.replaces_id,
        kind=terms.kind,
        amount_received=terms.amount_received,
        amount_allocated=terms.amount_allocated,
        received_on=terms.received_on,
    )
    return resource
