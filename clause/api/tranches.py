"""Tranches and renewals of lots."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.tranches import AffirmationIn, TrancheAffirmedOut, TrancheIn, TrancheOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import tranches
from clause.services.context import Context

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Obligations"]


@post("/lots/{lot_id:uuid}/tranches", guards=[WRITE], summary="Write down a tranche or a renewal", tags=TAGS)
async def add_tranche(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[TrancheIn]
) -> Response[TrancheOut]:
    """Nothing more is owed by it until it is affirmed.

    Errors: 404 for a lot of someone else, 422 for planned days in the wrong order.
    """
    return await change(
        request,
        context,
        lambda ctx: tranches.add_tranche(ctx, lot_id, data.to_domain()),
        TrancheOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/tranches",
    )


@get("/lots/{lot_id:uuid}/tranches", guards=[READ], summary="Tranches and renewals of a lot", tags=TAGS)
async def list_tranches(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[TrancheOut]]:
    """In the order in which they were written down.

    Errors: 404 for a lot that the caller may not see.
    """
    found = await tranches.list_tranches(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[TrancheOut](items=[TrancheOut.of(item) for item in items], next=following))


@post(
    "/tranches/{tranche_id:uuid}/affirm",
    guards=[WRITE],
    status_code=200,
    summary="Affirm a tranche or a renewal",
    tags=TAGS,
)
async def affirm_tranche(
    request: AnyRequest, context: NamedDependency[Context], tranche_id: FromPath[UUID], data: JSONBody[AffirmationIn]
) -> Response[TrancheAffirmedOut]:
    """Its hours are owed from that day on, on top of what the decision of the day says.

    Errors: 404 for a tranche of someone else, 409 for a firm one or one affirmed before, 422 while nothing is
    decided, or when the lot would end sooner.
    """
    return await change(
        request,
        context,
        lambda ctx: tranches.affirm_tranche(ctx, tranche_id, data.affirmed_on, data.new_last_day),
        TrancheAffirmedOut.of_affirmed,
        location=lambda made: f"/lots/{made.tranche.lot_id}/tranches",
    )


HANDLERS: list[ControllerRouterHandler] = [add_tranche, list_tranches, affirm_tranche]
