"""Payroll of the facilitators, month by month."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.schemas.base import Page
from clause.api.schemas.payroll import PayElementKindOut, PayrollIn, PayrollOut
from clause.domain.actors import Scope
from clause.edge.months import month_in_path
from clause.edge.openapi import NEEDS_VERSION
from clause.edge.request_context import AnyRequest, needs
from clause.services import payroll
from clause.services.context import Context

PAY = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Employments"]


@put(
    "/employments/{employment_id:uuid}/payroll/{month:str}",
    guards=PAY,
    summary="Record what a month cost the employer",
    tags=TAGS,
)
async def record_payroll(
    request: AnyRequest,
    context: NamedDependency[Context],
    employment_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[PayrollIn],
) -> Response[PayrollOut]:
    """A correction is a new version; ``If-Match`` is needed once the month is there. The same again changes nothing.

    Give the cost itself, its parts, or the elements of the payslip: from the last two it is computed, with its account.
    Refused for a month that a signed or submitted claim stands on: it is regularised, for the next claim.
    """
    wanted, version = month_in_path(month), _version(request)
    return await change(
        request,
        context,
        lambda ctx: payroll.record_payroll(ctx, employment_id, wanted, data.to_domain(), version),
        PayrollOut.of,
        version=lambda found: found.latest.version_no,
    )


@post(
    "/employments/{employment_id:uuid}/payroll/{month:str}/regularise",
    guards=PAY,
    status_code=200,
    opt={NEEDS_VERSION: True},
    summary="Regularise a month that a claim holds",
    tags=TAGS,
)
async def regularise_payroll(
    request: AnyRequest,
    context: NamedDependency[Context],
    employment_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[PayrollIn],
) -> Response[PayrollOut]:
    """A new version with a reason, which may cost less; the claim stays as it is, the next one brings the difference.

    Needs ``If-Match``. Errors: 409 for a month that no signed claim holds, 400 without a reason.
    """
    wanted, version = month_in_path(month), version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: payroll.regularise_payroll(ctx, employment_id, wanted, data.to_domain(), version),
        PayrollOut.of,
        version=lambda found: found.latest.version_no,
    )


@get("/employments/{employment_id:uuid}/payroll/{month:str}", guards=PAY, summary="The payroll of a month", tags=TAGS)
async def get_payroll(
    request: AnyRequest, context: NamedDependency[Context], employment_id: FromPath[UUID], month: FromPath[str]
) -> Response[PayrollOut]:
    """Every version, the latest first; the ETag is the number of the latest."""
    found = await payroll.load_payroll(context, employment_id, month_in_path(month))
    return single(request, PayrollOut.of(found), found.latest.version_no)


@get("/pay-elements", guards=PAY, summary="Elements of a payslip, and which of them count", tags=TAGS)
async def list_pay_elements(context: NamedDependency[Context]) -> Response[Page[PayElementKindOut]]:
    """All of them on one page, in the order of the list; what is in review is decided month by month, with a reason."""
    found = await payroll.list_pay_elements(context)
    return shown(Page[PayElementKindOut](items=[PayElementKindOut.of(kind) for kind in found], next=None))


def _version(request: AnyRequest) -> int | None:
    """The version named by ``If-Match``; None without one, for what is not there yet."""
    return version_asked(request) if "if-match" in request.headers else None


HANDLERS: list[ControllerRouterHandler] = [record_payroll, regularise_payroll, get_payroll, list_pay_elements]
