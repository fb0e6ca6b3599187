"""Routers whose routes are registered in the time that they take themselves.

The framework walks through all routes at each registration, and copies a whole router, handlers and all, when it is
put into the application: with twelve hundred handlers, a fifth of the start.
"""

from itertools import compress
from operator import is_not
from typing import Any, Self

from litestar import Litestar, Router
from litestar.routes import ASGIRoute, HTTPRoute, WebSocketRoute
from litestar.routes.base import BaseRoute
from litestar.types.internal_types import RouteHandlerMapItem


class _RoutesByPath:
    """Keeps the handlers of each path and looks at new and replaced routes only."""

    routes: list[HTTPRoute | ASGIRoute | WebSocketRoute]

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """The handler of each method of each path; ``asgi`` or ``websocket`` for those that are not of HTTP."""
        seen: list[BaseRoute] = self.__dict__.setdefault("_seen", [])
        known: dict[str, RouteHandlerMapItem] = self.__dict__.setdefault("_known", {})
        if seen != self.routes:
            replaced = list(compress(self.routes, map(is_not, self.routes, seen)))
            for route in [*replaced, *self.routes[len(seen) :]]:
                known[route.path] = {**known.get(route.path, {}), **_handlers(route)}
            seen[:] = self.routes
        return known


def _handlers(route: HTTPRoute | ASGIRoute | WebSocketRoute) -> RouteHandlerMapItem:
    if isinstance(route, HTTPRoute):
        return {method: handler for handler in route.route_handlers for method in handler.http_methods}
    return {"websocket" if isinstance(route, WebSocketRoute) else "asgi": route.route_handler}


class Routes(_RoutesByPath, Router):
    """A router made for one application: it goes into it as it is, its handlers are copies already."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class Application(_RoutesByPath, Litestar):
    """An application of many routes."""
