"""The hours that lots owe: versions, and a calculator that stores nothing."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.obligations import (
    CalculationOut,
    CalculatorIn,
    ForecastOut,
    ObligationIn,
    ObligationOut,
    ObligationSetOut,
    OwedThenOut,
)
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import obligations
from clause.services.context import Context

OnDay = Annotated[date | None, QueryParameter(description="The day asked about; today when left out")]
KnownOn = Annotated[
    date | None, QueryParameter(description="As known at the end of this day in mainland France; today when left out")
]


@post(
    "/lots/{lot_id:uuid}/obligations",
    guards=[needs(Scope.CONTRACTS_WRITE)],
    summary="Decide what a lot owes: a new version",
    tags=["Obligations"],
)
async def set_obligation(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[ObligationIn]
) -> Response[ObligationSetOut]:
    """Earlier versions stay. On a day, the lot owes what the highest version already in effect says.

    Errors: 404 for a lot of someone else, 422 with a finding per input that is missing or out of its bounds.
    """
    return await change(
        request,
        context,
        lambda ctx: obligations.set_obligation(ctx, lot_id, data.terms(), data.reason),
        ObligationSetOut.of_set,
        status=201,
        location=lambda _: f"/lots/{lot_id}/obligations",
    )


@get(
    "/lots/{lot_id:uuid}/obligations",
    guards=[needs(Scope.CONTRACTS_READ)],
    summary="All versions of what a lot owes",
    tags=["Obligations"],
)
async def list_obligations(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[ObligationOut]]:
    """First to last, each with its account; read by the facilitator organisation, the buyer and the holders.

    Errors: 404 for a lot that the caller may not see.
    """
    found = await obligations.list_obligations(context, lot_id, after=number_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.version_no)
    return shown(Page[ObligationOut](items=[ObligationOut.of(item) for item in items], next=following))


@get(
    "/lots/{lot_id:uuid}/obligations/in-effect",
    guards=[needs(Scope.CONTRACTS_READ)],
    summary="What a lot owed on a day, as known on another",
    tags=["Obligations"],
)
async def owed_then(
    context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None, known_on: KnownOn = None
) -> Response[OwedThenOut]:
    """Only what was recorded by the end of ``known_on`` counts; for a day that is over, the answer never changes.

    Errors: 404 for a lot that the caller may not see.
    """
    return shown(OwedThenOut.of(await obligations.owed_then(context, lot_id, on, known_on)))


@get(
    "/lots/{lot_id:uuid}/obligations/forecast",
    guards=[needs(Scope.CONTRACTS_READ)],
    summary="Due from invoices and forecast from purchase orders",
    tags=["Obligations"],
)
async def get_forecast(
    context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None
) -> Response[ForecastOut]:
    """Both by the formula of the obligation in effect: on invoices issued by the day, and on orders spread evenly.

    Errors: 404 for a lot that the caller may not see.
    """
    return shown(ForecastOut.of(await obligations.forecast(context, lot_id, on)))


@post(
    "/obligation-calculator",
    guards=[needs(Scope.CONTRACTS_READ)],
    status_code=200,
    summary="Compute hours owed without storing anything",
    tags=["Obligations"],
)
async def calculate(context: NamedDependency[Context], data: JSONBody[CalculatorIn]) -> Response[CalculationOut]:
    """With a ``sector``, a rate that is left out takes its usual value, named in the trace.

    Errors: 422 with a finding per input that is missing or out of its bounds.
    """
    figure = await obligations.calculate(context, data.method, data.inputs.inputs(), data.effective_on, data.sector)
    return shown(CalculationOut.of(data.method, figure))


HANDLERS: list[ControllerRouterHandler] = [
    set_obligation,
    list_obligations,
    owed_then,
    get_forecast,
    calculate,
]
