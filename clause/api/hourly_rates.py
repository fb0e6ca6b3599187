"""Hourly rates of persons for an operation."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.schemas.base import Page
from clause.api.schemas.hourly_rates import HourlyRateIn, HourlyRateOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import hourly_rates
from clause.services.context import Context

TAGS = ["Operations"]


@post(
    "/operations/{operation_id:uuid}/hourly-rates",
    guards=[needs(Scope.CLAIMS_WRITE)],
    summary="Fix the hourly rate of a person",
    tags=TAGS,
)
async def fix_rate(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[HourlyRateIn]
) -> Response[HourlyRateOut]:
    """From the latest documented cost: twelve months of payroll, fewer annualised, or a cost with its document.

    Once fixed it stays; a further one replaces it from the first day of a month that no signed claim holds, with a
    reason. Errors: 404, 422 with what is wrong with the months, the cost or the day.
    """
    return await change(
        request,
        context,
        lambda ctx: hourly_rates.fix_rate(ctx, operation_id, data.to_domain()),
        HourlyRateOut.of,
        status=201,
        location=lambda view: f"/operations/{view.rate.operation_id}/hourly-rates",
    )


@get(
    "/operations/{operation_id:uuid}/hourly-rates",
    guards=[needs(Scope.CLAIMS_WRITE)],
    summary="The hourly rates of an operation",
    tags=TAGS,
)
async def list_rates(context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Page[HourlyRateOut]]:
    """All of them on one page, by person and version, each with its account."""
    found = await hourly_rates.list_rates(context, operation_id)
    return shown(Page[HourlyRateOut](items=[HourlyRateOut.of(view) for view in found], next=None))


HANDLERS: list[ControllerRouterHandler] = [fix_rate, list_rates]
