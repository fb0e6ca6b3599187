"""The access log: who read what of claims and operations."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.types import ControllerRouterHandler

from clause.api.answers import shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.access_log import AccessLineOut
from clause.api.schemas.base import Page
from clause.domain.actors import Scope
from clause.edge.request_context import needs
from clause.services import access_log
from clause.services.context import Context


@get(
    "/access-log",
    guards=[needs(Scope.OI_READ, Scope.CLAIMS_READ)],
    summary="Who read what",
    tags=["Intermediate body"],
)
async def list_readings(
    context: NamedDependency[Context], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[AccessLineOut]]:
    """What the organisation read of claims and operations, and what others read of its own, oldest first.

    Every answer under `/oi`, every bundle and every export leaves a line, refusals included. Lines are never changed.
    """
    found = await access_log.list_readings(context, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[AccessLineOut](items=[AccessLineOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [list_readings]
