"""What is seen of each request: an id, one structured log line without personal data, and security headers."""

import secrets
import time
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from clause.edge import traffic
from clause.edge.authentication import NOBODY
from clause.edge.headers import add_missing, lines

log = structlog.get_logger("clause.access")

REQUEST_ID_HEADER = b"x-request-id"
LONGEST_REQUEST_ID = 64
QUIET_PATHS = ("/health/", "/metrics")
NOWHERE = "(none)"
SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_SECURITY_LINES = lines(SECURITY_HEADERS)


class Observation(ASGIMiddleware):
    """Outermost of all: it sees every answer, errors included."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Give the request an id, add the headers, count it, and log one line when the answer is gone."""
        request_id = _id_of(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        method, route = str(scope.get("method")), str(scope.get("path_template") or NOWHERE)
        further = ((REQUEST_ID_HEADER, request_id.encode()), *_SECURITY_LINES)
        started = time.perf_counter()
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                add_missing(message, further)
            await send(message)

        traffic.begin(method, route)
        try:
            await next_app(scope, receive, send_and_note)
        finally:
            seconds = time.perf_counter() - started
            traffic.end(method, route, status, seconds)
            # Probes come every few seconds: they are worth a line only when they fail.
            level = "debug" if scope["path"].startswith(QUIET_PATHS) and status < 400 else "info"
            getattr(log, level)("request", **_facts(scope, status, seconds))


def _id_of(scope: Scope) -> str:
    """The id that the request came with, when it looks like one, else a fresh one."""
    given = next((value for name, value in scope["headers"] if name == REQUEST_ID_HEADER), b"").decode("latin-1")
    is_one = given.isascii() and given.isalnum() and len(given) <= LONGEST_REQUEST_ID
    return given if is_one else secrets.token_hex(8)


def _facts(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    actor = scope.get("user") or NOBODY
    return {
        "method": scope.get("method"),
        # An address that leads nowhere is what somebody typed: not for the log.
        "route": scope.get("path_template") or NOWHERE,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "actor_kind": actor.kind.value,
        "actor_id": str(actor.id) if actor.id else None,
        "org_id": str(actor.org_id) if actor.org_id else None,
    }
