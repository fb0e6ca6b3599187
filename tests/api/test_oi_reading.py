"""What an intermediate body reads: the same bytes each time, from the frozen claim, and a line in the access log."""

import hashlib
import json
from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.claims import Claim
from clause.domain.frozen_claim import indicators_of, part_of, trace_of
from clause.edge.access_log import AccessLog, is_logged
from clause.services.context import worker_context
from clause.settings import Settings
from tests.architecture.routes import routes
from tests.builders.bundles import a_bundle
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.territory import NOW, Territory

PARTS = ("", "/lines", "/timesheets", "/resources", "/assignments", "/indicators", "/trace", "/pdf", "/bundle")


@pytest.fixture
async def claim(client: httpx.AsyncClient, territory: Territory) -> Claim:
    """A submitted claim for January, printed and bundled."""
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_submitted_claim(
        territory.manager, await a_claim(territory.manager, operation, "2026-01", "2026-01")
    )
    await a_bundle(claim.id)
    return claim


@pytest.fixture
async def owner(settings: Settings) -> Any:
    """A connection of the tables' owner, outside the test's transaction."""
    connection = await asyncpg.connect(**settings.asyncpg_owner_config())
    yield connection
    await connection.close()


async def _log(client: httpx.AsyncClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    answer = await client.get("/api/v1/access-log?limit=200", headers=headers)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.parametrize("part", PARTS)
async def test_every_part_gives_the_same_bytes_and_is_not_sent_again(
    client: httpx.AsyncClient, territory: Territory, claim: Claim, part: str
) -> None:
    path = f"/api/v1/oi/claims/{claim.id}{part}"
    first, again = [await client.get(path, headers=territory.oi_client.headers) for _ in range(2)]
    assert first.status_code == 200, first.text
    assert (first.content, first.headers["etag"]) == (again.content, again.headers["etag"])
    assert first.headers["etag"] == f'"{hashlib.sha256(first.content).hexdigest()}"'
    known = await client.get(path, headers={**territory.oi_client.headers, "if-none-match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


async def test_parts_say_what_the_frozen_claim_says(
    client: httpx.AsyncClient, territory: Territory, claim: Claim
) -> None:
    async def read(part: str) -> Any:
        return (await client.get(f"/api/v1/oi/claims/{claim.id}{part}", headers=territory.oi_client.headers)).json()

    whole = await read("")
    for part in ("lines", "timesheets", "resources", "assignments"):
        assert (await read(f"/{part}"))["items"] == whole[part]
    assert await read("/indicators") == {"claim_id": str(claim.id), "indicators": whole["indicators"]}
    trace = await read("/trace")
    assert (trace["format"], trace["claim_sha256"]) == ("clause-trace/1", claim.snapshot_hash)
    assert trace["figures"] == whole["traces"]
    assert trace["lines"][0]["evidence"]["timesheet_hash"] == whole["timesheets"][0]["content_hash"]


async def test_every_reading_leaves_a_line_that_both_sides_see(
    client: httpx.AsyncClient, territory: Territory, claim: Claim
) -> None:
    # Programs write UTF-8 in a header; the test client must be told so.
    headers = httpx.Headers(
        {**territory.oi_client.headers, "clause-purpose": "Contrôle de service fait n° 12"}, "utf-8"
    )
    answer = await client.get(f"/api/v1/oi/claims/{claim.id}/lines", headers=headers)
    await client.get("/api/v1/oi/claims", headers=territory.oi_client.headers)
    one, listed = await _log(client, territory.oi_officer.headers)
    assert (one["subject_kind"], one["subject_id"], one["status"]) == ("claim", str(claim.id), 200)
    assert (one["purpose"], one["bytes"]) == ("Contrôle de service fait n° 12", len(answer.content))
    assert one["route"] == "GET /api/v1/oi/claims/{claim_id}/lines"
    assert one["org_id"] == str(territory.intermediate_body.id)
    assert (listed["subject_id"], listed["facilitator_org_id"]) == (None, None)
    assert await _log(client, territory.manager.headers) == [one]
    for foreign in (territory.other_oi_client, territory.other_manager):
        assert await _log(client, foreign.headers) == []


async def test_a_refusal_leaves_a_line_too(client: httpx.AsyncClient, territory: Territory, claim: Claim) -> None:
    path = f"/api/v1/oi/claims/{claim.id}"
    assert (await client.get(path, headers=territory.other_oi_client.headers)).status_code == 404
    (line,) = await _log(client, territory.other_oi_client.headers)
    assert (line["status"], line["subject_id"], line["facilitator_org_id"]) == (404, str(claim.id), None)
    assert await _log(client, territory.manager.headers) == []


@pytest.mark.parametrize(("purpose", "status"), [("a" * 200, 200), ("a" * 201, 400), ("a\x01b", 400), ("", 200)])
async def test_a_purpose_is_kept_or_refused(
    client: httpx.AsyncClient, territory: Territory, claim: Claim, purpose: str, status: int
) -> None:
    headers = {**territory.oi_client.headers, "clause-purpose": purpose}
    answer = await client.get(f"/api/v1/oi/claims/{claim.id}", headers=headers)
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["code"] == "OIB-005"


async def _rows(tables: list[str]) -> dict[str, tuple[int, int]]:
    """Rows of every table, and what was ever written to it in this transaction."""
    found = {}
    for table in tables:
        rows = await sql.fetch_value(f"SELECT count(*) FROM {table}")
        written = await sql.fetch_value(
            "SELECT n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE relname = $1", table
        )
        found[table] = (rows, written)
    return found


async def test_a_get_writes_the_access_log_and_nothing_else(
    client: httpx.AsyncClient, territory: Territory, claim: Claim
) -> None:
    tables = [
        row["relname"]
        for row in await sql.fetch(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND has_table_privilege(oid, 'SELECT') ORDER BY 1"
        )
    ]
    assert len(tables) > 60
    await set_identity(worker_context(NOW, territory.facilitator_org.id).actor)
    before = await _rows(tables)
    oi = territory.oi_client.headers
    paths = [f"/oi/claims/{claim.id}{part}" for part in PARTS]
    paths += ["/oi/claims", "/oi/operations", "/oi/exports/operations-kohesio.csv"]
    paths += [f"/oi/operations/{claim.operation_id}{part}" for part in ("", "/double-funding", "/payments")]
    for path in paths:
        answer = await client.get(f"/api/v1{path}", headers=oi)
        assert answer.status_code == 200, (path, answer.text)
    await set_identity(worker_context(NOW, territory.facilitator_org.id).actor)
    after = await _rows(tables)
    changed = {table for table in tables if before[table] != after[table]}
    assert changed == {"access_log"}
    assert after["access_log"][1] - before["access_log"][1] == len(paths)


async def test_what_cannot_be_noted_is_not_sent(
    client: httpx.AsyncClient, territory: Territory, claim: Claim, owner: Any
) -> None:
    await sql.execute("SET LOCAL lock_timeout = '200ms'")
    cases = (
        (f"/oi/claims/{claim.id}/bundle", territory.oi_client),
        (f"/claims/{claim.id}/exports/mdfse-entry.xlsx", territory.manager),
        (f"/claims/{claim.id}/exports/staff.csv", territory.manager),
        ("/oi/exports/operations-kohesio.csv", territory.oi_client),
    )
    async with owner.transaction():
        await owner.execute("LOCK TABLE access_log IN ACCESS EXCLUSIVE MODE")
        for path, caller in cases:
            answer = await client.get(f"/api/v1{path}", headers=caller.headers)
            assert (answer.status_code, answer.json()["code"]) == (503, "OIB-006"), path
    for path, caller in cases:
        assert (await client.get(f"/api/v1{path}", headers=caller.headers)).status_code == 200


def test_every_reading_of_an_intermediate_body_and_every_export_is_logged(app: Litestar) -> None:
    logged = [route for route in routes(app, "/api/v1") if is_logged(route.method, route.path)]
    told = {route.path for route in logged}
    for part in ("/oi/claims/{claim_id}", "/oi/operations/{operation_id}/assignments", "/claims/{claim_id}/bundle"):
        assert f"/api/v1{part}" in told
    bare = [
        str(route)
        for route in routes(app, "/api/v1")
        if route.method == "GET" and (route.path.startswith("/api/v1/oi/") or "." in route.path) and route not in logged
    ]
    # One's own entries, which name nobody, leave as a stream: noting would hold the whole of it.
    assert bare == ["GET /api/v1/ledger-entries.csv"]
    assert all(any(isinstance(one, AccessLog) for one in route.handler.resolve_middleware()) for route in logged)


async def test_operations_are_found_by_state_and_by_change(
    client: httpx.AsyncClient, territory: Territory, claim: Claim
) -> None:
    oi = territory.oi_client.headers

    async def found(query: str) -> list[str]:
        answer = await client.get(f"/api/v1/oi/operations{query}", headers=oi)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    mine = [str(claim.operation_id)]
    assert await found("") == await found("?status=in_force") == mine
    assert await found("?status=settled") == await found(f"?call={claim.id}") == []
    one = await client.get(f"/api/v1/oi/operations/{claim.operation_id}", headers=oi)
    updated = one.json()["updated_at"]
    assert one.json()["agreement"]["rate_decimals"] == 2
    assert await found(f"?updated_since={updated}") == mine
    assert await found("?updated_since=2100-01-01T00:00:00Z") == []
    assert (await client.get("/api/v1/oi/operations?status=lost", headers=oi)).status_code == 400
    assert (await client.get("/api/v1/oi/operations?updated_since=hier", headers=oi)).json()["code"] == "OIB-004"
    foreign = await client.get(f"/api/v1/oi/operations/{claim.operation_id}", headers=territory.other_oi_client.headers)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "OIB-007")


async def test_a_claim_of_the_first_format_answers_with_what_it_has(
    client: httpx.AsyncClient, territory: Territory, claim: Claim, owner: Any
) -> None:
    whole = (await client.get(f"/api/v1/oi/claims/{claim.id}", headers=territory.oi_client.headers)).json()
    older = {name: whole[name] for name in ("claim_id", "lines", "traces", "parameters", "assignments")}
    content = json.dumps(older | {"format": "clause-claim/1"}).encode()
    assert json.loads(part_of(content, "lines"))["items"] == whole["lines"]
    assert json.loads(part_of(content, "timesheets"))["items"] == []
    assert json.loads(indicators_of(content))["indicators"] is None
    assert json.loads(trace_of(content))["rule_set_id"] is None
