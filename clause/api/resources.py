"""What finances an operation beside the FSE+."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.schemas.resources import CancellationIn, CorrectionIn, ResourceIn, ResourceOut, ResourcesOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import resources
from clause.services.context import Context

WRITE = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Operations"]


@post("/operations/{operation_id:uuid}/resources", guards=WRITE, summary="Record another funder's money", tags=TAGS)
async def add_resource(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[ResourceIn]
) -> Response[ResourceOut]:
    """A promise, or what was received and the operation's part of it. Errors: 404, 422 with a finding per value."""
    return await change(
        request,
        context,
        lambda ctx: resources.add_resource(ctx, operation_id, data.to_domain()),
        ResourceOut.of,
        status=201,
        location=lambda made: f"/operations/{made.operation_id}/resources",
    )


@get("/operations/{operation_id:uuid}/resources", guards=[needs(Scope.CLAIMS_READ)], summary="Resources", tags=TAGS)
async def list_resources(context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[ResourcesOut]:
    """Every row, oldest first, with the sum that counts today and warnings of funding twice. Errors: 404."""
    return shown(ResourcesOut.of(await resources.list_resources(context, operation_id)))


@get(
    "/oi/operations/{operation_id:uuid}/resources",
    guards=[needs(Scope.OI_READ)],
    summary="The resources of an operation",
    tags=["Intermediate body"],
)
async def list_oi_resources(context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[ResourcesOut]:
    """As the beneficiary recorded them, with their attestations. Errors: 404."""
    return shown(ResourcesOut.of(await resources.list_resources(context, operation_id)))


@post("/resources/{resource_id:uuid}/correct", guards=WRITE, summary="Correct a resource", tags=TAGS)
async def correct_resource(
    request: AnyRequest, context: NamedDependency[Context], resource_id: FromPath[UUID], data: JSONBody[CorrectionIn]
) -> Response[ResourceOut]:
    """A new row that replaces it. Errors: 404, 409 when it holds no more, 422."""
    return await change(
        request,
        context,
        lambda ctx: resources.correct_resource(ctx, resource_id, data.to_domain(), data.reason),
        ResourceOut.of,
        status=201,
    )


@post("/resources/{resource_id:uuid}/cancel", guards=WRITE, summary="Cancel a resource", tags=TAGS)
async def cancel_resource(
    request: AnyRequest, context: NamedDependency[Context], resource_id: FromPath[UUID], data: JSONBody[CancellationIn]
) -> Response[ResourceOut]:
    """It stays with its reason and counts no more. Errors: 404, 409 when it holds no more."""
    return await change(
        request,
        context,
        lambda ctx: resources.cancel_resource(ctx, resource_id, data.reason),
        ResourceOut.of,
        status=201,
    )


HANDLERS: list[ControllerRouterHandler] = [
    add_resource,
    list_resources,
    list_oi_resources,
    correct_resource,
    cancel_resource,
]
