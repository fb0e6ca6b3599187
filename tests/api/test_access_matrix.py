"""Every route × every caller without a right: refused first of all. What is foreign: ``test_nobody_in``."""

from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from tests.architecture.routes import routes
from tests.builders.known import DIRECTORY, Known, call
from tests.builders.territory import Territory

PREFIX = "/api/v1"
FOREIGN = ("other_facilitator", "other_manager", "other_buyer_agent", "other_company_agent", "other_oi_officer")
PUBLIC = {"/api/v1/oauth/token", "/api/v1/verify", "/api/v1/verify/{code}"}


@pytest.fixture
def known(story: dict[str, UUID], territory: Territory) -> Known:
    """One of everything, for the first territory."""
    return Known({**story, "org_id": territory.company.id, "company_id": territory.company.id})


def test_every_id_in_a_path_is_known_to_the_story(app: Litestar, known: Known) -> None:
    named = {name for route in routes(app, PREFIX) for name in route.parameters}
    assert named - set(known.ids) <= {"month", "code"}


async def test_nobody_gets_in_without_signing_in(app: Litestar, client: httpx.AsyncClient, known: Known) -> None:
    statuses = {}
    for route in routes(app, PREFIX):
        if route.path not in PUBLIC:
            statuses[str(route)] = (await call(client, route, known.path(route), {}, {})).status_code
    assert {name: status for name, status in statuses.items() if status != 401} == {}


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
            answer = await call(client, route, route.path, territory.callers()[name].headers, body)
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
            answer = await call(client, route, known.path(route), caller.headers, {})
            if (answer.status_code, answer.json().get("code")) != (403, "EDG-002"):
                wrong.append(f"{name} {route}: {answer.status_code} {answer.text[:150]}")
    assert wrong == []
