"""Error pages: the same sentence as the API, for people, with a way on."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from clause.domain.errors import ClauseError, TooMany, Unauthenticated
from clause.edge.https import STRICT_TRANSPORT
from clause.edge.observation import SECURITY_HEADERS
from clause.edge.request_context import AnyRequest
from clause.text.messages import sentence
from clause.text.readable import readable_sentence
from clause.web.page import SIGN_IN_PATH, Problem, page, problems_of

_FRAMEWORK = {
    404: ("Page introuvable", "WEB-001"),
    405: ("Page introuvable", "WEB-002"),
    413: ("Envoi trop volumineux", "WEB-005"),
}
_UNREADABLE = ("Demande illisible", "WEB-003")


def _error(request: AnyRequest, status: int, title: str, detail: str, problems: list[Problem]) -> Response[Any]:
    # An address that leads nowhere is refused before the headers of every other answer are added.
    return page(
        request,
        "error.html",
        title=title,
        status=status,
        headers={**SECURITY_HEADERS, **(STRICT_TRANSPORT if request.app.state.settings.secure_cookies else {})},
        detail=detail,
        findings=problems,
        shows_sign_in=status == 401,
    )


def error_page(request: AnyRequest, status: int, title: str, error: ClauseError) -> Response[Any]:
    """A refusal of the domain, as a page; who only has to sign in is led there and back."""
    if isinstance(error, Unauthenticated) and request.method == "GET":
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return Redirect(f"{SIGN_IN_PATH}?{urlencode({'next': wanted})}", status_code=303)
    findings = problems_of(error) if error.findings else []
    answer = _error(request, status, title, readable_sentence(error.code, error.values), findings)
    if isinstance(error, TooMany):
        answer.headers["retry-after"] = str(error.retry_seconds)
    return answer


def framework_error_page(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """An unknown address, a wrong method, or an address with something unreadable in it, as a page."""
    if error.status_code >= 500:
        return unexpected_error_page(request)
    title, code = _FRAMEWORK.get(error.status_code, _UNREADABLE)
    return _error(request, error.status_code, title, sentence(code), [])


def unexpected_error_page(request: AnyRequest) -> Response[Any]:
    """A fault of ours, as a page."""
    return _error(request, 500, "Erreur interne", sentence("WEB-004"), [])
