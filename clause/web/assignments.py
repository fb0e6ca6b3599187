"""Mission letters of an operation: who works on it, from when, for which share; and the word of the body on each."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.assignments import AssignmentOutcome, DecisionTerms
from clause.domain.errors import ClauseError
from clause.domain.evidence import EvidenceKind
from clause.domain.operations import AssignmentTerms
from clause.edge.request_context import AnyRequest, needs
from clause.rules.cost_codes import CostMethod
from clause.services import assignments, employments, evidence, operations
from clause.services.context import Context
from clause.text.labels import LABELS
from clause.web.findings import refused_in_words
from clause.web.forms import FreeText, Percent, read_form
from clause.web.listing import MOST_ROWS
from clause.web.notes import done
from clause.web.page import page

READ, WRITE = needs(Scope.CLAIMS_READ), needs(Scope.CLAIMS_WRITE)
OF_OPERATION = "/operations/{operation_id:uuid}/assignments"
Paper = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class LetterForm(BaseModel):
    """A mission letter as typed."""

    employment_id: UUID = Field(title="Personne")
    method: CostMethod = Field(title="Comment le temps est compté")
    time_share: Percent | None = Field(default=None, title="Part du temps de travail")
    first_day: date = Field(title="Début de la mission")
    last_day: date | None = Field(default=None, title="Fin de la mission")
    issued_on: date = Field(title="Signée par l’employeur le")
    missions: FreeText | None = Field(default=None, title="Missions")
    document_id: UUID | None = Field(default=None, title="Document déposé")
    stands_in_for_id: UUID | None = Field(default=None, title="Remplace")
    overlap_reason: FreeText | None = Field(default=None, title="Pourquoi deux personnes sur un même poste")


class DecisionForm(BaseModel):
    """What the letter of the intermediate body says."""

    assignment_id: UUID = Field(title="Lettre de mission")
    outcome: AssignmentOutcome = Field(title="Réponse")
    decided_on: date = Field(title="Datée du")
    decision_reference: Paper | None = Field(default=None, title="Référence du courrier")
    comment: FreeText | None = Field(default=None, title="Commentaire")


@get(OF_OPERATION, guards=[READ])
async def show_letters(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """The letters by person, the one in force first."""
    return await _list_page(request, context, operation_id)


async def _list_page(request: AnyRequest, context: Context, operation_id: UUID, **more: Any) -> Template:
    views = await assignments.list_letters(context, operation_id)
    staff = await employments.list_employments(context, person_id=None, after=None, limit=MOST_ROWS)
    names = {one.id: f"{one.person_name or one.staff_number} – {one.job_title}" for one in staff}
    waiting = [
        (view.letter.id, f"{names.get(view.letter.employment_id, '')}, version {view.letter.version_no}")
        for view in views
        if view.state not in ("superseded", "ended")
    ]
    return page(
        request,
        "operations/assignments.html",
        title="Lettres de mission",
        operation=await operations.load_operation(context, operation_id),
        views=views[::-1],
        names=names,
        waiting=waiting,
        may_write=context.actor.may(Scope.CLAIMS_WRITE),
        **more,
    )


@get(f"{OF_OPERATION}/new", guards=[WRITE])
async def show_form(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Template:
    """The form of a new letter, or of a new version of one."""
    return await _form(request, context, operation_id)


async def _form(request: AnyRequest, context: Context, operation_id: UUID, **more: Any) -> Template:
    staff = await employments.list_employments(context, person_id=None, after=None, limit=MOST_ROWS)
    kept = await evidence.list_files(context, kind=EvidenceKind.MISSION_LETTER, after=None, limit=MOST_ROWS)
    return page(
        request,
        "operations/assignment.html",
        title="Établir une lettre de mission",
        operation=await operations.load_operation(context, operation_id),
        staff=[(one.id, f"{one.person_name or one.staff_number} – {one.job_title}") for one in staff],
        files=[(file.id, file.file_name) for file in kept[::-1]],
        methods=tuple(LABELS["cost_method_short"].items()),
        **more,
    )


@post(OF_OPERATION, guards=[WRITE], status_code=303)
async def issue(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Any]:
    """Record the letter; it replaces the earlier ones of the person from its first day on."""
    try:
        form = await read_form(request, LetterForm)
        await assignments.assign(context, operation_id, AssignmentTerms(**dict(form)))
    except ClauseError as error:
        return await _form(request, context, operation_id, **await refused_in_words(request, error))
    return done(f"/operations/{operation_id}/assignments", "letter_issued")


@post(f"{OF_OPERATION}/acceptance", guards=[WRITE], status_code=303)
async def decide(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Any]:
    """Write down what the intermediate body answered on a letter."""
    try:
        form = await read_form(request, DecisionForm)
        terms = DecisionTerms(
            outcome=form.outcome,
            decided_on=form.decided_on,
            reference=form.decision_reference,
            comment=form.comment,
        )
        await assignments.decide(context, form.assignment_id, terms)
    except ClauseError as error:
        names = {"reference": "decision_reference"}
        return await _list_page(request, context, operation_id, **await refused_in_words(request, error, names))
    code = "letter_accepted" if form.outcome is AssignmentOutcome.ACCEPTED else "letter_rejected"
    return done(f"/operations/{operation_id}/assignments", code)


HANDLERS: list[ControllerRouterHandler] = [show_letters, show_form, issue, decide]
