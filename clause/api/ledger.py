"""Ledger entries: read, and corrected by reversal."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.hours import READ, VALIDATE, MonthFilter, month_of
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.ledger import CorrectionOut, LedgerEntryOut, ReversalIn
from clause.edge.request_context import AnyRequest
from clause.services import ledger
from clause.services.context import Context

TAGS = ["Hours"]

LotFilter = Annotated[UUID | None, QueryParameter(name="lot", description="Id of the lot")]
HireFilter = Annotated[UUID | None, QueryParameter(name="hire", description="Id of the hire")]
StatementFilter = Annotated[UUID | None, QueryParameter(name="statement", description="Id of the hours statement")]


@get("/ledger-entries", guards=[READ], summary="List booked hours", tags=TAGS)
async def list_entries(
    context: NamedDependency[Context],
    lot_id: LotFilter = None,
    hire_id: HireFilter = None,
    month: MonthFilter = None,
    statement_id: StatementFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[LedgerEntryOut]]:
    """All of the facilitator organisation's, or a company's own; oldest first. Buyers see sums under compliance."""
    found = await ledger.list_entries(
        context,
        lot_id=lot_id,
        hire_id=hire_id,
        month=month_of(month),
        statement_id=statement_id,
        after=id_after(after),
        limit=limit + 1,
    )
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[LedgerEntryOut](items=[LedgerEntryOut.of(item) for item in items], next=following))


@post(
    "/ledger-entries/{entry_id:uuid}/reverse",
    guards=[VALIDATE],
    summary="Undo booked hours, and book others in their place",
    tags=TAGS,
)
async def reverse_entry(
    request: AnyRequest, context: NamedDependency[Context], entry_id: FromPath[UUID], data: JSONBody[ReversalIn]
) -> Response[CorrectionOut]:
    """The entry stays; an equal and opposite one is added, and the replacement is judged like any hours.

    Errors: 404 for an entry of someone else, 409 for one that is reversed already or is a reversal itself, 422 with
    every reason why the replacement cannot be booked.
    """
    return await change(
        request,
        context,
        lambda ctx: ledger.reverse_entry(ctx, entry_id, data.reason, data.new_hours()),
        CorrectionOut.of,
        status=201,
    )


HANDLERS: list[ControllerRouterHandler] = [list_entries, reverse_entry]
