"""What became of people at the end of a hire and after."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.outcomes import OutcomeIn, OutcomeOut, OutcomesDueOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import outcomes
from clause.services.context import Context

OnDay = Annotated[date | None, QueryParameter(description="The day looked from; today when left out")]
LotFilter = Annotated[UUID | None, QueryParameter(description="Hires for this lot")]
READ = [needs(Scope.CONTRACTS_READ)]
TAGS = ["Outcomes"]


@post(
    "/hires/{hire_id:uuid}/outcomes",
    guards=[needs(Scope.CONTRACTS_WRITE)],
    summary="Record what became of a person, or correct it",
    tags=TAGS,
)
async def record_outcome(
    request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID], data: JSONBody[OutcomeIn]
) -> Response[OutcomeOut]:
    """A point recorded again gets a new version, which speaks from then on.

    Errors: 409 while the hire has no recorded end, 422 for a day before the point or to come.
    """
    return await change(
        request,
        context,
        lambda ctx: outcomes.record_outcome(ctx, hire_id, data.terms()),
        OutcomeOut.of,
        status=201,
        location=lambda made: f"/hires/{made.hire_id}/outcomes",
    )


@get("/hires/{hire_id:uuid}/outcomes", guards=READ, summary="What became of a person after a hire", tags=TAGS)
async def list_outcomes(
    context: NamedDependency[Context], hire_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[OutcomeOut]]:
    """Every version of every point, oldest first. Only for the facilitator organisation."""
    found = await outcomes.list_outcomes(context, hire_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[OutcomeOut](items=[OutcomeOut.of(item) for item in items], next=following))


@get("/outcomes-due", guards=READ, summary="Hires whose end or outcome is to be recorded", tags=TAGS)
async def list_outcomes_due(
    context: NamedDependency[Context],
    on: OnDay = None,
    lot: LotFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[OutcomesDueOut]]:
    """EXIT is due from the last day, M3, M6 and M12 so many months after; also hires past their planned last day."""
    day = on or context.today
    found = await outcomes.list_outcomes_due(context, day, lot_id=lot, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.hire_id)
    return shown(Page[OutcomesDueOut](items=[OutcomesDueOut.of(item, day) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [record_outcome, list_outcomes, list_outcomes_due]
