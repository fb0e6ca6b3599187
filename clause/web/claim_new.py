"""Starting a claim: the next months are proposed, what else paid for the operation is asked once."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.claim_schedule import expected_count, proposal, schedule
from clause.domain.claims import ClaimKind, ClaimTerms
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.services import claims, operations, payments, resources
from clause.services.context import Context
from clause.text.labels import label
from clause.web.findings import refused_in_words
from clause.web.forms import FreeText, MonthField, Quantity, read_form
from clause.web.listing import MOST_ROWS
from clause.web.notes import done
from clause.web.page import page

WRITE = needs(Scope.CLAIMS_WRITE)
KINDS = tuple((kind.value, label("claim_kind", kind.name)) for kind in ClaimKind)


class ClaimForm(BaseModel):
    """The months of a claim, its kind, and what replaces the records of the operation."""

    kind: ClaimKind = Field(title="Nature du bilan")
    first_month: MonthField = Field(title="Premier mois")
    last_month: MonthField = Field(title="Dernier mois")
    other_resources: Quantity | None = Field(default=None, ge=0, title="Autres ressources perçues")
    already_paid: Quantity | None = Field(default=None, ge=0, title="Déjà payé par le FSE+")
    postponed_to: date | None = Field(default=None, title="Report convenu au")
    postponed_reason: FreeText | None = Field(default=None, title="Motif du report")


@get("/operations/{operation_id:uuid}/claims/new", guards=[WRITE])
async def show_form(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Template:
    """The form with the next months filled in."""
    return await _form(request, context, operation_id)


async def _form(request: AnyRequest, context: Context, operation_id: UUID, **more: Any) -> Template:
    operation = await operations.load_operation(context, operation_id)
    made = await claims.list_claims(context, operation_id=operation_id, state=None, after=None, limit=MOST_ROWS)
    known = await resources.list_resources(context, operation_id)
    return page(
        request,
        "claims/new.html",
        title="Commencer un bilan",
        operation=operation,
        open_claim=next((claim for claim in made if claim.state.is_open), None),
        proposed=proposal(operation, made, context.today),
        expected=schedule(operation, made),
        interim=expected_count(operation),
        kinds=KINDS,
        resources_to_date=known.to_date,
        paid_to_date=(await payments.list_operation_payments(context, operation_id)).paid_to_date,
        **more,
    )


@post("/operations/{operation_id:uuid}/claims", guards=[WRITE], status_code=303)
async def start(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Any]:
    """Start the claim and show it while it is computed."""
    try:
        form = await read_form(request, ClaimForm)
        claim = await claims.start_claim(context, operation_id, ClaimTerms(**dict(form)))
    except ClauseError as error:
        return await _form(request, context, operation_id, **await refused_in_words(request, error))
    return done(f"/claims/{claim.id}", "claim_started")


HANDLERS: list[ControllerRouterHandler] = [show_form, start]
