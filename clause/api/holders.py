"""Holders of a lot: their roles and departures, the split of a consortium, transfers, and who owes what to whom."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.contracts import LotOut
from clause.api.schemas.holders import (
    HolderPatch,
    HolderPositionsOut,
    HolderSplitIn,
    HolderSplitOut,
    HolderTransferIn,
    HolderTransferOut,
)
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import holders
from clause.services.context import Context

READ, WRITE = [needs(Scope.CONTRACTS_READ)], [needs(Scope.CONTRACTS_WRITE)]
TAGS = ["Holders"]
OnDay = Annotated[date | None, QueryParameter(description="The day of the positions; today when left out")]


@patch(
    "/lots/{lot_id:uuid}/holders/{org_id:uuid}",
    guards=WRITE,
    summary="Change the role of a holder, or record its departure",
    tags=TAGS,
)
async def change_holder(
    request: AnyRequest,
    context: NamedDependency[Context],
    lot_id: FromPath[UUID],
    org_id: FromPath[UUID],
    data: JSONBody[HolderPatch],
) -> Response[LotOut]:
    """``org_id`` is the company. Needs ``If-Match`` with the version of the lot; the answer is the lot.

    Errors: 404 for a company that does not hold the lot, 422 when the roles would not fit, a departure has no reason,
    or a split would leave a share to a company that left.
    """
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: holders.change_holder(ctx, lot_id, org_id, data.to_domain(), version),
        LotOut.of,
        version=lambda found: found.version,
    )


@post("/lots/{lot_id:uuid}/holder-splits", guards=WRITE, summary="Split an obligation between the members", tags=TAGS)
async def set_split(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[HolderSplitIn]
) -> Response[HolderSplitOut]:
    """A new version; what the group owes stays one obligation. On a day, the highest version already in effect speaks.

    Errors: 404, 422 with a finding per share that cannot be.
    """
    return await change(
        request,
        context,
        lambda ctx: holders.set_split(ctx, lot_id, data.terms(), data.reason),
        HolderSplitOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/holder-splits",
    )


@get("/lots/{lot_id:uuid}/holder-splits", guards=READ, summary="All versions of a split", tags=TAGS)
async def list_splits(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[HolderSplitOut]]:
    """First to last, for the facilitator organisation and the buyer. Errors: 403 for companies, 404."""
    found = await holders.list_splits(context, lot_id, after=number_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.version_no)
    return shown(Page[HolderSplitOut](items=[HolderSplitOut.of(item) for item in items], next=following))


@post("/lots/{lot_id:uuid}/holder-transfers", guards=WRITE, summary="Transfer hours between two members", tags=TAGS)
async def add_transfer(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[HolderTransferIn]
) -> Response[HolderTransferOut]:
    """What the group owes does not change; the giver never passes on more than it owes, on that day or later.

    Errors: 404, 422 with a finding per thing that forbids the transfer.
    """
    return await change(
        request,
        context,
        lambda ctx: holders.add_transfer(ctx, lot_id, data.terms()),
        HolderTransferOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/holder-transfers",
    )


@get("/lots/{lot_id:uuid}/holder-transfers", guards=READ, summary="Transfers between members", tags=TAGS)
async def list_transfers(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[HolderTransferOut]]:
    """Oldest first, for the facilitator organisation and the buyer. Errors: 403 for companies, 404."""
    found = await holders.list_transfers(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[HolderTransferOut](items=[HolderTransferOut.of(item) for item in items], next=following))


@get("/lots/{lot_id:uuid}/holder-positions", guards=READ, summary="Who owes what to whom on a day", tags=TAGS)
async def load_positions(
    context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None
) -> Response[HolderPositionsOut]:
    """Each holder's part, what was credited through it, and the hours that members owe one another.

    Errors: 403 for anyone but the facilitator organisation, which alone sees all hires; 404.
    """
    return shown(HolderPositionsOut.of(await holders.load_positions(context, lot_id, on)))


HANDLERS: list[ControllerRouterHandler] = [
    change_holder,
    set_split,
    list_splits,
    add_transfer,
    list_transfers,
    load_positions,
]
