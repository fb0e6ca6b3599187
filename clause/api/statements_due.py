"""Statements due: who must declare what by when, what is late, and the reminders."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.statements_due import ReminderOut, RemindersIn, RemindersOut, StatementDueOut
from clause.domain.actors import Scope
from clause.domain.statements_due import DueState, ReminderState
from clause.edge.request_context import AnyRequest, needs
from clause.rules.codes import ReminderLevel
from clause.services import statements_due
from clause.services.context import Context

TAGS = ["Statements due"]
OnDay = Annotated[date | None, QueryParameter(description="The day looked from; today when left out")]
DueFilter = Annotated[DueState | None, QueryParameter(name="state", description="DUE, LATE or RECEIVED on that day")]
CompanyFilter = Annotated[UUID | None, QueryParameter(name="company", description="Id of the company that declares")]
ReminderFilter = Annotated[ReminderState | None, QueryParameter(name="state", description="PROPOSED or ISSUED")]
LevelFilter = Annotated[ReminderLevel | None, QueryParameter(description="FIRST, SECOND or ESCALATION")]


@get(
    "/statements-due",
    guards=[needs(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)],
    summary="Who must declare what by when",
    tags=TAGS,
)
async def list_statements_due(
    context: NamedDependency[Context],
    on: OnDay = None,
    due_state: DueFilter = None,
    company_id: CompanyFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[StatementDueOut]]:
    """From people under contract, each lot's cadence and due day, and what has come; by due day, a company its own.

    Errors: 422 for a day before any known rule.
    """
    found = await statements_due.list_statements_due(
        context, on=on, state=due_state, company_id=company_id, after=id_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.mark)
    return shown(Page[StatementDueOut](items=[StatementDueOut.of(item) for item in items], next=following))


@post(
    "/statements-due/reminders",
    guards=[needs(Scope.HOURS_VALIDATE)],
    summary="Issue reminders of statements that have not come",
    tags=TAGS,
)
async def issue_reminders(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[RemindersIn]
) -> Response[RemindersOut]:
    """Records each with its French text, ready to be sent; Clause sends no mail yet. The last step goes to the buyers.

    Errors: 422 with every reminder that has no object: nothing due, come meanwhile, issued already.
    """
    return await change(
        request,
        context,
        lambda ctx: statements_due.issue_reminders(ctx, data.to_domain()),
        RemindersOut.of,
        status=201,
        location=lambda _: "/statement-reminders",
    )


@get(
    "/statement-reminders",
    guards=[needs(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE, Scope.CONTRACTS_READ)],
    summary="List reminders of statements",
    tags=TAGS,
)
async def list_reminders(
    context: NamedDependency[Context],
    reminder_state: ReminderFilter = None,
    level: LevelFilter = None,
    company_id: CompanyFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ReminderOut]]:
    """Oldest first: the organisation's, with what the daily look proposes; a company or a buyer sees those issued."""
    found = await statements_due.list_reminders(
        context, company_id=company_id, state=reminder_state, level=level, after=id_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ReminderOut](items=[ReminderOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [list_statements_due, issue_reminders, list_reminders]
