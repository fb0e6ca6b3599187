"""Invoices and purchase orders of lots."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.invoices import InvoiceIn, InvoiceOut, InvoiceRecordedOut, PurchaseOrderIn, PurchaseOrderOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import invoices
from clause.services.context import Context

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Obligations"]


@post("/lots/{lot_id:uuid}/invoices", guards=[WRITE], summary="Record an invoice or a credit note", tags=TAGS)
async def add_invoice(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[InvoiceIn]
) -> Response[InvoiceRecordedOut]:
    """Where the obligation follows invoices, what is owed changes from the day of issue on, a late invoice included.

    Errors: 404 for a lot of someone else, 409 for a number that the lot has, 422 for an invoice dated after today.
    """
    return await change(
        request,
        context,
        lambda ctx: invoices.add_invoice(ctx, lot_id, data.to_domain()),
        InvoiceRecordedOut.of_recorded,
        status=201,
        location=lambda _: f"/lots/{lot_id}/invoices",
    )


@get("/lots/{lot_id:uuid}/invoices", guards=[READ], summary="Invoices and credit notes of a lot", tags=TAGS)
async def list_invoices(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[InvoiceOut]]:
    """In the order in which they were recorded.

    Errors: 404 for a lot that the caller may not see.
    """
    found = await invoices.list_invoices(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[InvoiceOut](items=[InvoiceOut.of(item) for item in items], next=following))


@post("/lots/{lot_id:uuid}/purchase-orders", guards=[WRITE], summary="Record a purchase order", tags=TAGS)
async def add_purchase_order(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[PurchaseOrderIn]
) -> Response[PurchaseOrderOut]:
    """It bears on the forecast, never on what is due.

    Errors: 404 for a lot of someone else, 409 for a number that the lot has, 422 for days in the wrong order.
    """
    return await change(
        request,
        context,
        lambda ctx: invoices.add_purchase_order(ctx, lot_id, data.to_domain()),
        PurchaseOrderOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/purchase-orders",
    )


@get("/lots/{lot_id:uuid}/purchase-orders", guards=[READ], summary="Purchase orders of a lot", tags=TAGS)
async def list_purchase_orders(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[PurchaseOrderOut]]:
    """In the order in which they were recorded.

    Errors: 404 for a lot that the caller may not see.
    """
    found = await invoices.list_purchase_orders(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[PurchaseOrderOut](items=[PurchaseOrderOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [add_invoice, list_invoices, add_purchase_order, list_purchase_orders]
