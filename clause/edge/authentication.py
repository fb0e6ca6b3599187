"""Who is calling: a bearer token for machines, a session cookie for people, or nobody.

An unsafe request that is carried by a cookie must also show the session's CSRF token, in the ``X-CSRF-Token`` header
or in the form field ``_csrf_token``; and a browser that says the request comes from another site is refused.

Whose a bearer token is, is known for a minute. It is never trusted: the first unit of work of the request asks the
database again, in the message that it begins with, and where there is none the answer waits until it was asked.
"""

import hmac
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from litestar import Request
from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from clause.domain.actors import Actor, ActorKind, Proof
from clause.domain.errors import Forbidden, token_refused
from clause.services import accounts

SESSION_COOKIE = "clause_session"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "_csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
NOBODY = Actor(kind=ActorKind.ANONYMOUS)
MOST_KNOWN, KNOWN_SECONDS = 1000, 60.0


class KnownTokens:
    """Whose the bearer tokens are that were seen a moment ago, by hash; each still has to be proved when it is used."""

    def __init__(self) -> None:
        self._actors: dict[str, tuple[Actor, float]] = {}

    def find(self, token_hash: str) -> Actor | None:
        """The client that a token was looked up for, not proved yet; None when that is too long ago."""
        actor, until = self._actors.get(token_hash, (None, 0.0))
        if actor is None or time.monotonic() > until:
            return None
        return actor.model_copy(update={"proof": Proof(token_hash)})

    def keep(self, token_hash: str, actor: Actor) -> None:
        """Know it for a while."""
        if len(self._actors) >= MOST_KNOWN:
            self._actors.clear()
        self._actors[token_hash] = actor, time.monotonic() + KNOWN_SECONDS

    def forget(self, token_hash: str) -> None:
        """Know it no more."""
        self._actors.pop(token_hash, None)


class Authentication(ASGIMiddleware):
    """Puts the actor in ``scope["user"]`` and the session's CSRF token in ``scope["auth"]``."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known = KnownTokens()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Authenticate, check the CSRF token where a cookie carries the request, and pass on."""
        authorization = Headers.from_scope(scope).get("authorization", "")
        scope["user"], scope["auth"] = NOBODY, None
        if authorization:
            scope["user"] = await self._actor_of_header(authorization)
        else:
            await self._read_session(scope, receive)
        proof = scope["user"].proof
        await next_app(scope, receive, send if proof is None else self._once_proved(scope, send, proof))

    async def _actor_of_header(self, authorization: str) -> Actor:
        kind, _, token = authorization.partition(" ")
        if kind.lower() == "basic":
            return NOBODY  # the token endpoint reads it
        if kind.lower() != "bearer" or not token.strip():
            raise token_refused()
        token_hash = accounts.hash_of_token(token.strip())
        return self._known.find(token_hash) or await self._look_up(token_hash)

    async def _look_up(self, token_hash: str) -> Actor:
        actor = await accounts.actor_of_token_hash(token_hash, self._clock())
        if actor is None:
            raise token_refused()
        self._known.keep(token_hash, actor)
        return actor

    def _once_proved(self, scope: Scope, send: Send, proof: Proof) -> Send:
        """``send``, but nothing is told under a token that nothing was done under before it is looked up again."""

        async def send_once_proved(message: Message) -> None:
            if message["type"] == "http.response.start" and not proof.is_given:
                self._known.forget(proof.token_hash)
                if message["status"] < 500 and message["status"] != 401:
                    # Nothing has left: a refusal takes the place of the answer.
                    ScopeState.from_scope(scope).response_started = False
                    await self._look_up(proof.token_hash)
                    ScopeState.from_scope(scope).response_started = True
                proof.is_given = True
            await send(message)

        return send_once_proved

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
