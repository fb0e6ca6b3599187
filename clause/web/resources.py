"""What finances an operation beside the FSE+: recorded, corrected, cancelled; nothing is erased."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.evidence import EvidenceKind
from clause.domain.resources import Resource, ResourceKind, ResourceTerms, in_force
from clause.edge.request_context import AnyRequest, needs
from clause.services import evidence, operations, resources
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import LABELS
from clause.web.agreement_form import held
from clause.web.findings import refused_in_words
from clause.web.forms import FreeText, Line, Quantity, read_form
from clause.web.listing import MOST_ROWS
from clause.web.notes import done
from clause.web.page import page, told

READ, WRITE = needs(Scope.CLAIMS_READ), needs(Scope.CLAIMS_WRITE)
OF_OPERATION = "/operations/{operation_id:uuid}/resources"
Corrected = Annotated[UUID | None, QueryParameter(name="corrects", description="The resource to correct")]


class ResourceForm(BaseModel):
    """A resource as typed; ``corrects`` and ``reason`` come with a correction."""

    corrects: UUID | None = Field(default=None, title="Ressource corrigée")
    funder: Line = Field(title="Financeur")
    kind: ResourceKind = Field(title="Origine")
    act_reference: Line | None = Field(default=None, title="Référence de l’acte d’attribution")
    act_on: date | None = Field(default=None, title="Date de l’acte")
    amount_committed: Quantity = Field(ge=0, title="Montant attribué")
    amount_received: Quantity = Field(default=Decimal("0.00"), ge=0, title="Montant perçu")
    amount_allocated: Quantity = Field(default=Decimal("0.00"), ge=0, title="Part affectée à l’opération")
    received_on: date | None = Field(default=None, title="Perçu le")
    allocation_key: Line | None = Field(default=None, title="Clé d’affectation")
    same_post: bool = Field(default=False, title="Même poste")
    document_id: UUID | None = Field(default=None, title="Attestation")
    reason: FreeText | None = Field(default=None, title="Motif de la correction")


class CorrectionForm(BaseModel):
    """Why a resource is corrected."""

    reason: FreeText = Field(title="Motif de la correction")


class CancellationForm(BaseModel):
    """Why a resource is cancelled."""

    operation_id: UUID = Field(title="Opération")
    cancellation_reason: FreeText = Field(title="Motif de l’annulation")


@get(OF_OPERATION, guards=[READ])
async def show_resources(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """What holds, what counts today, what is worth a look; what was replaced, below."""
    known = await resources.list_resources(context, operation_id)
    held = in_force(known.resources)
    kept = {resource.id for resource in held}
    return page(
        request,
        "operations/resources.html",
        title="Autres ressources",
        operation=await operations.load_operation(context, operation_id),
        held=held,
        gone=[resource for resource in known.resources if resource.id not in kept],
        to_date=known.to_date,
        warnings=[told(finding) for finding in known.findings],
        may_write=context.actor.may(Scope.CLAIMS_WRITE),
    )


@get(f"{OF_OPERATION}/new", guards=[WRITE])
async def show_form(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], corrects: Corrected = None
) -> Response[Any]:
    """The form of a resource, filled in for a correction."""
    return await _form(request, context, operation_id, corrects)


async def _form(
    request: AnyRequest, context: Context, operation_id: UUID, corrects: UUID | None, **more: Any
) -> Response[Any]:
    known = await resources.list_resources(context, operation_id)
    before = next((one for one in in_force(known.resources) if one.id == corrects), None)
    if corrects is not None and before is None and not more:
        return Redirect(f"/operations/{operation_id}/resources", status_code=303)
    kept = await evidence.list_files(context, kind=EvidenceKind.COFUNDING_STATEMENT, after=None, limit=MOST_ROWS)
    return page(
        request,
        "operations/resource.html",
        title="Corriger une ressource" if before else "Enregistrer une ressource",
        operation=await operations.load_operation(context, operation_id),
        before=before,
        known=_shown(before),
        kinds=tuple(LABELS["resource_kind"].items()),
        files=[(file.id, file.file_name) for file in kept[::-1]],
        **more,
    )


def _shown(resource: Resource | None) -> Mapping[str, Any]:
    """What the fields hold, as people type it."""
    values = {name: getattr(resource, name) for name in ResourceTerms.model_fields} if resource else {}
    return held(
        {name: formats.decimal(value) if isinstance(value, Decimal) else value for name, value in values.items()}
    )


@post(OF_OPERATION, guards=[WRITE], status_code=303)
async def record(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Any]:
    """Record a resource, or the correction of one."""
    corrects = _named(str((await request.form()).get("corrects", "")))
    try:
        form = await read_form(request, ResourceForm)
        terms = ResourceTerms(**form.model_dump(exclude={"corrects", "reason"}))
        if form.corrects is None:
            await resources.add_resource(context, operation_id, terms)
        else:
            reason = (await read_form(request, CorrectionForm)).reason
            await resources.correct_resource(context, form.corrects, terms, reason)
    except ClauseError as error:
        return await _form(request, context, operation_id, corrects, **await refused_in_words(request, error))
    return done(f"/operations/{operation_id}/resources", "resource_corrected" if corrects else "resource_added")


def _named(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@get("/resources/{resource_id:uuid}/cancel", guards=[WRITE])
async def show_cancellation(
    request: AnyRequest, context: NamedDependency[Context], resource_id: FromPath[UUID]
) -> Template:
    """What is about to be cancelled."""
    return await _cancellation_page(request, context, resource_id)


async def _cancellation_page(request: AnyRequest, context: Context, resource_id: UUID, **more: Any) -> Template:
    resource = await resources.load_resource(context, resource_id)
    return page(request, "operations/cancel.html", title="Annuler une ressource", resource=resource, **more)


@post("/resources/{resource_id:uuid}/cancel", guards=[WRITE], status_code=303)
async def cancel(request: AnyRequest, context: NamedDependency[Context], resource_id: FromPath[UUID]) -> Response[Any]:
    """Cancel the resource: it counts no more and stays in the history."""
    try:
        form = await read_form(request, CancellationForm)
        await resources.cancel_resource(context, resource_id, form.cancellation_reason)
    except ClauseError as error:
        return await _cancellation_page(request, context, resource_id, **await refused_in_words(request, error))
    return done(f"/operations/{form.operation_id}/resources", "resource_cancelled")


HANDLERS: list[ControllerRouterHandler] = [show_resources, show_form, record, show_cancellation, cancel]
