"""Every route × every caller: what is foreign is never shown, never changed, and looks like what is absent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.enums import RequestEncodingType
from pydantic import BaseModel

from tests.architecture.routes import Route, routes
from tests.builders.territory import Territory

PREFIX = "/api/v1"
FOREIGN = ("other_facilitator", "other_manager", "other_buyer_agent", "other_company_agent", "other_oi_officer")
REFUSALS = {401, 403, 404}
# Public by design: anyone may ask these of the directory.
DIRECTORY = {"org_id", "company_id"}
PUBLIC = {"/api/v1/oauth/token", "/api/v1/verify/{code}"}
MONTH, CODE = "2026-05", "0000-0000-0000-0000"


@dataclass(frozen=True)
class Known:
    """The ids of the first territory, by the name that routes and bodies give them."""

    ids: dict[str, UUID]

    def path(self, route: Route, *, absent: bool = False) -> str:
        """The route's path, filled with what exists, or with ids that nothing has."""
        path = route.path
        for name in route.parameters:
            value = MONTH if name == "month" else CODE if name == "code" else str(uuid4() if absent else self.ids[name])
            path = path.replace(f"{{{name}}}", value)
        return path

    def body(self, route: Route) -> Any:
        """The example of the route's body, speaking of the first territory."""
        field = route.handler.parsed_data_field
        model = field.annotation if field else None
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return {}
        extra = model.model_config.get("json_schema_extra")
        example = extra["examples"][0] if isinstance(extra, dict) else {}  # type: ignore[index]
        return self._ours(example)

    def _ours(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: str(self.ids[key]) if key in self.ids and isinstance(inner, str) else self._ours(inner)
                for key, inner in value.items()
            }
        return [self._ours(inner) for inner in value] if isinstance(value, list) else value


@pytest.fixture
def known(story: dict[str, UUID], territory: Territory) -> Known:
    """One of everything, for the first territory."""
    return Known({**story, "org_id": territory.company.id, "company_id": territory.company.id})


async def _call(
    client: httpx.AsyncClient, route: Route, path: str, headers: dict[str, str], body: Any
) -> httpx.Response:
    more: dict[str, Any] = {} if route.method == "GET" else {"json": body}
    if _takes_a_form(route):
        more = {"files": {"file": ("a.pdf", b"%PDF-1.7")}, "data": body}
    return await client.request(route.method, path, headers={**headers, "if-match": '"1"'}, **more)


def _takes_a_form(route: Route) -> bool:
    field = route.handler.parsed_data_field
    return getattr(field and field.kwarg_definition, "media_type", None) == RequestEncodingType.MULTI_PART


def _names_what_is_ours(route: Route) -> bool:
    return bool(set(route.parameters) - DIRECTORY - {"month", "code"})


def test_every_id_in_a_path_is_known_to_the_story(app: Litestar, known: Known) -> None:
    named = {name for route in routes(app, PREFIX) for name in route.parameters}
    assert named - set(known.ids) <= {"month", "code"}


async def test_nobody_gets_in_without_signing_in(app: Litestar, client: httpx.AsyncClient, known: Known) -> None:
    statuses = {}
    for route in routes(app, PREFIX):
        if route.path not in PUBLIC:
            statuses[str(route)] = (await _call(client, route, known.path(route), {}, {})).status_code
    assert {name: status for name, status in statuses.items() if status != 401} == {}


async def test_what_is_foreign_is_refused_on_every_route(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: Known
) -> None:
    wrong = []
    for route in filter(_names_what_is_ours, routes(app, PREFIX)):
        for name in FOREIGN:
            headers = territory.callers()[name].headers
            answer = await _call(client, route, known.path(route), headers, known.body(route))
            if answer.status_code not in REFUSALS:
                wrong.append(f"{name} {route}: {answer.status_code} {answer.text[:200]}")
    assert wrong == []


async def test_what_is_foreign_looks_like_what_is_absent(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: Known
) -> None:
    wrong = []
    for route in filter(_names_what_is_ours, routes(app, PREFIX)):
        for name in FOREIGN:
            headers, body = territory.callers()[name].headers, known.body(route)
            foreign = await _call(client, route, known.path(route), headers, body)
            absent = await _call(client, route, known.path(route, absent=True), headers, body)
            if (foreign.status_code, foreign.json()) != (absent.status_code, absent.json()):
                wrong.append(f"{name} {route}: {foreign.text[:150]} / {absent.text[:150]}")
    assert wrong == []


async def test_no_list_shows_what_is_foreign(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: Known
) -> None:
    leaks, lists = [], 0
    ours = {str(one) for name, one in known.ids.items() if name not in DIRECTORY}
    for route in routes(app, PREFIX):
        if route.method != "GET" or route.parameters or route.path in PUBLIC:
            continue
        for name in FOREIGN:
            answer = await client.get(route.path, headers=territory.callers()[name].headers)
            # 422: an export that would be empty.
            assert answer.status_code in {200, 400, 403, 422}, f"{name} {route}: {answer.text}"
            lists += answer.status_code == 200
            leaks += [f"{name} {route}: {one}" for one in ours if one in answer.text]
    assert leaks == []
    assert lists > 10


async def test_a_body_that_names_what_is_foreign_creates_nothing(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: Known
) -> None:
    wrong = []
    for route in routes(app, PREFIX):
        body = known.body(route)
        if route.method == "GET" or route.parameters or not any(str(one) in str(body) for one in known.ids.values()):
            continue
        for name in FOREIGN:
            answer = await _call(client, route, route.path, territory.callers()[name].headers, body)
            if answer.status_code < 400 or answer.status_code >= 500:
                wrong.append(f"{name} {route}: {answer.status_code} {answer.text[:200]}")
    assert wrong == []


async def test_a_caller_without_the_right_is_refused_before_anything_is_read(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: Known
) -> None:
    wrong = []
    for route in routes(app, PREFIX):
        wanted = [guard.scopes for guard in route.guards if hasattr(guard, "scopes")]
        for name, caller in territory.callers().items():
            if not wanted or all(caller.context.actor.scopes & scopes for scopes in wanted):
                continue
            answer = await _call(client, route, known.path(route), caller.headers, {})
            if (answer.status_code, answer.json().get("code")) != (403, "EDG-002"):
                wrong.append(f"{name} {route}: {answer.status_code} {answer.text[:150]}")
    assert wrong == []
