"""What is decided on a month of time: signed by its person, approved, opened again, corrected; and its file."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler, Guard
from pydantic import BaseModel, Field

from clause.domain.errors import ClauseError
from clause.edge.files import file_response
from clause.edge.months import month_in_path
from clause.edge.request_context import AnyRequest
from clause.services import timesheet_documents, timesheets
from clause.services.context import Context
from clause.services.timesheets import MonthOf
from clause.web.forms import FreeText, read_form, refused
from clause.web.notes import done
from clause.web.timesheets import APPROVE, SHEET, WRITE, Of, Revision, month_address, month_page


class NoForm(BaseModel):
    """A decision that says nothing beside itself."""


class SignForm(BaseModel):
    """What goes with a signature."""

    nothing_worked: bool = Field(default=False, title="Rien n’a été travaillé")
    late_reason: FreeText | None = Field(default=None, title="Motif du retard")


class ReasonForm(BaseModel):
    """Why a month is opened again or corrected."""

    reason: FreeText = Field(title="Motif")


def _decision(
    what: str, guard: Guard, form: type[BaseModel], act: Callable[..., Awaitable[object]], code: str
) -> HTTPRouteHandler:
    """The form of one decision: what it holds goes to ``act``, and the month says what was done, or why not."""

    @post(f"{SHEET}/{what}", guards=[guard], status_code=303)
    async def decide(
        request: AnyRequest,
        context: NamedDependency[Context],
        person_id: FromPath[UUID],
        month: FromPath[str],
        employment_id: Of = None,
    ) -> Response[Any]:
        wanted = MonthOf(person_id, month_in_path(month), employment_id)
        try:
            said = await read_form(request, form)
            await act(context, wanted, **dict(said))
        except ClauseError as error:
            return await month_page(request, context, wanted, **await refused(request, error))
        return done(month_address(wanted), code)

    return decide


@get(f"{SHEET}/pdf", guards=[WRITE])
async def download_month(
    request: AnyRequest,
    context: NamedDependency[Context],
    person_id: FromPath[UUID],
    month: FromPath[str],
    employment_id: Of = None,
    revision: Revision = None,
) -> Response[Any]:
    """The file of an approved month."""
    file = await timesheet_documents.load_pdf(context, person_id, month_in_path(month), employment_id, revision)
    return file_response(request, file)


HANDLERS: list[ControllerRouterHandler] = [
    _decision("sign", WRITE, SignForm, timesheets.sign_timesheet, "month_signed"),
    _decision("approve", APPROVE, NoForm, timesheets.approve_timesheet, "month_approved"),
    _decision("reopen", APPROVE, ReasonForm, timesheets.reopen_timesheet, "month_reopened"),
    _decision("correct", APPROVE, ReasonForm, timesheets.correct_timesheet, "month_corrected"),
    download_month,
]
