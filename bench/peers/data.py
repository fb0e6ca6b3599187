"""The same data for both services: Clause's as `bench.hours` makes them, then copied into the database of the peer.

Organisation 0 has the hours that are read, the others are declared to.
"""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from bench.data import Prepared, copy_rows, prepare
from bench.plan import Kind, Sizes, made_id_sql
from bench.stage import Servers
from bench.story import further_tokens
from clause.db import bulk
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.obligation import ObligationMethod
from clause.runtime import open_runtime
from clause.services import obligations

PEER_DATABASE, PEER_ROLE = "bench_peer", "bench_peer"
FURTHER_PROGRAMS = 64
"""Programs among whom calls are spread where the limit on each is to count and not to be met."""

# Table and columns of the peer, and what Clause has to put there; ``org`` are the organisations and their numbers.
_COPIES = [
    ("peer_organisation", "id, name", "SELECT id, 'Maison de l''emploi ' || o FROM org"),
    (
        "peer_user",
        "id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined,"
        " organisation_id",
        "SELECT o + 1, '!', false, 'programme-' || o, '', '', '', false, true, now(), id FROM org",
    ),
    ("authtoken_token", "key, created, user_id", "SELECT 'bench-' || o, now(), o + 1 FROM org"),
    ("peer_company", "id, name, siret", "SELECT id, name, identifier FROM organisation WHERE kind = 'company'"),
    (
        "peer_lot",
        "id, organisation_id, label, hours_owed",
        "SELECT l.id, l.facilitator_org_id, l.label, coalesce(b.hours_owed, 0) FROM lot l"
        " LEFT JOIN obligation b ON b.lot_id = l.id",
    ),
    (
        "peer_participant",
        "id, organisation_id, first_name, last_name, birth_date",
        "SELECT id, facilitator_org_id, first_name, last_name, birth_date FROM participant",
    ),
    (
        "peer_hire",
        "id, organisation_id, participant_id, company_id, lot_id, first_day, last_day",
        "SELECT id, facilitator_org_id, participant_id, company_id, lot_id, first_day, last_day FROM hire",
    ),
    (
        "peer_hours",
        "id, organisation_id, hire_id, month, hours_declared, hours_validated, state, created_at",
        "SELECT l.id, l.facilitator_org_id, l.hire_id, s.month, l.hours_declared, l.hours_validated, 'validated',"
        " s.created_at FROM hours_statement_line l JOIN hours_statement s ON s.id = l.statement_id"
        " WHERE s.state = 'VALIDATED'",
    ),
]


@dataclass(frozen=True)
class Ground:
    """What both services hold."""

    prepared: Prepared
    further: list[str]
    """Bearer tokens of further programs of organisation 0."""


def fill(servers: Servers, sizes: Sizes) -> Ground:
    """Clause's data, with hours owed for each lot of organisation 0, and the totals that the database keeps."""
    prepared = prepare(servers.settings, servers.superuser(), sizes)
    return Ground(prepared, asyncio.run(_owe(servers, prepared)))


async def _owe(servers: Servers, prepared: Prepared) -> list[str]:
    plan, story_lot = prepared.plan, prepared.story.rows["lot"]
    terms = ObligationTerms(
        method=ObligationMethod.FIXED, inputs=ObligationInputs(hours_owed="20000.00"), effective_on=plan.first_day
    )
    now = datetime.now(UTC)
    async with open_runtime(servers.settings):
        await obligations.set_obligation(prepared.programs[0].context, story_lot, terms, None)
        further = await further_tokens(0, FURTHER_PROGRAMS, now)
    owed = {
        "id": made_id_sql(Kind.OBLIGATION, "n"),
        "lot_id": made_id_sql(Kind.LOT, "n"),
        "hours_owed": "20000 + n * 7919 % 20000",
    }
    connection = await asyncpg.connect(**servers.superuser())
    try:
        model = await connection.fetchval("SELECT id FROM obligation WHERE lot_id = $1", story_lot)
        await connection.execute("SET session_replication_role = replica")
        await copy_rows(connection, "obligation", model, f"generate_series(0, {plan.sizes.lots - 1}) n", owed)
        await connection.execute("SELECT clause_recount_totals($1)", now.date())
        await connection.execute("RESET session_replication_role")
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
    return further


def make_database(servers: Servers) -> None:
    """An empty database of the peer in the same server, and the role that owns it."""
    asyncio.run(_make_database(servers))


async def _make_database(servers: Servers) -> None:
    connection = await asyncpg.connect(**servers.superuser())
    try:
        await connection.execute(f"CREATE ROLE {PEER_ROLE} LOGIN")
        await connection.execute(f"CREATE DATABASE {PEER_DATABASE} OWNER {PEER_ROLE}")
    finally:
        await connection.close()


def copy_to_peer(servers: Servers, ground: Ground) -> int:
    """Copy everything into the peer's tables, which are there; the result is how many hours rows both have."""
    return asyncio.run(_copy_to_peer(servers, [program.organisation_id for program in ground.prepared.programs]))


async def _copy_to_peer(servers: Servers, organisation_ids: list[object]) -> int:
    ours = await asyncpg.connect(**servers.superuser())
    theirs = await asyncpg.connect(**{**servers.superuser(), "database": PEER_DATABASE})
    try:
        await ours.execute("CREATE TEMP TABLE org (o bigint, id uuid)")
        await ours.copy_records_to_table("org", records=list(enumerate(organisation_ids)))
        await theirs.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        async with bulk.unindexed(theirs, ("peer_hours",)):
            for table, columns, query in _COPIES:
                await _copy(ours, query, theirs, table, columns.replace(" ", "").split(","), servers.settings.data_dir)
        await theirs.execute("RESET session_replication_role")
        await theirs.execute("VACUUM ANALYZE")
        await theirs.execute("CHECKPOINT")
        count: int = await theirs.fetchval("SELECT count(*) FROM peer_hours")
    finally:
        await ours.close()
        await theirs.close()
    return count


async def _copy(
    ours: bulk.Connection, query: str, theirs: bulk.Connection, table: str, columns: list[str], folder: Path
) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        await ours.copy_from_query(query, output=file, format="binary")
        file.seek(0)
        await theirs.copy_to_table(table, source=file, columns=columns, format="binary")
