"""Error pages: the same sentence as the API, for people."""

from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException

from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest
from clause.text.messages import sentence


def _page(status: int, title: str, detail: str) -> Response[Any]:
    return Response(f"<h1>{title}</h1><p>{detail}</p>", status_code=status, media_type="text/html")


def error_page(_: AnyRequest, status: int, title: str, error: ClauseError) -> Response[Any]:
    """A refusal of the domain, as a page."""
    return _page(status, title, sentence(error.code, error.values))


def framework_error_page(_: AnyRequest, error: HTTPException) -> Response[Any]:
    """An unknown address or a wrong method, as a page."""
    return _page(error.status_code, "Introuvable", sentence("API-004"))


def unexpected_error_page(_: AnyRequest) -> Response[Any]:
    """A fault of ours, as a page."""
    return _page(500, "Erreur interne", sentence("API-500"))
