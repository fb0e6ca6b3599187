"""Limits that are shown, not hidden: every answer says how many more requests are welcome, a refusal says when.

One bucket a program, whatever tokens it holds; one a person, whatever browsers; one a machine for who has not signed
in. Files of the pages and probes are not counted.
"""

import hashlib

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from clause.domain.errors import TooMany
from clause.domain.rates import Rate, Verdict
from clause.edge.authentication import actor_of
from clause.edge.headers import add_missing, lines
from clause.services import rates

NOT_COUNTED = ("/static/", "/health/", "/metrics")


class RateLimits(ASGIMiddleware):
    """Refuses what comes too fast (TooMany API-017), after it is known who calls."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, a_minute: int) -> None:
        self._rate = Rate.of(a_minute)
        self._policy = lines({"ratelimit-policy": policy_of(self._rate)})

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Count, then pass on or refuse; say either way where the caller stands."""
        if scope["path"].startswith(NOT_COUNTED):
            await next_app(scope, receive, send)
            return
        said = await rates.take(caller_of(scope), self._rate)
        if not said.is_welcome:
            error = TooMany("API-017", seconds=said.retry_seconds)
            error.retry_seconds = said.retry_seconds
            raise error

        async def send_told(message: Message) -> None:
            add_missing(message, (*self._policy, (b"ratelimit", standing_of(said).encode())))
            await send(message)

        await next_app(scope, receive, send_told)


def caller_of(scope: Scope) -> str:
    """The name of a caller's bucket; of a machine, a hash: its address is kept nowhere."""
    actor = actor_of(scope)
    if actor.id is not None:
        return f"{actor.kind.value}:{actor.id}"
    client = scope.get("client")
    return f"machine:{hashlib.sha256(str(client[0] if client else '-').encode()).hexdigest()[:32]}"


def policy_of(rate: Rate) -> str:
    """What is allowed, as the header says it."""
    return f'"burst";q={rate.burst};w={rate.burst * rate.interval // 1_000_000}'


def standing_of(said: Verdict) -> str:
    """What is left of it, as the header says it."""
    return f'"burst";r={said.remaining};t={said.reset_seconds}'
