"""Holds an answer back until its reading is noted in the access log: what cannot be noted is not sent."""

from uuid import UUID

import structlog
from litestar import Request
from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from clause.domain.access_log import Reading, purpose_of
from clause.domain.errors import ClauseError, Unavailable
from clause.edge.authentication import actor_of
from clause.edge.request_context import clock_of
from clause.services import access_log
from clause.services.context import Context

log = structlog.get_logger(__name__)

PURPOSE_HEADER = "clause-purpose"


class AccessLog(ASGIMiddleware):
    """Notes each answer of the handler it is put on; ``subject`` is the kind of what the path's id names."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, subject: str | None = None) -> None:
        self.subject = subject

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer, note, send; an answer to who has not signed in is none that was read."""
        actor = actor_of(scope)
        if actor.org_id is None:
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
            raise Unavailable("OIB-006") from error
        for message in held:
            await send(message)

    def _reading(self, scope: Scope, purpose: str | None, held: list[Message]) -> Reading:
        named = [value for value in scope.get("path_params", {}).values() if isinstance(value, UUID)]
        return Reading(
            route=f"{scope.get('method')} {scope.get('path_template') or scope['path']}"[:200],
            subject_kind=self.subject if named else None,
            subject_id=named[0] if named and self.subject else None,
            purpose=purpose,
            status=next(message["status"] for message in held if message["type"] == "http.response.start"),
            bytes=sum(len(message["body"]) for message in held if message["type"] == "http.response.body"),
        )
