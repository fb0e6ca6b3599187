"""The windows of people: how they stand, what suspends them, what is decided, what ends soon."""

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
from clause.api.schemas.eligibility_windows import (
    EligibilityAlertOut,
    EligibilityWindowOut,
    OverrideIn,
    OverrideKeptOut,
    SuspensionEnd,
    SuspensionIn,
    SuspensionKeptOut,
)
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import eligibility_windows
from clause.services.context import Context

OnDay = Annotated[date | None, QueryParameter(description="The day looked from; today when left out")]
READ = [needs(Scope.CONTRACTS_READ)]
WRITE = [needs(Scope.CONTRACTS_WRITE)]
TAGS = ["Eligibility"]


def _window_path(participant_id: UUID) -> str:
    return f"/participants/{participant_id}/eligibility-window"


@get(
    "/participants/{participant_id:uuid}/eligibility-window",
    guards=READ,
    summary="How a person's windows stand on a day",
    tags=TAGS,
)
async def get_window(
    context: NamedDependency[Context], participant_id: FromPath[UUID], on: OnDay = None
) -> Response[EligibilityWindowOut]:
    """One clock from the first hire under a clause, and for each hire its window with its account.

    ``findings`` name the hours credited that a moved window, or a suspension, now leaves outside.
    """
    return shown(EligibilityWindowOut.of(await eligibility_windows.load_window(context, participant_id, on)))


@post(
    "/participants/{participant_id:uuid}/suspensions",
    guards=WRITE,
    summary="Suspend a person's clock",
    tags=TAGS,
)
async def suspend(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID], data: JSONBody[SuspensionIn]
) -> Response[SuspensionKeptOut]:
    """Hours of the days suspended are not credited; once over, those days lengthen the windows.

    Hours already booked stay as they are: ``findings`` name those now outside. Errors: 422 naming the day.
    """
    return await change(
        request,
        context,
        lambda ctx: eligibility_windows.suspend(ctx, participant_id, data.terms()),
        SuspensionKeptOut.of_kept,
        status=201,
        location=lambda kept: _window_path(kept.suspension.participant_id),
    )


@post(
    "/eligibility-suspensions/{suspension_id:uuid}/end",
    guards=WRITE,
    status_code=200,
    summary="End a suspension",
    tags=TAGS,
)
async def end_suspension(
    request: AnyRequest, context: NamedDependency[Context], suspension_id: FromPath[UUID], data: JSONBody[SuspensionEnd]
) -> Response[SuspensionKeptOut]:
    """The last day is still suspended. Errors: 409 when it has ended already, 422 naming the day."""
    return await change(
        request,
        context,
        lambda ctx: eligibility_windows.end_suspension(ctx, suspension_id, data.last_day),
        SuspensionKeptOut.of_kept,
    )


@post(
    "/participants/{participant_id:uuid}/window-overrides",
    guards=WRITE,
    summary="Decide the end of a person's windows",
    tags=TAGS,
)
async def override_window(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID], data: JSONBody[OverrideIn]
) -> Response[OverrideKeptOut]:
    """Kept with its author, its reason and its number; ``last_day`` null gives the computed end back.

    Errors: 409 before any hire, 422 for a day before the first one.
    """
    return await change(
        request,
        context,
        lambda ctx: eligibility_windows.override_window(ctx, participant_id, data.terms()),
        OverrideKeptOut.of_kept,
        status=201,
        location=lambda kept: _window_path(kept.override.participant_id),
    )


@get("/eligibility-alerts", guards=READ, summary="Windows and proofs that end soon", tags=TAGS)
async def list_alerts(
    context: NamedDependency[Context], on: OnDay = None, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[EligibilityAlertOut]]:
    """One item a person: windows of running contracts, and proofs of people not yet hired, ending within 60 days."""
    found = await eligibility_windows.list_alerts(context, on, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.participant_id)
    return shown(Page[EligibilityAlertOut](items=[EligibilityAlertOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [get_window, suspend, end_suspension, override_window, list_alerts]
