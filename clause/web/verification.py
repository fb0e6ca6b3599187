"""Checking a certificate by its code, or any sealed document by its file: open to anyone."""

from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from litestar.types import ControllerRouterHandler

from clause.domain.certificates import normalise_code
from clause.domain.errors import ClauseError, NotFound, TooMany, Unreadable
from clause.edge.negotiation import prefers_json
from clause.edge.request_context import AnyRequest, clock_of, open_to_all
from clause.edge.verification import LARGEST_FORM_BYTES, VerificationBody, count_file_check
from clause.services import certificates, file_checks
from clause.services.context import anonymous_context
from clause.text.certificates import statement_of, subtitle_of
from clause.text.messages import sentence
from clause.web.forms import uploaded
from clause.web.page import Problem, page, problems_of

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
        typed_code=typed,
        wrong_code=error is not None,
        unknown=sentence(unknown.code, unknown.values) if unknown else None,
    )


@post(PATH, guards=[open_to_all], status_code=200, request_max_body_size=LARGEST_FORM_BYTES)
async def check_file(request: AnyRequest) -> Response[Any]:
    """What a file is worth: whose it is, when it was sealed, whether it has changed and whether it still stands."""
    try:
        _, content = await uploaded(request, "file", "Fichier PDF")
        await count_file_check(request)
        found = await file_checks.check_file(anonymous_context(clock_of(request)), content)
    except ClauseError as error:
        told = problems_of(error)
        return page(
            request,
            "verify_form.html",
            title="Vérifier une attestation",
            status=429 if isinstance(error, TooMany) else 422,
            problems=[Problem(problem.detail, "file") for problem in told],
            headers={"retry-after": str(error.retry_seconds)} if isinstance(error, TooMany) else None,
            typed_code="",
            wrong_code=False,
            unknown=None,
        )
    return page(request, "verified_file.html", title="Vérifier un fichier", found=found)


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


@get(f"{PATH}/{{code:str}}/document", guards=[open_to_all])
async def show_document(request: AnyRequest, code: FromPath[str]) -> Template:
    """The certificate of this code as a page that says all that its PDF says. Unreadable CRT-001, NotFound CRT-027."""
    found = await certificates.verify_certificate(anonymous_context(clock_of(request)), code)
    return page(
        request,
        "certificate_document.html",
        title=f"Attestation n° {found.content.number}, texte intégral",
        content=found.content,
        subtitle=subtitle_of(found.content),
        statement=statement_of(found.content),
        standing=found.standing,
        superseded_by=found.superseded_by_number,
        back=f"{PATH}/{quote(found.content.verification_code)}",
    )


HANDLERS: list[ControllerRouterHandler] = [show_form, check_file, show_certificate, show_document]
