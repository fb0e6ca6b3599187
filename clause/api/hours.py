"""Hours statements: declared, submitted, decided."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.bytes_of_lists import listed, statement_item
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.hours import (
    CheckedStatementOut,
    FindingsOut,
    HoursStatementIn,
    HoursStatementOut,
    LinesIn,
    ReasonIn,
    StatementSummaryOut,
    ValidationIn,
)
from clause.domain.actors import Scope
from clause.domain.hours import CheckedStatement, HoursStatement, StatementState
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import Month
from clause.services import hours
from clause.services.context import Context

DECLARE, VALIDATE = needs(Scope.HOURS_DECLARE), needs(Scope.HOURS_VALIDATE)
READ = needs(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
TAGS = ["Hours"]

StateFilter = Annotated[StatementState | None, QueryParameter(name="state", description="Where the statement stands")]
CompanyFilter = Annotated[UUID | None, QueryParameter(name="company", description="Id of the company")]
LotFilter = Annotated[UUID | None, QueryParameter(name="lot", description="Id of a lot for which hours are declared")]
MonthFilter = Annotated[
    str | None, QueryParameter(pattern=r"^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$", description="YYYY-MM")
]


def month_of(text: str | None) -> Month | None:
    """The month that a filter names."""
    return Month.parse(text) if text else None


@post(
    "/hours-statements",
    guards=[DECLARE],
    summary="Declare the hours of a month, a quarter or a half-year: a draft",
    tags=TAGS,
)
async def declare_hours(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[HoursStatementIn]
) -> Response[CheckedStatementOut]:
    """By the company, or by a facilitator who types in what a company sent. A line is of one month of the period.

    Errors: 409 while another statement of one of the months is open, 422 with every line that cannot stand and why.
    """
    return await change(
        request,
        context,
        lambda ctx: hours.declare_hours(
            ctx,
            data.company_id,
            data.declared_months,
            data.to_domain(),
            nothing_worked=data.nothing_worked,
            evidence=data.evidence,
            facilitator_org_id=data.facilitator_org_id,
        ),
        CheckedStatementOut.of_checked,
        status=201,
        location=lambda checked: f"/hours-statements/{checked.statement.id}",
        version=lambda checked: checked.statement.version,
    )


@get("/hours-statements", guards=[READ], summary="List hours statements", tags=TAGS)
async def list_statements(
    context: NamedDependency[Context],
    statement_state: StateFilter = None,
    company_id: CompanyFilter = None,
    month: MonthFilter = None,
    lot_id: LotFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[StatementSummaryOut]]:
    """All that the facilitator organisation received, or a company's own; oldest first."""
    found = await hours.list_statements(
        context,
        state=statement_state,
        company_id=company_id,
        month=month_of(month),
        lot_id=lot_id,
        after=id_after(after),
        limit=limit + 1,
    )
    items, following = cut(found, limit, lambda item: item.id)
    return listed(items, following, statement_item)


@get("/hours-statements/{statement_id:uuid}", guards=[READ], summary="One hours statement", tags=TAGS)
async def get_statement(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID]
) -> Response[HoursStatementOut]:
    """With its lines. Errors: 404 for a statement that is not the caller's."""
    found = await hours.load_statement(context, statement_id)
    return single(request, HoursStatementOut.of(found), found.version)


@get(
    "/hours-statements/{statement_id:uuid}/findings",
    guards=[READ],
    summary="What the checks say of a statement today",
    tags=TAGS,
)
async def get_findings(context: NamedDependency[Context], statement_id: FromPath[UUID]) -> Response[FindingsOut]:
    """Blocking ones and warnings, computed anew; none once the statement is validated or rejected.

    Errors: 404 for a statement that is not the caller's.
    """
    return shown(FindingsOut.of(await hours.list_findings(context, statement_id)))


@put(
    "/hours-statements/{statement_id:uuid}/lines",
    guards=[DECLARE],
    summary="Replace the lines of a statement",
    tags=TAGS,
)
async def replace_lines(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID], data: JSONBody[LinesIn]
) -> Response[CheckedStatementOut]:
    """While it is a draft, or given back for correction. Needs ``If-Match``.

    Errors: 404, 409 once it is submitted, 412 when it changed meanwhile, 422 with every line that cannot stand.
    """
    version = version_asked(request)
    return await _checked(
        request,
        context,
        lambda ctx: hours.replace_lines(
            ctx,
            statement_id,
            data.to_domain(),
            version,
            nothing_worked=data.nothing_worked,
            evidence=data.evidence,
        ),
    )


@post(
    "/hours-statements/{statement_id:uuid}/submit",
    guards=[DECLARE],
    status_code=200,
    summary="Hand a statement over to the facilitator",
    tags=TAGS,
)
async def submit_statement(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID]
) -> Response[CheckedStatementOut]:
    """Checked once more. Errors: 404, 409 in another state, 422 with every line that no longer stands."""
    return await _checked(request, context, lambda ctx: hours.submit_statement(ctx, statement_id))


@post(
    "/hours-statements/{statement_id:uuid}/validate",
    guards=[VALIDATE],
    status_code=200,
    summary="Accept a statement and book its hours",
    tags=TAGS,
)
async def validate_statement(
    request: AnyRequest,
    context: NamedDependency[Context],
    statement_id: FromPath[UUID],
    data: JSONBody[ValidationIn],
) -> Response[CheckedStatementOut]:
    """One ledger entry a line; hours inside both windows are credited to the lot. An empty object accepts all lines.

    Errors: 404, 409 in another state, 422 with every line that no longer stands or correction that makes no sense.
    """
    return await _checked(
        request, context, lambda ctx: hours.validate_statement(ctx, statement_id, data.to_domain(), data.evidence_seen)
    )


@post(
    "/hours-statements/{statement_id:uuid}/reject",
    guards=[VALIDATE],
    status_code=200,
    summary="Refuse a statement for good",
    tags=TAGS,
)
async def reject_statement(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID], data: JSONBody[ReasonIn]
) -> Response[HoursStatementOut]:
    """The company may declare the month anew. Errors: 404, 409 in another state."""
    return await _decided(request, context, lambda ctx: hours.reject_statement(ctx, statement_id, data.reason))


@post(
    "/hours-statements/{statement_id:uuid}/request-correction",
    guards=[VALIDATE],
    status_code=200,
    summary="Give a statement back to be corrected",
    tags=TAGS,
)
async def request_correction(
    request: AnyRequest, context: NamedDependency[Context], statement_id: FromPath[UUID], data: JSONBody[ReasonIn]
) -> Response[HoursStatementOut]:
    """Its lines can be replaced again. Errors: 404, 409 in another state."""
    return await _decided(request, context, lambda ctx: hours.request_correction(ctx, statement_id, data.reason))


async def _checked(
    request: AnyRequest, context: Context, call: Callable[[Context], Awaitable[CheckedStatement]]
) -> Response[Any]:
    return await change(
        request,
        context,
        call,
        CheckedStatementOut.of_checked,
        version=lambda checked: checked.statement.version,
    )


async def _decided(
    request: AnyRequest, context: Context, call: Callable[[Context], Awaitable[HoursStatement]]
) -> Response[Any]:
    return await change(request, context, call, HoursStatementOut.of, version=lambda statement: statement.version)


HANDLERS: list[ControllerRouterHandler] = [
    declare_hours,
    list_statements,
    get_statement,
    get_findings,
    replace_lines,
    submit_statement,
    validate_statement,
    reject_statement,
    request_correction,
]
