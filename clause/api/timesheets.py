"""Months of time: entries, signatures, reopening."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, single, version_asked
from clause.api.schemas.timesheets import (
    ReopeningIn,
    SignatureIn,
    TimeEntriesIn,
    TimesheetOut,
)
from clause.domain.actors import Scope
from clause.edge.files import file_response
from clause.edge.months import month_in_path
from clause.edge.openapi import NEEDS_PERSON
from clause.edge.request_context import AnyRequest, needs
from clause.services import timesheet_documents, timesheets
from clause.services.context import Context
from clause.services.timesheets import MonthOf

WRITE = [needs(Scope.TIME_WRITE)]
APPROVE = [needs(Scope.TIME_APPROVE)]
TAGS = ["Time"]
SHEET = "/timesheets/{person_id:uuid}/{month:str}"

EmploymentFilter = Annotated[
    UUID | None,
    QueryParameter(name="employment", description="Which employment, for a person who has several in the month"),
]


RevisionFilter = Annotated[int | None, QueryParameter(description="Which revision; the latest when left out", ge=1)]


@get(SHEET, guards=WRITE, summary="A month of time", tags=TAGS)
async def get_timesheet(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    employment_id: EmploymentFilter = None,
) -> Response[TimesheetOut]:
    """A facilitator reads its own; who approves, and programs, read anyone's. Empty, version 0, before any entry."""
    view = await timesheets.load_timesheet(context, MonthOf(person_id, month_in_path(month), employment_id))
    return single(request, TimesheetOut.of(view), view.version)


@put(f"{SHEET}/entries", guards=WRITE, summary="Record all the time and absences of a month", tags=TAGS)
async def record_entries(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[TimeEntriesIn],
    employment_id: EmploymentFilter = None,
) -> Response[TimesheetOut]:
    """All working time, not only that of operations, and every absence; it takes the place of what was there.

    ``If-Match`` is needed once the month is there. Hours are whole minutes, days of work are not to come; time on an
    operation needs a mission letter that covers the day. Public holidays are filled in by themselves. What is missing
    never stops the recording: ``findings`` name it, and the signature asks for it.
    """
    wanted = MonthOf(person_id, month_in_path(month), employment_id)
    version = version_asked(request) if "if-match" in request.headers else None
    entries = tuple(entry.to_domain() for entry in data.entries)
    absences = tuple(absence.to_domain() for absence in data.absences)
    return await change(
        request,
        context,
        lambda ctx: timesheets.record_entries(
            ctx, wanted, entries, version, absences=absences, difference_reason=data.difference_reason
        ),
        TimesheetOut.of,
        version=lambda view: view.version,
    )


@post(
    f"{SHEET}/sign",
    guards=WRITE,
    status_code=200,
    opt={NEEDS_PERSON: True},
    summary="Sign one's own month",
    tags=TAGS,
)
async def sign_timesheet(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[SignatureIn | None] = None,
    employment_id: EmploymentFilter = None,
) -> Response[TimesheetOut]:
    """By the person alone, from the month's last day on; from here on its entries are frozen."""
    wanted, given = MonthOf(person_id, month_in_path(month), employment_id), data or SignatureIn()
    return await change(
        request,
        context,
        lambda ctx: timesheets.sign_timesheet(
            ctx, wanted, nothing_worked=given.nothing_worked, late_reason=given.late_reason
        ),
        TimesheetOut.of,
        version=lambda view: view.version,
    )


@post(f"{SHEET}/approve", guards=APPROVE, status_code=200, summary="Approve a signed month", tags=TAGS)
async def approve_timesheet(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    employment_id: EmploymentFilter = None,
) -> Response[TimesheetOut]:
    """By someone else than the person who signed."""
    wanted = MonthOf(person_id, month_in_path(month), employment_id)
    return await change(
        request,
        context,
        lambda ctx: timesheets.approve_timesheet(ctx, wanted),
        TimesheetOut.of,
        version=lambda view: view.version,
    )


@post(f"{SHEET}/reopen", guards=APPROVE, status_code=200, summary="Open a signed month again", tags=TAGS)
async def reopen_timesheet(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[ReopeningIn],
    employment_id: EmploymentFilter = None,
) -> Response[TimesheetOut]:
    """Both signatures fall; refused while a signed or submitted claim stands on the month."""
    wanted = MonthOf(person_id, month_in_path(month), employment_id)
    return await change(
        request,
        context,
        lambda ctx: timesheets.reopen_timesheet(ctx, wanted, data.reason),
        TimesheetOut.of,
        version=lambda view: view.version,
    )


@post(f"{SHEET}/correct", guards=APPROVE, status_code=200, summary="Correct a month that a claim holds", tags=TAGS)
async def correct_timesheet(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    data: JSONBody[ReopeningIn],
    employment_id: EmploymentFilter = None,
) -> Response[TimesheetOut]:
    """A new revision, open, with the same lines; the one that was claimed stays as it was signed.

    The next claim takes up the difference. 409 while no claim holds the month: reopen it then.
    """
    wanted = MonthOf(person_id, month_in_path(month), employment_id)
    return await change(
        request,
        context,
        lambda ctx: timesheets.correct_timesheet(ctx, wanted, data.reason),
        TimesheetOut.of,
        version=lambda view: view.version,
    )


@get(f"{SHEET}/pdf", guards=WRITE, summary="An approved month as a PDF", tags=TAGS, media_type="application/pdf")
async def get_pdf(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    employment_id: EmploymentFilter = None,
    revision: RevisionFilter = None,
) -> Response[Any]:
    """The same bytes every time, with their SHA-256 as ETag; 409 before the month is approved and the file made."""
    wanted = month_in_path(month)
    file = await timesheet_documents.load_pdf(context, person_id, wanted, employment_id, revision)
    return file_response(request, file)


HANDLERS: list[ControllerRouterHandler] = [
    get_timesheet,
    record_entries,
    sign_timesheet,
    approve_timesheet,
    reopen_timesheet,
    correct_timesheet,
    get_pdf,
]
