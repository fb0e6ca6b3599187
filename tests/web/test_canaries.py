"""R19: a name planted everywhere is read in no log, metric, address, job, error of a job, line of a journal or mail."""

import contextlib
import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import structlog
from litestar import Litestar

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.logs import configure_logs
from clause.services import participants
from tests.architecture.routes import Route, routes
from tests.builders.canaries import CANARIES, CANARY, FIRST, LAST, Planted, plant
from tests.builders.searches import found_by
from tests.builders.territory import Territory
from tests.web.reading import read_page

CALLERS = ("facilitator", "company_agent", "buyer_agent")
QUIET_TABLES = {
    "job": "t::text",
    "webhook_delivery": "t::text",
    "access_log": "t::text",
    "mail": "t::text",
    "journal": "(to_jsonb(t) - 'reason')::text",
    "statement_reminder": "t::text",
    "certificate": "t::text || convert_from(content, 'UTF8')",
}
"""What stays or leaves without the file of a person; of the journal, reasons typed are erased with the file."""


def found_in(text: str) -> list[str]:
    return [word for word in (*CANARIES, CANARY.replace(" ", "%20"), "Z%C3%A9phirine") if word in text]


@contextlib.contextmanager
def logged(capsys: pytest.CaptureFixture[str], log_format: str) -> Iterator[list[str]]:
    """What is written in the logs inside the block, at their most talkative."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level, said = root.handlers, root.level, list[str]()
    capsys.readouterr()
    configure_logs("DEBUG", log_format)
    try:
        yield said
        said.append(capsys.readouterr().err)
    finally:
        structlog.configure(**before)
        root.handlers = handlers
        root.setLevel(level)


@pytest.fixture
async def planted(client: httpx.AsyncClient, territory: Territory) -> Planted:
    """The person whose name stands everywhere."""
    return await plant(territory)


def ids_of(planted: Planted, territory: Territory) -> dict[str, UUID]:
    return {
        "participant_id": planted.participant_id,
        "eligibility_id": planted.eligibility_id,
        "proof_document_id": planted.proof_document_id,
        "hire_id": planted.hire.id,
        "lot_id": planted.lot_id,
        "contract_id": planted.contract_id,
        "company_id": territory.company.id,
        "org_id": territory.company.id,
    }


def filled(route: Route, ids: dict[str, UUID]) -> str | None:
    """The path of a route that the person's file can fill, or None."""
    if set(route.parameters) - set(ids):
        return None
    path = route.path
    for name in route.parameters:
        path = path.replace(f"{{{name}}}", str(ids[name]))
    return path


async def test_reading_everything_writes_the_name_nowhere(
    app: Litestar,
    client: httpx.AsyncClient,
    territory: Territory,
    planted: Planted,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ids, callers, wrong, shown = ids_of(planted, territory), territory.callers(), list[str](), 0
    with logged(capsys, "json") as said:
        for route in routes(app):
            path = filled(route, ids)
            if route.method != "GET" or path is None or path.startswith(("/schema", "/health", "/metrics")):
                continue
            for name in CALLERS:
                answer = await client.get(path, headers=callers[name].headers)
                shown += bool(found_in(answer.text))
                wrong += [f"header of {path}" for value in answer.headers.values() if found_in(value)]
                if answer.headers.get("content-type", "").startswith("text/html") and "<html" in answer.text[:200]:
                    wrong += [f"{path} links to {link}" for link in read_page(answer).links if found_in(link)]
        wrong += [f"metric {word}" for word in found_in((await client.get("/metrics")).text)]
    assert shown > 10, "the name is there to be read by who may"
    assert len(said[0].splitlines()) > 100, "and every request is logged"
    assert wrong + [f"log {word}" for word in found_in(said[0])] == []


async def _everything_typed(
    app: Litestar, client: httpx.AsyncClient, headers: dict[str, str], ids: dict[str, UUID]
) -> set[int]:
    """Every form and call that a file can fill, with the name in every field; the statuses answered."""
    statuses = set()
    typed = dict.fromkeys(
        ("last_name", "first_name", "reason", "note", "ground", "job_title", "birth_date", "first_day", "q", "purpose",
         "decision_reason", "postal_code", "month", "email", "full_name", "name", "siret", "mode", "text", CANARY),
        CANARY,
    )  # fmt: skip
    for route in routes(app):
        path = filled(route, ids)
        if route.method == "GET" or path is None or path.startswith("/sign-out"):
            continue
        more: dict[str, Any] = {"json": typed} if route.path.startswith("/api/") else {"data": typed}
        given = {**headers, "if-match": '"1"', "idempotency-key": f"{FIRST.encode().hex()}-{path}"}
        answer = await client.request(route.method, path, headers=given, **more)
        statuses.add(answer.status_code)
    return statuses


async def test_typing_the_name_in_every_field_writes_it_nowhere(
    app: Litestar,
    client: httpx.AsyncClient,
    territory: Territory,
    planted: Planted,
    capsys: pytest.CaptureFixture[str],
) -> None:
    headers = territory.facilitator.headers
    with logged(capsys, "json") as said:
        statuses = await _everything_typed(app, client, headers, ids_of(planted, territory))
        for path in (f"/participants/{CANARY}", f"/nowhere/{CANARY}", f"/search?q={CANARY}", f"/participants?q={LAST}"):
            statuses.add((await found_by(client, path, headers)).status_code)
        metrics = (await client.get("/metrics")).text
    assert {400, 404, 422} <= statuses
    assert not {status for status in statuses if status >= 500}
    assert found_in(said[0]) + found_in(metrics) == []


@pytest.mark.parametrize("log_format", ["json", "console"])
async def test_a_fault_that_quotes_the_name_is_logged_without_it(
    client: httpx.AsyncClient,
    territory: Territory,
    planted: Planted,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    log_format: str,
) -> None:
    async def fails(*_: object, **__: object) -> None:
        try:
            int(CANARY)
        except ValueError as error:
            error.add_note(CANARY)
            raise KeyError(CANARY) from error

    monkeypatch.setattr(participants, "list_participants", fails)
    with logged(capsys, log_format) as said:
        for named in ({}, {"clause-name": LAST}):
            headers = {**territory.facilitator.headers, **named}
            answer = await client.get("/api/v1/participants", headers=headers)
            assert answer.status_code == 500
            assert found_in(answer.text) == []
    assert "KeyError" in said[0]
    assert "ValueError" in said[0]
    assert "fails" in said[0]
    assert found_in(said[0]) == []


async def test_what_is_kept_or_leaves_beside_the_file_names_nobody(
    client: httpx.AsyncClient, territory: Territory, planted: Planted
) -> None:
    wrong, looked_at = [], dict.fromkeys(QUIET_TABLES, 0)
    for caller in (territory.facilitator, territory.company_agent):
        for is_system in (False, True):
            await set_identity(caller.context.actor.model_copy(update={"system": is_system}))
            for table, text in QUIET_TABLES.items():
                rows = await sql.fetch(f"SELECT {text} AS text FROM {table} t")
                looked_at[table] += len(rows)
                wrong += [f"{table}: {word}" for row in rows for word in found_in(str(row["text"]))]
    assert wrong == []
    assert looked_at["journal"] > 10
    assert looked_at["job"] > 0
