"""Who is calling: a bearer token for machines, a session cookie for people, or nobody.

An unsafe request that is carried by a cookie must also show the session's CSRF token, in the ``X-CSRF-Token`` header
or in the form field ``_csrf_token``; and a browser that says the request comes from another site is refused.
"""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from litestar import Request
from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from clause.domain.actors import Actor, ActorKind
from clause.domain.errors import Forbidden, Unauthenticated
from clause.services import accounts

SESSION_COOKIE = "clause_session"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "_csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
NOBODY = Actor(kind=ActorKind.ANONYMOUS)


class Authentication(ASGIMiddleware):
    """Puts the actor in ``scope["user"]`` and the session's CSRF token in ``scope["auth"]``."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Authenticate, check the CSRF token where a cookie carries the request, and pass on."""
        headers = Headers.from_scope(scope)
        scope["user"], scope["auth"] = NOBODY, None
        authorization = headers.get("authorization", "")
        if authorization:
            scope["user"] = await self._actor_of_header(authorization)
        else:
            await self._read_session(scope, receive)
        await next_app(scope, receive, send)

    async def _actor_of_header(self, authorization: str) -> Actor:
        kind, _, token = authorization.partition(" ")
        actor = None
        if kind.lower() == "bearer" and token.strip():
            actor = await accounts.actor_of_token(token.strip(), self._clock())
        elif kind.lower() == "basic":
            return NOBODY  # the token endpoint reads it
        if actor is None:
            raise Unauthenticated("ACC-010")
        return actor

    async def _read_session(self, scope: Scope, receive: Receive) -> None:
        request: Request[Any, Any, Any] = Request(scope, receive=receive)
        unsafe = request.method not in SAFE_METHODS
        if unsafe and request.headers.get("sec-fetch-site", "same-origin") == "cross-site":
            raise Forbidden("ACC-012")
        cookie = request.cookies.get(SESSION_COOKIE)
        found = await accounts.actor_of_session(cookie, self._clock()) if cookie else None
        if found is None:
            return
        actor, csrf_token = found
        if unsafe and not hmac.compare_digest(await _shown_token(request), csrf_token.encode()):
            raise Forbidden("ACC-011")
        scope["user"], scope["auth"] = actor, csrf_token


async def _shown_token(request: Request[Any, Any, Any]) -> bytes:
    header = request.headers.get(CSRF_HEADER)
    if header is not None:
        return header.encode()
    if request.content_type[0] in FORM_TYPES:
        await request.body()  # kept, so that the handler can still read it
        return str((await request.form()).get(CSRF_FIELD, "")).encode()
    return b""


def actor_of(scope: Scope) -> Actor:
    """The actor that :class:`Authentication` found."""
    return cast(Actor, scope["user"])
