"""Visits on site, recorded by the intermediate body or by the beneficiary that was visited."""

from uuid import UUID

from clause.db.queries import operations as operation_queries
from clause.db.queries import site_visits as queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused
from clause.domain.site_visits import SiteVisit, VisitTerms
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CLAIMS_WRITE, Scope.OI_VERIFY)
async def record_visit(uow: UnitOfWork, operation_id: UUID, terms: VisitTerms) -> SiteVisit:
    """Record a visit. NotFound VIS-001, Refused VIS-002 for a day to come or before the operation."""
    operation = await operation_queries.find_record(operation_id)
    if operation is None:
        raise NotFound("VIS-001")
    if not operation.first_day <= terms.visited_on <= uow.today:
        raise Refused("VIS-002", first_day=operation.first_day.isoformat())
    visit = SiteVisit(
        **dict(terms),
        id=uow.new_id(),
        operation_id=operation_id,
        recorded_by=uow.actor.id,
        recorded_by_kind=uow.actor.kind,
        recorded_at=uow.now,
    )
    await queries.insert_visit(visit, operation)
    uow.record(
        "site_visit.recorded",
        "operation",
        operation_id,
        org_id=operation.facilitator_org_id,
        visited_on=terms.visited_on,
        reference=terms.reference,
    )
    return visit


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_visits(uow: UnitOfWork, operation_id: UUID) -> list[SiteVisit]:
    """The visits of an operation, oldest record first. NotFound VIS-003."""
    if await operation_queries.find_record(operation_id) is None:
        raise NotFound("VIS-003")
    return await queries.list_visits(operation_id)
