"""FSE+ operations and their agreement."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.operations import OperationIn, OperationOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import operations
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ)]
WRITE = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Operations"]


@post("/operations", guards=WRITE, summary="Add an operation with its agreement", tags=TAGS)
async def add_operation(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[OperationIn]
) -> Response[OperationOut]:
    """The rate is refused above the ceiling of the category of region."""
    return await change(
        request,
        context,
        lambda ctx: operations.add_operation(ctx, data.to_domain(), data.agreement.to_domain()),
        OperationOut.of,
        status=201,
        location=lambda found: f"/operations/{found.id}",
        version=lambda found: found.version,
    )


@get("/operations", guards=READ, summary="List operations", tags=TAGS)
async def list_operations(
    context: NamedDependency[Context], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[OperationOut]]:
    """The organisation's own, oldest first."""
    found = await operations.list_operations(context, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[OperationOut](items=[OperationOut.of(item) for item in items], next=following))


@get("/operations/{operation_id:uuid}", guards=READ, summary="One operation", tags=TAGS)
async def get_operation(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[OperationOut]:
    """An operation with its ETag."""
    found = await operations.load_operation(context, operation_id)
    return single(request, OperationOut.of(found), found.version)


HANDLERS: list[ControllerRouterHandler] = [
    add_operation,
    list_operations,
    get_operation,
]
