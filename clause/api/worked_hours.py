"""Hours worked on lots."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.worked_hours import WorkedHoursIn, WorkedHoursOut, WorkedHoursRecordedOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import worked_hours
from clause.services.context import Context

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Obligations"]


@post("/lots/{lot_id:uuid}/worked-hours", guards=[WRITE], summary="Report the hours worked in a month", tags=TAGS)
async def report_worked_hours(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[WorkedHoursIn]
) -> Response[WorkedHoursRecordedOut]:
    """A report of the same month replaces the one before; a share of these hours is owed from the month's last day on.

    Errors: 404 for a lot of someone else, 422 for a month that has not begun.
    """
    return await change(
        request,
        context,
        lambda ctx: worked_hours.report_worked_hours(ctx, lot_id, data.to_domain()),
        WorkedHoursRecordedOut.of_recorded,
        status=201,
        location=lambda _: f"/lots/{lot_id}/worked-hours",
    )


@get("/lots/{lot_id:uuid}/worked-hours", guards=[READ], summary="Hours worked on a lot, every report", tags=TAGS)
async def list_worked_hours(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[WorkedHoursOut]]:
    """In the order in which they were recorded; the highest version of a month speaks for it.

    Errors: 404 for a lot that the caller may not see.
    """
    found = await worked_hours.list_worked_hours(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[WorkedHoursOut](items=[WorkedHoursOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [report_worked_hours, list_worked_hours]
