"""Adding an operation: one that runs already, with its agreement, or an application in answer to a call."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import ClauseError
from clause.domain.operations import OperationTerms
from clause.edge.request_context import AnyRequest, needs
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import BeneficiaryKind, ParticipantMode
from clause.services import accounts, funding_calls, operations
from clause.services.context import Context
from clause.text.labels import LABELS
from clause.web.agreement_form import PLANS, AgreementForm, held, usual_rules
from clause.web.findings import refused_in_words
from clause.web.forms import FreeText, read_form
from clause.web.listing import MOST_ROWS
from clause.web.notes import done
from clause.web.page import page

WRITE = needs(Scope.CLAIMS_WRITE)
APPLICATION = "application"
Kind = Annotated[str, QueryParameter(name="kind", description="`application` for an operation without agreement")]
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class OperationForm(BaseModel):
    """What an operation is, as typed; ``priority`` holds the programme too."""

    number: Number = Field(title="Numéro de l’opération")
    title: Title = Field(title="Intitulé")
    intermediate_body_id: UUID = Field(title="Organisme intermédiaire")
    priority: str = Field(title="Programme et priorité", pattern=r"^[0-9A-Z]{5,20} .{1,20}$")
    specific_objective: Number = Field(title="Objectif spécifique")
    region_category: RegionCategory = Field(title="Catégorie de région")
    first_day: date = Field(title="Début de la réalisation")
    last_day: date = Field(title="Fin de la réalisation")
    call_id: UUID | None = Field(default=None, title="Appel à projets")
    participant_mode: ParticipantMode = Field(default=ParticipantMode.NONE, title="Public de l’opération")
    beneficiary_kind: BeneficiaryKind = Field(default=BeneficiaryKind.OTHER, title="Nature du bénéficiaire")
    accounting_code: Number | None = Field(default=None, title="Code comptable")
    nuts: str | None = Field(default=None, title="Code NUTS", pattern=r"^[A-Z]{2}[A-Z0-9]{0,3}$")
    description: FreeText | None = Field(default=None, title="Description")

    def terms(self) -> OperationTerms:
        """The operation as the services take it."""
        cci, _, priority = self.priority.partition(" ")
        return OperationTerms(**{**dict(self), "programme_cci": cci, "priority": priority})


def choices_of(kind: str) -> tuple[tuple[str, str], ...]:
    """The codes of a kind with their labels."""
    return tuple(LABELS[kind].items())


def agreement_values(on: date) -> dict[str, Any]:
    """What the fields of an agreement need on a page."""
    return {"plans": PLANS, "usual": usual_rules(on), "label_choices": choices_of}


async def places(context: Context) -> dict[str, Any]:
    """The intermediate bodies and the priorities of the programmes, to choose from."""
    bodies = await accounts.list_organisations(
        context, OrgKind.INTERMEDIATE_BODY, siret=None, name=None, after=None, limit=MOST_ROWS
    )
    programmes = await funding_calls.list_programmes(context, None)
    return {
        "bodies": [(body.id, body.name) for body in bodies],
        "priorities": [
            (f"{programme.cci} {priority.code}", f"{programme.name} – {priority.code}. {priority.label}")
            for programme in reversed(programmes)
            for priority in programme.priorities
        ],
    }


@get("/operations/new", guards=[WRITE])
async def show_form(request: AnyRequest, context: NamedDependency[Context], kind: Kind = "") -> Template:
    """The form, with an agreement or for an application."""
    return await _form(request, context, is_application=kind == APPLICATION)


async def _form(request: AnyRequest, context: Context, *, is_application: bool, **more: Any) -> Template:
    calls = await funding_calls.list_calls(context, scheme_id=None, after=None, limit=MOST_ROWS)
    return page(
        request,
        "operations/new.html",
        title="Préparer une candidature" if is_application else "Ajouter une opération",
        is_application=is_application,
        known=held({}),
        calls=[(call.id, f"{call.reference} – {call.title}") for call in calls],
        **await places(context),
        **agreement_values(context.today),
        **more,
    )


@post("/operations", guards=[WRITE], status_code=303)
async def add_operation(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Add the operation in force with its agreement, or begin the application, and show it."""
    is_application = (await request.form()).get("kind") == APPLICATION
    try:
        form = await read_form(request, OperationForm)
        if is_application:
            record = await operations.apply(context, form.terms())
            return done(f"/operations/{record.id}", "application_begun")
        agreement = await read_form(request, AgreementForm)
        added = await operations.add_operation(context, form.terms(), agreement.terms())
    except ClauseError as error:
        return await _form(
            request,
            context,
            is_application=is_application,
            **await refused_in_words(request, error, {"programme_cci": "priority", "at": "first_day"}),
        )
    return done(f"/operations/{added.id}", "operation_added")


HANDLERS: list[ControllerRouterHandler] = [show_form, add_operation]
