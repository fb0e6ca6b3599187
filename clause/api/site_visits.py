"""Visits on site of operations."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.schemas.base import Page
from clause.api.schemas.site_visits import VisitIn, VisitOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import site_visits
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ, Scope.OI_READ)]
WRITE = [needs(Scope.CLAIMS_WRITE, Scope.OI_VERIFY)]
TAGS = ["Operations"]
PATH = "/operations/{operation_id:uuid}/site-visits"


@post(PATH, guards=WRITE, summary="Record a visit on site", tags=TAGS)
async def record_visit(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[VisitIn]
) -> Response[VisitOut]:
    """By the intermediate body, or by the beneficiary that was visited. Errors: 404, 422 for a day that cannot be."""
    return await change(
        request,
        context,
        lambda ctx: site_visits.record_visit(ctx, operation_id, data.to_domain()),
        VisitOut.of,
        status=201,
        location=lambda made: f"/operations/{made.operation_id}/site-visits",
    )


@get(PATH, guards=READ, summary="Visits on site", tags=TAGS)
async def list_visits(context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Page[VisitOut]]:
    """Oldest record first. Errors: 404."""
    found = await site_visits.list_visits(context, operation_id)
    return shown(Page[VisitOut](items=[VisitOut.of(item) for item in found], next=None))


HANDLERS: list[ControllerRouterHandler] = [record_visit, list_visits]
