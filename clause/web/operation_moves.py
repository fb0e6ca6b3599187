"""Recording what happens to an operation: one form for the moves that its state offers."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.operation_moves import MoveTerms, OperationAction, chosen_plan
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import FRANCE
from clause.rules.cost_codes import CostPlan
from clause.services import operation_moves
from clause.services.context import Context
from clause.text.labels import label
from clause.web.agreement_form import AgreementForm, held
from clause.web.findings import refused_in_words
from clause.web.forms import FreeText, read_form
from clause.web.listing import chosen
from clause.web.notes import done
from clause.web.operation_forms import agreement_values
from clause.web.page import page

WRITE = needs(Scope.CLAIMS_WRITE)
Paper = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Wanted = Annotated[str, QueryParameter(name="action", description="The move to record")]


class MoveForm(BaseModel):
    """A move as typed: the day, the hour where it counts, and what it needs."""

    action: OperationAction = Field(title="Étape")
    on: date = Field(title="Jour")
    hour: time | None = Field(default=None, title="Heure")
    paper: Paper | None = Field(default=None, title="Référence du document")
    reason: FreeText | None = Field(default=None, title="Avis ou motif")
    chosen_plan: CostPlan | None = Field(default=None, title="Plan de coûts")

    def at(self, now: datetime) -> datetime:
        """The instant: now for today without an hour, noon of another day."""
        if self.hour is None and self.on == now.astimezone(FRANCE).date():
            return now
        return datetime.combine(self.on, self.hour or time(12), FRANCE)


@get("/operations/{operation_id:uuid}/moves/new", guards=[WRITE])
async def show_form(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], action: Wanted = ""
) -> Template:
    """First the choice among the moves that are possible, then the form of the one chosen."""
    return await _form(request, context, operation_id, action)


async def _form(request: AnyRequest, context: Context, operation_id: UUID, action: str, **more: Any) -> Template:
    course = await operation_moves.load_course(context, operation_id)
    choices = [(one.value, label("operation_action", one.value)) for one in course.next_actions]
    wanted = chosen(action, choices)
    plan = chosen_plan(course.events)
    return page(
        request,
        "operations/move.html",
        title="Noter une étape",
        operation=course.record,
        choices=choices,
        action=wanted,
        known=held({"cost_plan": plan}),
        **agreement_values(context.today),
        **more,
    )


@post("/operations/{operation_id:uuid}/moves", guards=[WRITE], status_code=303)
async def record_move(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """Record the move and show the operation."""
    action = str((await request.form()).get("action", ""))
    try:
        form = await read_form(request, MoveForm)
        is_signature = form.action is OperationAction.SIGN_AGREEMENT
        agreement = (await read_form(request, AgreementForm)).terms() if is_signature else None
        terms = MoveTerms(
            action=form.action,
            at=form.at(context.now),
            reference=form.paper,
            reason=form.reason,
            cost_plan=form.chosen_plan,
            agreement=agreement,
        )
        await operation_moves.move(context, operation_id, terms)
    except ClauseError as error:
        plan = "cost_plan" if action == OperationAction.SIGN_AGREEMENT else "chosen_plan"
        names = {"at": "on", "cost_plan": plan}
        if action != OperationAction.SIGN_AGREEMENT:
            names["reference"] = "paper"
        shown = await refused_in_words(request, error, names)
        return await _form(request, context, operation_id, action, **shown)
    return done(f"/operations/{operation_id}", "operation_moved", name=label("operation_action", form.action.value))


HANDLERS: list[ControllerRouterHandler] = [show_form, record_move]
