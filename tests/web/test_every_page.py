"""Every page of the application, for everyone: open to somebody, closed to strangers, in few queries."""

import asyncio
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from tests.architecture.routes import Route, routes
from tests.builders.counting import counting
from tests.builders.territory import Territory
from tests.queries import not_as_pinned
from tests.web.reading import check, odd_words, read_page

READERS = ("facilitator", "manager", "buyer_agent", "company_agent", "oi_officer")
STRANGERS = ("other_facilitator", "other_manager", "other_buyer_agent", "other_company_agent", "other_oi_officer")
NOT_PAGES = ("/api/", "/health", "/metrics", "/verify", "/sign-in")
TYPED = {
    "month": "2026-05",
    "code": "0000-0000-0000-0000",
    "year": "2026",
    "mail_kind": "statement_reminder",
    "removed_kind": "contact",
}
# The directory is open to all; what is below these ids is not.
OF_ANOTHER_KIND = {"/imports/{import_id}/corrected-file"}
"""The story's file is no spreadsheet of hours: tested with the pages of imports."""
DIRECTORY = {"org_id", "company_id"}
MOST_QUERIES = 40
"""Of one page: those that set the transaction up are not counted."""


def pages(app: Litestar) -> list[Route]:
    return [route for route in routes(app) if route.method == "GET" and not route.path.startswith(NOT_PAGES)]


def filled(route: Route, known: dict[str, UUID]) -> str:
    path = route.path
    for name in route.parameters:
        path = path.replace(f"{{{name}}}", TYPED.get(name) or str(known[name]))
    return path


@pytest.fixture
def known(story: dict[str, UUID], territory: Territory) -> dict[str, UUID]:
    """One of everything, for the first territory."""
    return {**story, "org_id": territory.company.id, "company_id": territory.company.id}


async def test_every_id_in_the_path_of_a_page_is_known_to_the_story(app: Litestar, known: dict[str, UUID]) -> None:
    named = {name for route in pages(app) for name in route.parameters}
    assert named - set(known) <= set(TYPED)


async def test_every_page_opens_for_someone_in_french_with_few_queries(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: dict[str, UUID]
) -> None:
    wrong, callers, queries = [], territory.callers(), {}
    for route in pages(app):
        path, statuses, most = filled(route, known), {}, 0
        for reader in READERS:
            with counting() as sent:
                answer = await client.get(path, headers=callers[reader].headers)
                await asyncio.sleep(0)
            statuses[reader] = answer.status_code
            if answer.status_code == 200 and "<html" in answer.text[:200]:
                page = read_page(answer)
                check(page, path)
                wrong += [f"{reader} {route.path}: {one}" for one in odd_words(page)]
            if len(sent) > MOST_QUERIES:
                wrong.append(f"{reader} {path}: {len(sent)} queries")
            most = max(most, len(sent))
        queries[route.path] = most
        if route.path in OF_ANOTHER_KIND:
            continue
        if not {200, 303} & set(statuses.values()) or any(status >= 500 for status in statuses.values()):
            wrong.append(f"{path}: {statuses}")
    assert wrong + not_as_pinned("pages", queries) == []


async def test_no_page_about_someone_opens_for_a_stranger(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: dict[str, UUID]
) -> None:
    wrong, callers = [], territory.callers()
    for route in pages(app):
        if not set(route.parameters) - DIRECTORY - set(TYPED):
            continue
        for stranger in STRANGERS:
            status = (await client.get(filled(route, known), headers=callers[stranger].headers)).status_code
            if status not in (403, 404):
                wrong.append(f"{stranger} {route.path}: {status}")
    assert wrong == []


async def test_no_form_about_someone_is_taken_from_a_stranger(
    app: Litestar, client: httpx.AsyncClient, territory: Territory, known: dict[str, UUID]
) -> None:
    wrong, callers = [], territory.callers()
    for route in routes(app):
        open_to_it = not set(route.parameters) - DIRECTORY - set(TYPED)
        if route.method == "GET" or route.path.startswith(NOT_PAGES) or open_to_it:
            continue
        for stranger in STRANGERS:
            answer = await client.request(route.method, filled(route, known), headers=callers[stranger].headers)
            # 400: the form was empty, and refused before anything was looked for.
            if answer.status_code not in (400, 403, 404):
                wrong.append(f"{stranger} {route}: {answer.status_code}")
    assert wrong == []


async def test_no_page_opens_without_signing_in(
    app: Litestar, client: httpx.AsyncClient, known: dict[str, UUID]
) -> None:
    open_pages = {"/guide", "/accessibility", "/privacy"}
    answers = {
        route.path: await client.get(filled(route, known)) for route in pages(app) if route.path not in open_pages
    }
    told = {path: (one.status_code, one.headers.get("location", "")[:14]) for path, one in answers.items()}
    assert {path: got for path, got in told.items() if got != (303, "/sign-in?next=")} == {}
