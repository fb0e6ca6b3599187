"""The hours that lots owe: versions, and a calculator that stores nothing."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.obligations import (
    CalculationOut,
    CalculatorIn,
    ObligationIn,
    ObligationOut,
    ObligationSetOut,
)
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import obligations
from clause.services.context import Context


@post(
    "/lots/{lot_id:uuid}/obligations",
    guards=[needs(Scope.CONTRACTS_WRITE)],
    summary="Decide the hours that a lot owes: a new version",
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
    summary="All versions of the hours that a lot owes",
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


@post(
    "/obligation-calculator",
    guards=[needs(Scope.CONTRACTS_READ)],
    status_code=200,
    summary="Compute hours owed without storing anything",
    tags=["Obligations"],
)
async def calculate(context: NamedDependency[Context], data: JSONBody[CalculatorIn]) -> Response[CalculationOut]:
    """With a ``sector``, what is left out of AMOUNT takes its usual value, named in the trace.

    Errors: 422 with a finding per input that is missing or out of its bounds.
    """
    figure = await obligations.calculate(context, data.method, data.inputs.inputs(), data.effective_on, data.sector)
    return shown(CalculationOut.of(data.method, figure))


HANDLERS: list[ControllerRouterHandler] = [set_obligation, list_obligations, calculate]
