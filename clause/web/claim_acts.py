"""What is done with a claim: computed again, let pass, signed, handed over, filed, taken back, done again."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.checks.claims import WAIVABLE_CODES
from clause.domain.claim_narrative import FiledAs
from clause.domain.claims import ClaimState
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.services import claim_contents, claims, operations
from clause.services.context import Context
from clause.text.claim_declarations import DECLARATIONS
from clause.text.labels import label
from clause.web.claim_page import claim_page
from clause.web.findings import refused_in_words
from clause.web.forms import FreeText, read_form, typed_values
from clause.web.notes import done
from clause.web.page import page, told

WRITE, SIGN = needs(Scope.CLAIMS_WRITE), needs(Scope.CLAIMS_SIGN)
CLAIM = "/claims/{claim_id:uuid}"
Code = Annotated[str, QueryParameter(name="code", description="The code of the finding")]
Where = Annotated[str, QueryParameter(name="field", description="What the finding is about")]
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Receipt = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class WaiverForm(BaseModel):
    """A finding to let pass, and why."""

    code: str = Field(title="Point bloquant", pattern=r"^[A-Z]{3}-\d{3}$")
    field: str = Field(title="Point bloquant", max_length=200)
    reason: FreeText = Field(title="Motif")


class FilingForm(BaseModel):
    """The filing on the national portal."""

    number: Number = Field(title="Numéro du dépôt")
    filed_on: date = Field(title="Déposé le")
    receipt_reference: Receipt | None = Field(default=None, title="Référence de l’accusé de réception")


class WithdrawalForm(BaseModel):
    """Why a claim is taken back."""

    reason: FreeText = Field(title="Motif du retrait")


class SignatureForm(BaseModel):
    """The box that says that what is declared was read."""

    confirmed: bool = Field(title="Je confirme ces déclarations")


async def _acted(
    request: AnyRequest, context: Context, claim_id: UUID, code: str, act: Callable[[], Awaitable[Any]]
) -> Response[Any]:
    """The page of the claim after an act, or the same page with what stands against it."""
    try:
        await act()
    except ClauseError as error:
        return await claim_page(request, context, claim_id, **await refused_in_words(request, error))
    return done(f"/claims/{claim_id}", code)


@post(f"{CLAIM}/recompute", guards=[WRITE], status_code=303)
async def recompute(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Compute again from what is known now."""
    return await _acted(
        request, context, claim_id, "claim_recomputed", lambda: claims.recompute_claim(context, claim_id)
    )


@post(f"{CLAIM}/waivers", guards=[SIGN], status_code=303)
async def waive(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Let a blocking finding pass with a reason; the claim is computed again."""

    try:
        form = await read_form(request, WaiverForm)
        await claim_contents.waive(context, claim_id, form.code, form.field, form.reason)
    except ClauseError as error:
        typed = await typed_values(request)
        more = await refused_in_words(request, error)
        return await _waiver_page(request, context, claim_id, typed.get("code", ""), typed.get("field", ""), **more)
    return done(f"/claims/{claim_id}", "claim_waived")


@get(f"{CLAIM}/waivers/new", guards=[SIGN])
async def show_waiver(
    request: AnyRequest,
    context: NamedDependency[Context],
    claim_id: FromPath[UUID],
    code: Code = "",
    field: Where = "",
) -> Response[Any]:
    """The form to let one blocking finding pass."""
    return await _waiver_page(request, context, claim_id, code, field)


async def _waiver_page(
    request: AnyRequest, context: Context, claim_id: UUID, code: str, field: str, **more: Any
) -> Response[Any]:
    claim = await claims.load_claim(context, claim_id)
    found = next((one for one in claim.findings if (one.code, one.field) == (code, field)), None)
    if found is None or code not in WAIVABLE_CODES:
        return Redirect(f"/claims/{claim_id}", status_code=303)
    return page(
        request,
        "claims/waive.html",
        title="Passer outre à un point",
        claim=claim,
        finding=found,
        text=told(found),
        **more,
    )


@get(f"{CLAIM}/sign", guards=[SIGN])
async def show_signature(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """What is about to be signed; a claim that is not computed leads back to its page."""
    return await _signature_page(request, context, claim_id)


async def _signature_page(request: AnyRequest, context: Context, claim_id: UUID, **more: Any) -> Response[Any]:
    claim = await claims.load_claim(context, claim_id)
    if claim.state is not ClaimState.COMPUTED:
        return Redirect(f"/claims/{claim_id}", status_code=303)
    return page(
        request,
        "claims/sign.html",
        title=f"Signer le {label('claim_kind', claim.kind.name).lower()} n° {claim.number}",
        claim=claim,
        operation=await operations.load_operation(context, claim.operation_id),
        declarations=DECLARATIONS.values(),
        **more,
    )


@post(f"{CLAIM}/sign", guards=[SIGN], status_code=303)
async def sign(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Sign what was shown; time, pay and missions of the claim are frozen."""
    try:
        await read_form(request, SignatureForm)
        await claims.sign_claim(context, claim_id)
    except ClauseError as error:
        return await _signature_page(request, context, claim_id, **await refused_in_words(request, error))
    return done(f"/claims/{claim_id}", "claim_signed")


@post(f"{CLAIM}/submit", guards=[WRITE], status_code=303)
async def submit(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Hand the claim over."""
    return await _acted(request, context, claim_id, "claim_submitted", lambda: claims.submit_claim(context, claim_id))


@post(f"{CLAIM}/filing", guards=[WRITE], status_code=303)
async def record_filing(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[Any]:
    """Note the number and the receipt of the national portal."""

    async def act() -> None:
        form = await read_form(request, FilingForm)
        await claim_contents.record_filing(context, claim_id, FiledAs(**dict(form)))

    return await _acted(request, context, claim_id, "claim_filed", act)


@post(f"{CLAIM}/withdraw", guards=[WRITE], status_code=303)
async def withdraw(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Take the claim back, for a reason."""

    async def act() -> None:
        form = await read_form(request, WithdrawalForm)
        await claims.withdraw_claim(context, claim_id, form.reason)

    return await _acted(request, context, claim_id, "claim_withdrawn", act)


@post(f"{CLAIM}/redo", guards=[WRITE], status_code=303)
async def redo(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Begin a new claim with the terms and the narrative of one that was sent back."""
    try:
        draft = await claim_contents.redo_claim(context, claim_id)
    except ClauseError as error:
        return await claim_page(request, context, claim_id, **await refused_in_words(request, error))
    return done(f"/claims/{draft.id}", "claim_redone")


HANDLERS: list[ControllerRouterHandler] = [
    recompute,
    waive,
    show_waiver,
    show_signature,
    sign,
    submit,
    record_filing,
    withdraw,
    redo,
]
