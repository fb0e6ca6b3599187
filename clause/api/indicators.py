"""The common ESF+ indicators of an operation."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import shown
from clause.api.schemas.indicators import IndicatorsOut
from clause.domain.actors import Scope
from clause.edge.request_context import needs
from clause.services import indicators
from clause.services.context import Context

OnDay = Annotated[date | None, QueryParameter(description="The day looked from; today when left out")]


@get(
    "/operations/{operation_id:uuid}/indicators",
    guards=[needs(Scope.CLAIMS_READ)],
    summary="Common indicators, completeness and what is still to be asked",
    tags=["Indicators"],
)
async def get_indicators(
    context: NamedDependency[Context], operation_id: FromPath[UUID], on: OnDay = None
) -> Response[IndicatorsOut]:
    """EECO01 to EECO19 and EECR01 to EECR06, as far as the operation's agreement and objective ask for them.

    Errors: 409 for an operation that follows neither people nor structures.
    """
    return shown(IndicatorsOut.of(await indicators.load_indicators(context, operation_id, on)))


HANDLERS: list[ControllerRouterHandler] = [get_indicators]
