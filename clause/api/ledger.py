"""Ledger entries: read, and corrected by reversal."""

from functools import partial
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.bytes_of_lists import entry_item, listed
from clause.api.hours import READ, VALIDATE, MonthFilter, month_of
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.ledger import AllocationsOut, CorrectionOut, HistoryOut, LedgerEntryOut, MoveIn, ReversalIn
from clause.domain.documents import CSV
from clause.domain.ledger import EntriesAsked
from clause.domain.ledger_names import EntryFilters
from clause.edge.request_context import AnyRequest
from clause.edge.streams import streamed
from clause.services import ledger, ledger_reading
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
    asked = EntriesAsked(lot_id, hire_id, month_of(month), statement_id, id_after(after), limit + 1)
    items, following = cut(await ledger.list_entry_rows(context, asked), limit, lambda row: row["id"])
    return listed(items, following, entry_item)


@get(
    "/ledger-entries.csv",
    guards=[READ],
    summary="Booked hours as CSV",
    tags=TAGS,
    media_type=CSV,
)
async def copy_entries(
    context: NamedDependency[Context], lot_id: LotFilter = None, hire_id: HireFilter = None, month: MonthFilter = None
) -> Stream:
    """All of the same entries in one answer that leaves while it is read, oldest first, for programs: commas, points,
    ISO dates, a header, ids instead of names.
    """
    asked = EntryFilters(lot_id=lot_id, hire_id=hire_id, month=month_of(month))
    return Stream(
        await streamed(partial(ledger_reading.copy_entries, context, asked)),
        media_type=CSV,
        headers={"content-disposition": 'attachment; filename="ledger-entries.csv"', "cache-control": "no-store"},
    )


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

    The replacement may be of other days, another month, another hire of the company (so another lot), another nature.

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


@get(
    "/ledger-entries/{entry_id:uuid}/history",
    guards=[READ],
    summary="An entry with its corrections",
    tags=TAGS,
)
async def list_history(context: NamedDependency[Context], entry_id: FromPath[UUID]) -> Response[HistoryOut]:
    """Bookings, reversals and what replaced them, oldest first, from the line that was first declared. Errors: 404."""
    return shown(HistoryOut.of(await ledger.list_history(context, entry_id)))


@get(
    "/ledger-entries/{entry_id:uuid}/allocations",
    guards=[READ],
    summary="Where the hours of an entry count",
    tags=TAGS,
)
async def list_allocations(context: NamedDependency[Context], entry_id: FromPath[UUID]) -> Response[AllocationsOut]:
    """Each move, oldest first, and what stands on each lot. Errors: 404."""
    return shown(AllocationsOut.of(entry_id, await ledger.list_allocations(context, entry_id)))


@post(
    "/ledger-entries/{entry_id:uuid}/allocations",
    guards=[VALIDATE],
    summary="Credit hours of an entry to another lot",
    tags=TAGS,
)
async def move_hours(
    request: AnyRequest, context: NamedDependency[Context], entry_id: FromPath[UUID], data: JSONBody[MoveIn]
) -> Response[AllocationsOut]:
    """By a pooling agreement that covers both lots and the days worked; an hour counts for one lot only.

    With ``from_lot_id`` hours move on, or come back to their own lot. Errors: 404, 409 for an entry that is reversed or
    counts nowhere, 422 with every reason why the hours cannot move.
    """
    return await change(
        request,
        context,
        lambda ctx: ledger.move_hours(ctx, entry_id, data.to_domain(), data.reason),
        lambda allocations: AllocationsOut.of(entry_id, allocations),
        status=201,
        location=lambda _: f"/ledger-entries/{entry_id}/allocations",
    )


HANDLERS: list[ControllerRouterHandler] = [
    list_entries,
    copy_entries,
    reverse_entry,
    list_history,
    list_allocations,
    move_hours,
]
