"""Checking a certificate by its code: open to anyone, as a page or as JSON."""

from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, get
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler

from clause.domain.certificates import normalise_code
from clause.domain.errors import NotFound, Unreadable
from clause.edge.negotiation import prefers_json
from clause.edge.request_context import AnyRequest, clock_of, open_to_all
from clause.edge.verification import VerificationBody
from clause.services import certificates
from clause.services.context import anonymous_context
from clause.text.messages import sentence
from clause.web.page import page, problems_of

PATH = "/verify"
LONGEST_CODE = 100
BY_ACCEPT = {"vary": "Accept"}

TypedCode = Annotated[str, QueryParameter(name="code", description="A code as it was typed")]


@get(PATH, guards=[open_to_all])
async def show_form(request: AnyRequest, typed: TypedCode = "") -> Response[Any]:
    """The form; with a code that can be one, the page of that code."""
    if not typed.strip():
        return _form(request, "")
    try:
        code = normalise_code(typed[:LONGEST_CODE])
    except Unreadable as error:
        return _form(request, typed[:LONGEST_CODE], error)
    return Redirect(f"{PATH}/{quote(code)}", status_code=303)


def _form(
    request: AnyRequest, typed: str, error: Unreadable | None = None, unknown: NotFound | None = None
) -> Template:
    return page(
        request,
        "verify_form.html",
        title="Code inconnu" if unknown else "Vérifier une attestation",
        status=404 if unknown else 400 if error else 200,
        problems=problems_of(error) if error else (),
        headers=BY_ACCEPT,
        typed=typed,
        unknown=sentence(unknown.code, unknown.values) if unknown else None,
    )


@get(f"{PATH}/{{code:str}}", guards=[open_to_all])
async def show_certificate(request: AnyRequest, code: FromPath[str]) -> Response[Any]:
    """What the certificate of this code says and what it is worth; 404 when no issued certificate has it."""
    context = anonymous_context(clock_of(request))
    if prefers_json(request):
        body = VerificationBody.of(await certificates.verify_certificate(context, code))
        return Response(body.model_dump_json().encode(), media_type="application/json", headers=BY_ACCEPT)
    try:
        found = await certificates.verify_certificate(context, code)
    except Unreadable as error:
        return _form(request, code[:LONGEST_CODE], error)
    except NotFound as error:
        return _form(request, code[:LONGEST_CODE], unknown=error)
    return page(
        request,
        "verification.html",
        title=f"Attestation n° {found.content.number}",
        headers=BY_ACCEPT,
        found=found,
        content=found.content,
    )


HANDLERS: list[ControllerRouterHandler] = [show_form, show_certificate]
