"""Holders in difficulty: notices, and what the buyer decides."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.reliefs import DifficultyNoticeIn, DifficultyNoticeOut, ReliefIn, ReliefOut, ReliefRecordedOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import reliefs
from clause.services.context import Context

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Obligations"]


@post(
    "/lots/{lot_id:uuid}/relief-decisions",
    guards=[WRITE],
    summary="Record a suspension, reduction or waiver",
    tags=TAGS,
)
async def add_relief(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[ReliefIn]
) -> Response[ReliefRecordedOut]:
    """The buyer decides, the facilitator advises and writes it down. A suspension changes no hours.

    Errors: 404 for a lot of someone else, 422 with a finding per field that does not fit the kind of decision.
    """
    return await change(
        request,
        context,
        lambda ctx: reliefs.add_relief(ctx, lot_id, data.to_domain()),
        ReliefRecordedOut.of_recorded,
        status=201,
        location=lambda _: f"/lots/{lot_id}/relief-decisions",
    )


@get("/lots/{lot_id:uuid}/relief-decisions", guards=[READ], summary="What the buyer decided for a lot", tags=TAGS)
async def list_reliefs(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[ReliefOut]]:
    """In the order in which it was recorded.

    Errors: 404 for a lot that the caller may not see.
    """
    found = await reliefs.list_reliefs(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ReliefOut](items=[ReliefOut.of(item) for item in items], next=following))


@post(
    "/lots/{lot_id:uuid}/difficulty-notices", guards=[WRITE], summary="Record that a holder is in difficulty", tags=TAGS
)
async def add_difficulty_notice(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[DifficultyNoticeIn]
) -> Response[DifficultyNoticeOut]:
    """It changes nothing by itself: the buyer decides.

    Errors: 404 for a lot of someone else, 422 for a notice received after today.
    """
    return await change(
        request,
        context,
        lambda ctx: reliefs.add_difficulty_notice(ctx, lot_id, data.to_domain()),
        DifficultyNoticeOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/difficulty-notices",
    )


@get("/lots/{lot_id:uuid}/difficulty-notices", guards=[READ], summary="Notices of difficulty of a lot", tags=TAGS)
async def list_difficulty_notices(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[DifficultyNoticeOut]]:
    """In the order in which they were recorded.

    Errors: 404 for a lot that the caller may not see.
    """
    found = await reliefs.list_difficulty_notices(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[DifficultyNoticeOut](items=[DifficultyNoticeOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [add_relief, list_reliefs, add_difficulty_notice, list_difficulty_notices]
