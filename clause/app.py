"""Assembles the application: routes, who is calling, error answers, logs, and what is opened and closed around it."""

import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from litestar import Litestar, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException

from clause.api import problems
from clause.api.router import api_router
from clause.domain.errors import ClauseError, Unreadable
from clause.edge import health
from clause.edge.authentication import Authentication
from clause.edge.description import Describing
from clause.edge.https import HttpsOnly
from clause.edge.metrics import metrics
from clause.edge.negotiation import prefers_json
from clause.edge.observation import Observation
from clause.edge.rate_limits import RateLimits
from clause.edge.request_context import AnyRequest, provide_context
from clause.edge.routing import Application
from clause.logs import configure_logs
from clause.runtime import open_runtime
from clause.settings import Settings
from clause.web import errors as web_errors
from clause.web.page import static_url, template_config
from clause.web.router import web_handlers

LARGEST_BODY_BYTES = 2_000_000
JSON_PATHS = ("/api/", "/schema", "/health", "/metrics")


def utc_now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def _speaks_json(request: AnyRequest) -> bool:
    return request.url.path.startswith(JSON_PATHS) or prefers_json(request)


def _clause_error(request: AnyRequest, error: ClauseError) -> Response[Any]:
    if _speaks_json(request):
        return problems.clause_error_response(request, error)
    return web_errors.error_page(request, *problems.status_of(error), error)


def _http_error(request: AnyRequest, error: HTTPException) -> Response[Any]:
    if _speaks_json(request):
        return problems.http_exception_response(request, error)
    return web_errors.framework_error_page(request, error)


def _unexpected_error(request: AnyRequest, error: Exception) -> Response[Any]:
    if _comes_from_a_form(error):
        return _clause_error(request, Unreadable("API-016"))
    answer = problems.unexpected_error_response(request, error)
    return answer if _speaks_json(request) else web_errors.unexpected_error_page(request)


def _comes_from_a_form(error: Exception) -> bool:
    """Whether a field of a form could not be decoded: the parser of forms lets that through as it is."""
    frames = traceback.extract_tb(error.__traceback__)
    is_decoding = isinstance(error, UnicodeDecodeError | LookupError)
    return is_decoding and bool(frames) and frames[-1].filename.endswith("_multipart.py")


def files_of_description() -> dict[str, str]:
    """Addresses of what the readable description of the API is shown with."""
    return {"stylesheet": static_url("built/style.css"), "icon": static_url("favicon.svg")}


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Litestar:
    """The application; ``clock`` gives the instant of each request."""
    configure_logs(settings.log_level, settings.log_format)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        async with open_runtime(settings):
            yield

    description = Describing(files_of_description()).handlers()
    return Application(
        route_handlers=[api_router(), health.live, health.ready, metrics, *description, *web_handlers()],
        dependencies={"context": Provide(provide_context)},
        middleware=[
            *([HttpsOnly()] if settings.secure_cookies else []),
            Observation(),
            Authentication(clock),
            *([RateLimits(settings.rate_limit)] if settings.rate_limit else []),
        ],
        exception_handlers={
            ClauseError: _clause_error,
            HTTPException: _http_error,
            Exception: _unexpected_error,
        },
        lifespan=[lifespan],
        state=State({"clock": clock, "settings": settings}),
        template_config=template_config(),
        openapi_config=None,
        request_max_body_size=LARGEST_BODY_BYTES,
        logging_config=None,
    )
