"""Hours statements declared in bulk."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change
from clause.api.schemas.hours_in_bulk import BulkIn, BulkOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import hours_in_bulk
from clause.services.context import Context


@post(
    "/hours-statements/bulk",
    guards=[needs(Scope.HOURS_DECLARE)],
    summary="Declare the hours of many companies and months: drafts, all of them or none",
    tags=["Hours"],
)
async def declare_in_bulk(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[BulkIn]
) -> Response[Any]:
    """At most 1,000 lines, in as many statements as there are companies and periods; the same checks as one by one.

    Errors: 409 when another statement of one of the months was opened meanwhile, 422 with everything that cannot stand,
    each named by its statement and line; then nothing is recorded.
    """
    return await change(
        request,
        context,
        lambda ctx: hours_in_bulk.declare_in_bulk(ctx, data.to_domain()),
        BulkOut.of,
        status=201,
    )


HANDLERS: list[ControllerRouterHandler] = [declare_in_bulk]
