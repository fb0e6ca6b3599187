"""Costs other than staff of an operation."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.cost_items import CostCancellationIn, CostCorrectionIn, CostItemIn, CostItemOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import cost_items
from clause.services.context import Context

WRITE = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Operations"]


@post("/operations/{operation_id:uuid}/cost-items", guards=WRITE, summary="Record a cost other than staff", tags=TAGS)
async def add_item(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[CostItemIn]
) -> Response[CostItemOut]:
    """An invoice or its like, units delivered (``unit_code`` and ``units``), or a deliverable, all or nothing.

    Refused for a post that a flat rate of the plan already covers, outside the operation's days, above the document.
    """
    return await change(
        request,
        context,
        lambda ctx: cost_items.add_item(ctx, operation_id, data.to_domain()),
        CostItemOut.of,
        status=201,
        location=lambda view: f"/cost-items/{view.item.id}",
    )


@get("/operations/{operation_id:uuid}/cost-items", guards=WRITE, summary="The costs other than staff", tags=TAGS)
async def list_items(
    context: NamedDependency[Context], operation_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[CostItemOut]]:
    """Every row, oldest first; ``replaced_by`` and ``cancelled`` tell which of them no longer hold."""
    found = await cost_items.list_items(context, operation_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda view: view.item.id)
    return shown(Page[CostItemOut](items=[CostItemOut.of(view) for view in items], next=following))


@get("/cost-items/{cost_item_id:uuid}", guards=WRITE, summary="One cost", tags=TAGS)
async def get_item(context: NamedDependency[Context], cost_item_id: FromPath[UUID]) -> Response[CostItemOut]:
    """A row as it was recorded, with the one that replaced it."""
    return shown(CostItemOut.of(await cost_items.load_item(context, cost_item_id)))


@post("/cost-items/{cost_item_id:uuid}/correct", guards=WRITE, summary="Correct a cost", tags=TAGS)
async def correct_item(
    request: AnyRequest,
    context: NamedDependency[Context],
    cost_item_id: FromPath[UUID],
    data: JSONBody[CostCorrectionIn],
) -> Response[CostItemOut]:
    """A new row takes its place. Errors: 409 when it no longer holds, or once a signed claim holds it."""
    return await change(
        request,
        context,
        lambda ctx: cost_items.correct_item(ctx, cost_item_id, data.to_domain(), data.reason),
        CostItemOut.of,
        status=201,
        location=lambda view: f"/cost-items/{view.item.id}",
    )


@post("/cost-items/{cost_item_id:uuid}/cancel", guards=WRITE, summary="Take a cost back", tags=TAGS)
async def cancel_item(
    request: AnyRequest,
    context: NamedDependency[Context],
    cost_item_id: FromPath[UUID],
    data: JSONBody[CostCancellationIn],
) -> Response[CostItemOut]:
    """The row that says so, with its reason. Errors: 409 when it no longer holds, or once a signed claim holds it."""
    return await change(
        request,
        context,
        lambda ctx: cost_items.cancel_item(ctx, cost_item_id, data.reason),
        CostItemOut.of,
        status=201,
        location=lambda view: f"/cost-items/{view.item.id}",
    )


HANDLERS: list[ControllerRouterHandler] = [add_item, list_items, get_item, correct_item, cancel_item]
