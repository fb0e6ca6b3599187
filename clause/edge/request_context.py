"""The context of a service call, made from a request: the actor found at the edge and the application's clock."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from clause.domain.actors import Scope
from clause.domain.errors import Forbidden, Unauthenticated
from clause.edge.authentication import actor_of
from clause.services.context import Context

AnyRequest = Request[Any, Any, Any]
Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]


def clock_of(request: AnyRequest) -> datetime:
    """The instant of the request, by the application's clock (a test may set it)."""
    clock: Callable[[], datetime] = request.app.state.clock
    return clock()


async def provide_context(request: AnyRequest) -> Context:
    """Who calls, and when."""
    return Context(actor_of(request.scope), clock_of(request))


def needs(*scopes: Scope) -> Guard:
    """A guard: the caller must hold at least one of these rights (Unauthenticated EDG-001, Forbidden EDG-002).

    Asynchronous like the others here, because Litestar runs a synchronous guard in a thread, at each request.
    """

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        actor = actor_of(connection.scope)
        if actor.org_id is None:
            raise Unauthenticated("EDG-001")
        if not any(actor.may(scope) for scope in scopes):
            raise Forbidden("EDG-002", scope=", ".join(scopes))

    guard.scopes = frozenset(scopes)  # type: ignore[attr-defined]
    return guard


async def signed_in(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: anyone who has signed in (Unauthenticated EDG-003)."""
    if actor_of(connection.scope).org_id is None:
        raise Unauthenticated("EDG-003")


async def open_to_all(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard that says, on purpose, that there is none: public verification, health, signing in."""
