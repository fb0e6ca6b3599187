"""The months of many people: where each stands, approved or opened again in one call."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.timesheets_in_bulk import ApprovalsIn, ListedMonthOut, MonthOutcomesOut, ReopeningsIn
from clause.domain.actors import Scope
from clause.domain.timesheets import TimesheetState
from clause.edge.months import month_in_path
from clause.edge.request_context import AnyRequest, needs
from clause.services import timesheets_in_bulk
from clause.services.context import Context

APPROVE = [needs(Scope.TIME_APPROVE)]
TAGS = ["Time"]


@get("/timesheets", guards=APPROVE, summary="Where everyone's month stands", tags=TAGS)
async def list_months(
    context: NamedDependency[Context],
    month: Annotated[str, QueryParameter(description="The month, YYYY-MM")],
    sheet_state: Annotated[
        TimesheetState | None, QueryParameter(name="state", description="open, signed or approved")
    ] = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ListedMonthOut]]:
    """One line an employment of the month, also where nothing was recorded yet (open, without an id)."""
    found = await timesheets_in_bulk.list_months(
        context, month_in_path(month), state=sheet_state, after=id_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.employment_id)
    return shown(Page[ListedMonthOut](items=[ListedMonthOut.of(item) for item in items], next=following))


@post("/timesheets/approvals", guards=APPROVE, status_code=200, summary="Approve the months of many", tags=TAGS)
async def approve_months(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[ApprovalsIn]
) -> Response[MonthOutcomesOut]:
    """Those named, or all that are signed; each with its own outcome: what one refuses stops no other."""
    month = month_in_path(str(data.month))
    whose = None if data.items is None else [item.to_domain() for item in data.items]
    return await change(
        request,
        context,
        lambda ctx: timesheets_in_bulk.approve_months(ctx, month, whose),
        MonthOutcomesOut.of,
    )


@post("/timesheets/reopenings", guards=APPROVE, status_code=200, summary="Open the months of many again", tags=TAGS)
async def reopen_months(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[ReopeningsIn]
) -> Response[MonthOutcomesOut]:
    """All for the same reason, each with its own outcome; a month that a claim holds is refused by itself."""
    month = month_in_path(str(data.month))
    whose = [item.to_domain() for item in data.items]
    return await change(
        request,
        context,
        lambda ctx: timesheets_in_bulk.reopen_months(ctx, month, whose, data.reason),
        MonthOutcomesOut.of,
    )


HANDLERS: list[ControllerRouterHandler] = [list_months, approve_months, reopen_months]
