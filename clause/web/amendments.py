"""The versions of an agreement, and its amendments: proposed, signed, withdrawn."""

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
from clause.domain.amendments import AmendmentTerms
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.services import amendments, operations
from clause.services.context import Context
from clause.web.agreement_form import AgreementForm, Reference, shown_agreement
from clause.web.findings import refused_in_words
from clause.web.forms import FreeText, read_form
from clause.web.notes import done
from clause.web.operation_forms import agreement_values
from clause.web.page import page

READ, WRITE = needs(Scope.CLAIMS_READ), needs(Scope.CLAIMS_WRITE)
OF_OPERATION = "/operations/{operation_id:uuid}/amendments"


class AmendmentForm(BaseModel):
    """From when an amendment holds, why, and the new end of the operation if it moves."""

    effective_on: date = Field(title="Prend effet le")
    motive: FreeText = Field(title="Motif de l’avenant")
    new_last_day: date | None = Field(default=None, title="Nouvelle fin de l’opération")


class SignatureForm(BaseModel):
    """The signatures of an amendment."""

    operation_id: UUID = Field(title="Opération")
    amendment_signed_on: date = Field(title="Signé le")
    amendment_reference: Reference = Field(title="Référence de l’avenant")


class WithdrawalForm(BaseModel):
    """Why an amendment is given up."""

    operation_id: UUID = Field(title="Opération")
    withdrawal_reason: FreeText = Field(title="Motif du retrait")


@get(OF_OPERATION, guards=[READ])
async def show_amendments(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """Every version of the agreement and every amendment, the latest first."""
    return await _list_page(request, context, operation_id)


async def _list_page(request: AnyRequest, context: Context, operation_id: UUID, **more: Any) -> Template:
    return page(
        request,
        "operations/amendments.html",
        title="Convention et avenants",
        operation=await operations.load_operation(context, operation_id),
        agreements=await amendments.list_agreements(context, operation_id),
        amendments=await amendments.list_amendments(context, operation_id),
        may_write=context.actor.may(Scope.CLAIMS_WRITE),
        **more,
    )


@get(f"{OF_OPERATION}/new", guards=[WRITE])
async def show_form(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Template:
    """The agreement as it is, to be changed."""
    return await _form(request, context, operation_id)


async def _form(request: AnyRequest, context: Context, operation_id: UUID, **more: Any) -> Template:
    operation = await operations.load_operation(context, operation_id)
    return page(
        request,
        "operations/amendment.html",
        title="Proposer un avenant",
        operation=operation,
        known=shown_agreement(operation.agreement),
        **agreement_values(context.today),
        **more,
    )


@post(OF_OPERATION, guards=[WRITE], status_code=303)
async def propose(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """Propose the amendment, to be signed by both parties."""
    try:
        form, agreement = await read_form(request, AmendmentForm), await read_form(request, AgreementForm)
        terms = AmendmentTerms(
            effective_on=form.effective_on, reason=form.motive, terms=agreement.terms(), last_day=form.new_last_day
        )
        await amendments.propose(context, operation_id, terms)
    except ClauseError as error:
        names = {"reason": "motive", "last_day": "new_last_day"}
        return await _form(request, context, operation_id, **await refused_in_words(request, error, names))
    return done(f"/operations/{operation_id}/amendments", "amendment_proposed")


@post("/amendments/{amendment_id:uuid}/sign", guards=[WRITE], status_code=303)
async def sign(request: AnyRequest, context: NamedDependency[Context], amendment_id: FromPath[UUID]) -> Response[Any]:
    """Note the signatures: a new version of the agreement."""
    try:
        form = await read_form(request, SignatureForm)
        await amendments.sign(context, amendment_id, form.amendment_signed_on, form.amendment_reference)
    except ClauseError as error:
        names = {"signed_on": "amendment_signed_on", "reference": "amendment_reference"}
        return await _again(request, context, error, names)
    return done(f"/operations/{form.operation_id}/amendments", "amendment_signed")


@post("/amendments/{amendment_id:uuid}/withdraw", guards=[WRITE], status_code=303)
async def withdraw(
    request: AnyRequest, context: NamedDependency[Context], amendment_id: FromPath[UUID]
) -> Response[Any]:
    """Give the amendment up."""
    try:
        form = await read_form(request, WithdrawalForm)
        await amendments.withdraw(context, amendment_id, form.withdrawal_reason)
    except ClauseError as error:
        return await _again(request, context, error, {})
    return done(f"/operations/{form.operation_id}/amendments", "amendment_withdrawn")


async def _again(request: AnyRequest, context: Context, error: ClauseError, names: dict[str, str]) -> Response[Any]:
    """The list of the operation that the form names, with what stands against it."""
    named = str((await request.form()).get("operation_id", ""))
    try:
        operation_id = UUID(named)
    except ValueError:
        raise error from None
    return await _list_page(request, context, operation_id, **await refused_in_words(request, error, names))


HANDLERS: list[ControllerRouterHandler] = [show_amendments, show_form, propose, sign, withdraw]
