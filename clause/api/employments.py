"""Employments of the facilitators and their payroll."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.months import month_in_path
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.employments import EmploymentIn, EmploymentOut, PayrollIn, PayrollOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import employments
from clause.services.context import Context

READ = [needs(Scope.TIME_WRITE, Scope.CLAIMS_READ)]
ADD = [needs(Scope.CLAIMS_WRITE, Scope.TIME_APPROVE)]
PAY = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Employments"]

PersonFilter = Annotated[UUID | None, QueryParameter(name="person", description="Id of the person")]


@post("/employments", guards=ADD, summary="Add the employment of a member", tags=TAGS)
async def add_employment(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[EmploymentIn]
) -> Response[EmploymentOut]:
    """The person has a role in the organisation already; a person has one employment at a time."""
    return await change(
        request,
        context,
        lambda ctx: employments.add_employment(ctx, data.to_domain()),
        EmploymentOut.of,
        status=201,
        location=lambda found: f"/employments/{found.id}",
        version=lambda found: found.version,
    )


@get("/employments", guards=READ, summary="List employments", tags=TAGS)
async def list_employments(
    context: NamedDependency[Context],
    person_id: PersonFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[EmploymentOut]]:
    """The organisation's own, oldest first."""
    found = await employments.list_employments(context, person_id=person_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[EmploymentOut](items=[EmploymentOut.of(item) for item in items], next=following))


@get("/employments/{employment_id:uuid}", guards=READ, summary="One employment", tags=TAGS)
async def get_employment(
    request: AnyRequest, context: NamedDependency[Context], employment_id: FromPath[UUID]
) -> Response[EmploymentOut]:
    """An employment with its ETag."""
    found = await employments.load_employment(context, employment_id)
    return single(request, EmploymentOut.of(found), found.version)


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
    """A correction is a new version; ``If-Match`` is needed once the month is there. The same cost changes nothing.

    Refused for a month that a signed or submitted claim stands on: it is corrected in the next claim.
    """
    wanted, version, cost = month_in_path(month), _version(request), Decimal(data.employer_cost)
    return await change(
        request,
        context,
        lambda ctx: employments.record_payroll(ctx, employment_id, wanted, cost, data.reason, version),
        PayrollOut.of,
        version=lambda payroll: payroll.latest.version_no,
    )


@get("/employments/{employment_id:uuid}/payroll/{month:str}", guards=PAY, summary="The payroll of a month", tags=TAGS)
async def get_payroll(
    request: AnyRequest, context: NamedDependency[Context], employment_id: FromPath[UUID], month: FromPath[str]
) -> Response[PayrollOut]:
    """Every version, the latest first; the ETag is the number of the latest."""
    found = await employments.load_payroll(context, employment_id, month_in_path(month))
    return single(request, PayrollOut.of(found), found.latest.version_no)


def _version(request: AnyRequest) -> int | None:
    """The version named by ``If-Match``; None without one, for what is not there yet."""
    return version_asked(request) if "if-match" in request.headers else None


HANDLERS: list[ControllerRouterHandler] = [
    add_employment,
    list_employments,
    get_employment,
    record_payroll,
    get_payroll,
]
