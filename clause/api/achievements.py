"""What lots owe and have done in other units than hours."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.achievements import AchievementIn, AchievementOut, OtherObligationsOut
from clause.api.schemas.base import Page
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import achievements
from clause.services.context import Context

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TAGS = ["Obligations"]

OnDay = Annotated[date | None, QueryParameter(description="The day of the figures; today when left out")]


@post(
    "/lots/{lot_id:uuid}/achievements",
    guards=[WRITE],
    summary="Record something done in another unit than hours",
    tags=TAGS,
)
async def add_achievement(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[AchievementIn]
) -> Response[AchievementOut]:
    """A negative quantity takes back what was recorded by mistake, with a note that says why.

    Errors: 404 for a lot of someone else, 422 for hours, for a day after today, for a correction of more than was done.
    """
    return await change(
        request,
        context,
        lambda ctx: achievements.add_achievement(ctx, lot_id, data.to_domain()),
        AchievementOut.of,
        status=201,
        location=lambda _: f"/lots/{lot_id}/achievements",
    )


@get(
    "/lots/{lot_id:uuid}/achievements",
    guards=[READ],
    summary="What was done on a lot in other units than hours",
    tags=TAGS,
)
async def list_achievements(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[AchievementOut]]:
    """In the order in which it was recorded, corrections included.

    Errors: 404 for a lot that the caller may not see.
    """
    found = await achievements.list_achievements(context, lot_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[AchievementOut](items=[AchievementOut.of(item) for item in items], next=following))


@get(
    "/lots/{lot_id:uuid}/other-obligations",
    guards=[READ],
    summary="Owed, done and gap in other units than hours",
    tags=TAGS,
)
async def list_other_obligations(
    context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None
) -> Response[OtherObligationsOut]:
    """One line per unit in which something is owed on the day.

    Errors: 404 for a lot that the caller may not see.
    """
    return shown(OtherObligationsOut.of(await achievements.list_other_obligations(context, lot_id, on)))


HANDLERS: list[ControllerRouterHandler] = [add_achievement, list_achievements, list_other_obligations]
