"""Who pays for facilitators' posts, by year and source."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.post_financings import PostFinancingIn, PostFinancingOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import post_financings
from clause.services.context import Context

TAGS = ["Statistics"]
OfYear = Annotated[int | None, QueryParameter(ge=1, le=9999, description="One year alone")]
History = Annotated[bool, QueryParameter(description="Earlier versions too")]


@post(
    "/post-financings",
    guards=[needs(Scope.CLAIMS_WRITE)],
    summary="Record what a source pays for facilitators' posts in a year",
    tags=TAGS,
)
async def record_financing(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[PostFinancingIn]
) -> Response[PostFinancingOut]:
    """A new version for the year and the source: the latest one holds, earlier ones stay readable.

    Errors: 422 with a finding per field, or for a replacement without reason.
    """
    return await change(
        request,
        context,
        lambda ctx: post_financings.record_financing(ctx, data.terms()),
        PostFinancingOut.of,
        status=201,
        location=lambda made: f"/post-financings?year={made.year}",
    )


@get(
    "/post-financings",
    guards=[needs(Scope.STATS_READ)],
    summary="Who pays for the organisation's posts",
    tags=TAGS,
)
async def list_financings(
    context: NamedDependency[Context],
    year: OfYear = None,
    history: History = False,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[PostFinancingOut]]:
    """The version in force for each year and source; all of them with ``history=true``."""
    found = await post_financings.list_financings(
        context, year=year, with_history=history, after=id_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[PostFinancingOut](items=[PostFinancingOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [record_financing, list_financings]
