"""Every route says who may call it, and no GET calls a service that writes."""

from litestar import Litestar

from tests.architecture.routes import routes, services_called

# What writes on a GET, on purpose: nothing.
WRITING_GETS: set[str] = set()


def test_every_route_declares_a_guard(app: Litestar) -> None:
    bare = [str(route) for route in routes(app) if not any(_is_ours(guard) for guard in route.guards)]
    assert bare == []


def _is_ours(guard: object) -> bool:
    return getattr(guard, "__module__", "").startswith("clause.edge.")


def test_no_get_calls_a_service_that_writes(app: Litestar) -> None:
    wrong = {
        str(route)
        for route in routes(app)
        if route.method == "GET"
        for service in services_called(route.handler)
        if getattr(service, "reads_only", True) is False
    }
    assert wrong == WRITING_GETS


def test_the_walk_sees_the_services_behind_the_routes(app: Litestar) -> None:
    seen = {str(route): list(services_called(route.handler)) for route in routes(app, "/api/v1")}
    blind = [name for name, services in seen.items() if not services]
    assert blind == ["GET /api/v1/me"]


def test_every_route_of_the_api_has_a_summary(app: Litestar) -> None:
    assert [str(route) for route in routes(app, "/api/v1") if not route.handler.summary] == []


def test_routes_are_known_by_path_as_the_framework_knows_them(app: Litestar) -> None:
    walked = Litestar.route_handler_method_map.fget(app)  # type: ignore[attr-defined]
    assert len(walked) > 500
    assert app.route_handler_method_map == walked
