"""Holds an answer back until its reading is noted in the access log: what cannot be noted is not sent."""

from uuid import UUID

import structlog
from litestar import Request
from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from clause.domain.access_log import Reading, purpose_of
from clause.domain.errors import ClauseError, Unavailable
from clause.edge.authentication import actor_of
from clause.edge.request_context import clock_of
from clause.services import access_log
from clause.services.context import Context

log = structlog.get_logger(__name__)

PURPOSE_HEADER = "clause-purpose"
SUBJECTS = {"claim_id": "claim", "operation_id": "operation"}
"""Id in a path → what it is the id of."""


def is_logged(method: str, path: str) -> bool:
    """Whether answers of a route are noted: whatever a body reads, every bundle, every export, files of messages."""
    named = ("/oi/", "/exports/", "/messages/files/")
    return method == "GET" and (any(one in path for one in named) or path.endswith("/bundle"))


class AccessLog(ASGIMiddleware):
    """Notes each answer of the routes that :func:`is_logged` names."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer, note, send; an answer to who has not signed in is none that was read."""
        actor = actor_of(scope)
        if actor.org_id is None or not is_logged(str(scope.get("method")), str(scope.get("path_template"))):
            await next_app(scope, receive, send)
            return
        purpose = purpose_of(Headers.from_scope(scope).get(PURPOSE_HEADER))
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        await next_app(scope, receive, hold)
        try:
            context = Context(actor, clock_of(Request(scope)))
            await access_log.note_reading(context, self._reading(scope, purpose, held))
        except (ClauseError, RuntimeError) as error:
            log.warning("access_not_noted", exc_info=error)
            # Nothing has left: the refusal takes the place of the answer that was held back.
            ScopeState.from_scope(scope).response_started = False
            raise Unavailable("OIB-006") from error
        for message in held:
            await send(message)

    def _reading(self, scope: Scope, purpose: str | None, held: list[Message]) -> Reading:
        named = [
            (kind, value)
            for name, value in scope.get("path_params", {}).items()
            if isinstance(value, UUID) and (kind := SUBJECTS.get(name))
        ]
        return Reading(
            route=f"{scope.get('method')} {scope.get('path_template') or scope['path']}"[:200],
            subject_kind=named[0][0] if named else None,
            subject_id=named[0][1] if named else None,
            purpose=purpose,
            status=next(message["status"] for message in held if message["type"] == "http.response.start"),
            bytes=sum(len(message["body"]) for message in held if message["type"] == "http.response.body"),
        )
