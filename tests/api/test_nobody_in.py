"""Nobody in: three stories side by side, so that everyone has something and everyone is a stranger somewhere.

First row-level security alone, table by table, with no filter of the application: which rows are whose is not written
here, it is what appeared while a story was told. Then every route of the API and every page, asked for what is
foreign and for what is absent: the two answers are the same. What comes later is tested too.
"""

import contextlib
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.actors import Actor, ActorKind
from clause.services import accounts, clients, hire_totals
from clause.services.context import Context, worker_context
from tests.architecture.routes import Route, routes
from tests.builders.known import DIRECTORY, Known, call, is_about_someone
from tests.builders.territory import NOW, Caller, Territory, machine
from tests.builders.worlds import FOREIGN_TO, Ids, tell, the_places, the_readers

Row = tuple[str, str]
"""A table and the key of one of its rows."""

KEYS = """
SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY k.place) AS key
FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND has_table_privilege(c.oid, 'SELECT')
GROUP BY c.relname ORDER BY 1
"""
WITHOUT_SECURITY = """
SELECT c.relname::text AS name FROM pg_class c
WHERE c.relkind IN ('r', 'p', 'm') AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity
AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1
"""
SHARED = {"organisation"}
"""The public directory."""
AN_ID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
REFUSALS = {401, 403, 404}
NOT_PAGES = ("/api/", "/health", "/metrics", "/verify", "/sign-in")
PUBLIC = {"/api/v1/oauth/token", "/api/v1/verify", "/api/v1/verify/{code}"}
PEOPLE = (
    "a company",
    "another company",
    "a facilitator of the same organisation",
    "a facilitator of another organisation",
    "a buyer",
    "an intermediate body",
    "the manager",
)
"""With nobody and with who was revoked, the nine of the matrix; the rows of the others are compared above."""
READERS_OF_PAGES = ("another company", "a facilitator of another organisation", "a buyer", "an intermediate body")


@dataclass(frozen=True)
class Worlds:
    """The places of the three stories, and the rows that each of them made."""

    places: dict[str, Territory]
    ids: dict[str, Ids]
    rows: dict[str, frozenset[Row]]


class _RollBack(Exception):
    """Ends the transaction of the module."""


@pytest.fixture(scope="module")
async def told(territory: Territory) -> AsyncIterator[Worlds]:
    """The three stories, told once for this module."""
    with contextlib.suppress(_RollBack):
        async with sql.engine().transaction():
            places = await the_places(territory)
            ids, rows, before = {}, {}, await _anybody_sees(places)
            for name, place in places.items():
                ids[name] = await tell(place)
                rows[name] = await _anybody_sees(places) - before
                # The worker counts hires of whoever: those of this story before the next one is told.
                await hire_totals.count_hires(worker_context(NOW))
                before = await _anybody_sees(places)
            yield Worlds(places, ids, rows)
            raise _RollBack


@pytest.fixture
def worlds(told: Worlds, transaction: None) -> Worlds:
    """The three stories; what the test changes is rolled back."""
    return told


async def _anybody_sees(places: dict[str, Territory]) -> frozenset[Row]:
    one_of_each = {reader.org_id: reader for reader in the_readers(places).values()}
    managers = [places["ours"].manager, places["away"].manager]
    found: set[Row] = set()
    for reader in (*one_of_each.values(), *managers):
        found |= await _sees(reader.context.actor)
    return frozenset(found)


async def _sees(actor: Actor) -> frozenset[Row]:
    """Every row of every table that the database shows to this actor."""
    await set_identity(actor)
    parts = [
        f"SELECT '{one['name']}' AS name, concat_ws('/', {', '.join(one['key'])}) AS key FROM \"{one['name']}\""
        for one in await sql.fetch(KEYS)
        if one["name"] not in SHARED
    ]
    return frozenset((row["name"], row["key"]) for row in await sql.fetch(" UNION ALL ".join(parts)))


def _tables(rows: frozenset[Row]) -> list[str]:
    return sorted({name for name, _ in rows})


async def test_every_story_has_rows_in_nearly_every_table(worlds: Worlds) -> None:
    everything = {str(one["name"]) for one in await sql.fetch(KEYS)}
    assert len(everything) > 80
    for name, rows in worlds.rows.items():
        assert len(_tables(rows)) > 75, f"{name}: nothing in {sorted(everything - set(_tables(rows)))}"


@pytest.mark.parametrize("reader", FOREIGN_TO)
async def test_nobody_sees_a_row_of_a_story_that_is_not_theirs(worlds: Worlds, reader: str) -> None:
    seen = await _sees(the_readers(worlds.places)[reader].context.actor)
    foreign = worlds.rows[FOREIGN_TO[reader]]
    assert sorted(seen & foreign) == []
    assert sum(bool(seen & rows) for rows in worlds.rows.values()) >= 1


async def test_who_has_not_signed_in_or_was_revoked_sees_no_row_at_all(worlds: Worlds) -> None:
    assert await _sees(Actor(kind=ActorKind.ANONYMOUS)) == frozenset()


async def test_every_table_that_can_be_read_has_row_level_security(worlds: Worlds) -> None:
    assert [one["name"] for one in await sql.fetch(WITHOUT_SECURITY)] == []


def _is_of(caller: Caller, worlds: Worlds, name: str) -> bool:
    place = worlds.places[name]
    parties = (place.facilitator_org, place.buyer, place.company, place.intermediate_body)
    return caller.org_id in {party.id for party in parties}


def _absent(ids: Ids) -> Ids:
    """Ids that nothing has, but for those of the public directory."""
    return {name: one if name in DIRECTORY else uuid4() for name, one in ids.items()}


def _told(answer: httpx.Response) -> tuple[int, str]:
    """What an answer lets one know: its status and its words, without the ids that the caller gave."""
    return answer.status_code, AN_ID.sub("…", answer.text)


async def _differences(
    client: httpx.AsyncClient, worlds: Worlds, asked: Sequence[Route], readers: Sequence[str]
) -> list[str]:
    """Answers for what is foreign that are no refusal, or not the one for what is absent."""
    wrong, callers = [], the_readers(worlds.places)
    for route in asked:
        for reader in readers:
            headers, ids = callers[reader].headers, worlds.ids[FOREIGN_TO[reader]]
            known, nothing = Known(ids), Known(_absent(ids))
            body = known.body(route)
            foreign = await call(client, route, known.path(route), headers, body)
            absent = await call(client, route, nothing.path(route), headers, body)
            if foreign.status_code not in REFUSALS or _told(foreign) != _told(absent):
                wrong.append(f"{reader} {route}: {_told(foreign)[:150]} / {_told(absent)[:150]}")
    return wrong


async def test_what_is_foreign_is_refused_like_what_is_absent_on_every_route_of_the_api(
    app: Litestar, client: httpx.AsyncClient, worlds: Worlds
) -> None:
    asked = [route for route in routes(app, "/api/v1") if is_about_someone(route)]
    assert len(asked) > 180
    assert await _differences(client, worlds, asked, PEOPLE) == []


async def test_what_is_foreign_is_refused_like_what_is_absent_on_every_page(
    app: Litestar, client: httpx.AsyncClient, worlds: Worlds
) -> None:
    pages = [route for route in routes(app) if not route.path.startswith(NOT_PAGES) and is_about_someone(route)]
    asked = [route for route in pages if route.method == "GET"]
    assert len(asked) > 100
    assert await _differences(client, worlds, asked, READERS_OF_PAGES) == []


async def test_a_token_and_a_session_that_were_ended_open_nothing(
    app: Litestar, client: httpx.AsyncClient, worlds: Worlds
) -> None:
    place = worlds.places["ours"]
    program = await machine(place.facilitator_org, "perdu")
    await clients.revoke_client(place.manager.context, program.user_id)
    session = place.facilitator.headers["cookie"].partition("=")[2]
    await accounts.sign_out(Context(accounts.sign_in_actor(), NOW), session)
    known, open_to_it = Known(worlds.ids["ours"]), []
    for route in routes(app, "/api/v1"):
        for headers in (program.headers, place.facilitator.headers):
            answer = await call(client, route, known.path(route), headers, {})
            if answer.status_code != 401 and route.path not in PUBLIC:
                open_to_it.append(f"{route}: {answer.status_code}")
    assert open_to_it == []


async def test_every_one_of_the_matrix_reaches_what_is_theirs(
    app: Litestar, client: httpx.AsyncClient, worlds: Worlds
) -> None:
    """Without this a matrix of refusals would say nothing."""
    callers = the_readers(worlds.places)
    asked = [route for route in routes(app, "/api/v1") if route.method == "GET" and is_about_someone(route)]
    reached: dict[str, int] = {}
    for reader in PEOPLE:
        own = next(name for name in worlds.ids if name != FOREIGN_TO[reader] and _is_of(callers[reader], worlds, name))
        known = Known(worlds.ids[own])
        answers = [await call(client, route, known.path(route), callers[reader].headers, {}) for route in asked]
        reached[reader] = sum(answer.status_code == 200 for answer in answers)
    assert {reader: count for reader, count in reached.items() if count < 8} == {}
