"""The operations of an intermediate body: the list, one of them from its application to its archives, its acts."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.assignments import AssignmentOutcome, DecisionTerms
from clause.domain.errors import ClauseError
from clause.domain.intermediate_body import ClaimsAsked, FollowedOperation
from clause.domain.operation_moves import OF_THE_BENEFICIARY, MoveTerms, OperationAction
from clause.domain.operations import OperationState
from clause.domain.payments import PaymentKind
from clause.domain.tables import CellKind, Column
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.rules.calendar import FRANCE
from clause.rules.cost_codes import CostPlan
from clause.services import assignments, intermediate_body, oi_operations, operation_moves, payments, resources
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing, searched
from clause.web.notes import done
from clause.web.oi_payments import MovementForm
from clause.web.page import page

READ, VERIFY = needs(Scope.OI_READ), needs(Scope.OI_VERIFY)
OPERATIONS, OPERATION = "/oi/operations", "/oi/operations/{operation_id:uuid}"
EXPORT = "/oi/exports/operations-kohesio.csv"
STATES = tuple(
    (state.value, label("operation_state", state.value))
    for state in OperationState
    if state is not OperationState.APPLICATION_DRAFT
)
PLANS = tuple(LABELS["cost_plan"].items())

Text = Annotated[str, QueryParameter(name="q", description="Part of a number, a title or a beneficiary's name")]
State = Annotated[str, QueryParameter(name="operation_state", description="State of the operation")]


class MoveForm(BaseModel):
    """A move of an operation; the day it happened on, today when left out."""

    action: OperationAction = Field(title="Étape")
    day: date | None = Field(default=None, title="Date")
    reference: Line | None = Field(default=None, title="Référence", max_length=120)
    reason: FreeText | None = Field(default=None, title="Avis ou motif")
    cost_plan: CostPlan | None = Field(default=None, title="Régime de coûts")

    def to_domain(self, now: datetime) -> MoveTerms:
        """As the service takes it: at noon of a day that is past."""
        is_past = self.day is not None and self.day != now.astimezone(FRANCE).date()
        at = datetime.combine(self.day, time(12), FRANCE) if self.day and is_past else now
        return MoveTerms(
            action=self.action, at=at, reference=self.reference, reason=self.reason, cost_plan=self.cost_plan
        )


class WordForm(BaseModel):
    """What is said of a mission letter."""

    outcome: AssignmentOutcome = Field(title="Avis")
    decided_on: date = Field(title="Date de la décision")
    reference: Line | None = Field(default=None, title="Référence", max_length=120)
    comment: FreeText | None = Field(default=None, title="Motif")


def _matches(row: FollowedOperation, text: str | None) -> bool:
    named = f"{row.record.number} {row.record.title} {row.beneficiary.name} {row.beneficiary.identifier}".casefold()
    return text is None or text.casefold() in named


COLUMNS: tuple[Column[FollowedOperation], ...] = (
    Column("number", "Opération", lambda row: row.record.number, link=lambda row: f"{OPERATIONS}/{row.record.id}"),
    Column("title", "Intitulé", lambda row: row.record.title),
    Column("beneficiary", "Bénéficiaire", lambda row: row.beneficiary.name),
    Column("siret", "SIRET", lambda row: row.beneficiary.identifier, only_in_file=True),
    Column("state", "État", lambda row: label("operation_state", row.record.state.value), tone=lambda _: "neutral"),
    Column("first_day", "Du", lambda row: row.record.first_day, CellKind.DAY),
    Column("last_day", "Au", lambda row: row.record.last_day, CellKind.DAY),
    Column(
        "grant",
        "Subvention",
        lambda row: row.record.agreement.grant_amount if row.record.agreement else None,
        CellKind.EUROS,
    ),
)


@get(OPERATIONS, guards=[READ])
async def show_operations(
    request: AnyRequest, context: NamedDependency[Context], text: Text = "", operation_state: State = ""
) -> Response[Any]:
    """Every operation whose intermediate body the reader is."""
    wanted = chosen(operation_state, STATES)
    found = await oi_operations.list_followed(
        context, state=OperationState(wanted) if wanted else None, limit=MOST_ROWS
    )
    return await listing(
        request,
        context,
        Listing(
            title="Opérations cofinancées",
            path=OPERATIONS,
            name="operations",
            columns=COLUMNS,
            rows=[row for row in found if _matches(row, searched(text))],
            order="-first_day",
            actions=(Action(EXPORT, "Liste à publier (Kohesio, CSV)"),) if found else (),
            filters=(
                Filter("q", "Rechercher", searched(text) or "", hint="Numéro, intitulé, bénéficiaire"),
                Filter("operation_state", "État", wanted, STATES),
            ),
            empty=Empty(
                "Aucune opération pour l’instant.",
                "Une opération apparaît ici dès qu’un bénéficiaire y nomme votre organisme et dépose sa candidature.",
            ),
        ),
    )


@get(EXPORT, guards=[READ])
async def download_kohesio(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The list of operations to publish."""
    return file_response(request, await oi_operations.export_kohesio(context))


@get(OPERATION, guards=[READ])
async def show_operation(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """One operation: where it stands and what may be recorded, its agreement, letters, money, and checks."""
    return await _operation_page(request, context, operation_id)


async def _operation_page(request: AnyRequest, context: Context, operation_id: UUID, **refusal: Any) -> Template:
    followed = await oi_operations.load_followed(context, operation_id)
    course = await operation_moves.load_course(context, operation_id)
    asked = ClaimsAsked(operation_id=operation_id)
    account = await payments.list_operation_payments(context, operation_id) if followed.record.agreement else None
    return page(
        request,
        "oi/operation.html",
        title=f"Opération {followed.record.number}",
        operation=followed.record,
        beneficiary=followed.beneficiary,
        course=course,
        moves=[(one.value, _name(one)) for one in course.next_actions if one not in OF_THE_BENEFICIARY],
        plans=PLANS,
        claims=await intermediate_body.list_claims(context, updated_since=None, after=0, limit=MOST_ROWS, asked=asked),
        account=account,
        may_verify=context.actor.may(Scope.OI_VERIFY),
        today=context.today.isoformat(),
        **(await _agreed(context, operation_id) if followed.record.agreement else _NOTHING_AGREED),
        **refusal,
    )


_NOTHING_AGREED: dict[str, Any] = {"letters": (), "money": None, "double": None}


async def _agreed(context: Context, operation_id: UUID) -> dict[str, Any]:
    """What there is once an agreement is signed: letters, other resources, months claimed elsewhere."""
    return {
        "letters": await assignments.list_letters(context, operation_id),
        "money": await resources.list_resources(context, operation_id),
        "double": await oi_operations.load_double_funding(context, operation_id),
    }


def _name(action: OperationAction) -> str:
    return label("oi_move", action.value)


@post(f"{OPERATION}/moves", guards=[VERIFY], status_code=303)
async def move(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Any]:
    """Record what the intermediate body decided."""
    try:
        form = await read_form(request, MoveForm)
        await operation_moves.move(context, operation_id, form.to_domain(context.now))
    except ClauseError as error:
        return await _operation_page(request, context, operation_id, **await refused(request, error))
    return done(f"{OPERATIONS}/{operation_id}", "oi_move_recorded")


@post(f"{OPERATION}/payments", guards=[VERIFY], status_code=303)
async def pay_advance(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """Record an advance on the grant."""
    try:
        form = await read_form(request, MovementForm)
        await payments.pay_advance(context, operation_id, form.to_domain(PaymentKind.ADVANCE))
    except ClauseError as error:
        return await _operation_page(request, context, operation_id, **await refused(request, error))
    return done(f"{OPERATIONS}/{operation_id}", "advance_recorded", reference=form.reference)


@post(f"{OPERATION}/assignments/{{assignment_id:uuid}}/acceptance", guards=[VERIFY], status_code=303)
async def judge_letter(
    request: AnyRequest,
    context: NamedDependency[Context],
    operation_id: FromPath[UUID],
    assignment_id: FromPath[UUID],
) -> Response[Any]:
    """Accept or reject a mission letter."""
    try:
        form = await read_form(request, WordForm)
        await assignments.decide(context, assignment_id, DecisionTerms(**dict(form)))
    except ClauseError as error:
        told = await refused(request, error)
        return await _operation_page(request, context, operation_id, **told, refused_letter=assignment_id)
    is_accepted = form.outcome is AssignmentOutcome.ACCEPTED
    return done(f"{OPERATIONS}/{operation_id}", "oi_letter_accepted" if is_accepted else "oi_letter_rejected")


HANDLERS: list[ControllerRouterHandler] = [
    show_operations,
    download_kohesio,
    show_operation,
    move,
    pay_advance,
    judge_letter,
]
