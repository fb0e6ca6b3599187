"""The routes of the application, read from the application itself."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

OURS = "clause."
NOT_OURS = ("/schema", "/static")


@dataclass(frozen=True)
class Route:
    """One method of one path, and what answers it."""

    method: str
    path: str
    handler: HTTPRouteHandler

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        """Names of the ids in the path."""
        return [part[1:-1].split(":")[0] for part in self.path.split("/") if part.startswith("{")]

    @property
    def guards(self) -> list[Any]:
        """Every guard that applies."""
        # Litestar wraps those that are not asynchronous.
        return [getattr(guard, "func", guard) for guard in self.handler.resolve_guards()]


def routes(app: Litestar, prefix: str = "") -> list[Route]:
    """All routes below a prefix, but those that Litestar adds by itself."""
    found = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if not isinstance(handler, HTTPRouteHandler) or route.path.startswith(NOT_OURS):
                continue
            found += [
                Route(method, route.path_format, handler)
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"})
            ]
    return sorted((route for route in found if route.path.startswith(prefix)), key=str)


def services_called(handler: HTTPRouteHandler) -> Iterator[Any]:
    """The services that a handler names, through the functions of its own module."""
    seen: set[FunctionType] = set()
    waiting = [inspect.unwrap(handler.fn)]
    while waiting:
        current = waiting.pop()
        if current in seen or not isinstance(current, FunctionType):
            continue
        seen.add(current)
        services, neighbours = _named_in(current)
        yield from services
        waiting += neighbours


@cache
def _named_in(function: FunctionType) -> tuple[list[Any], list[FunctionType]]:
    """The services that a function names, and the functions of its own module."""
    services: list[Any] = []
    neighbours: list[FunctionType] = []
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = function.__globals__.get(node.value.id)
            if isinstance(module, ModuleType) and module.__name__.startswith("clause.services."):
                services.append(getattr(module, node.attr))
        elif isinstance(node, ast.Name):
            other = function.__globals__.get(node.id)
            if isinstance(other, FunctionType) and other.__module__ == function.__module__:
                neighbours.append(other)
    return services, neighbours
