"""Ledgers of very different sizes: a lot with ten booked lines, one with a million, and a country of lots that owe.

As in ``bench.data``, one story is told through the services and copied by SQL; the totals are then recounted by the
function that the migration uses, since copies are made with the triggers off.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg

from bench.data import copy_rows
from bench.plan import Kind, Plan, Sizes, last_month, made_id, made_id_sql
from bench.story import Program, register_program, tell
from clause.db import bulk
from clause.db.migrate import migrate
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.obligation import ObligationMethod
from clause.runtime import open_runtime
from clause.services import obligations
from clause.settings import Settings

_DAYS = 700
"""Days over which the lines of a lot are spread."""
_HOURS_OWED = "8000.00"
_FIRST_COUNTRY_LOT = 10


@dataclass(frozen=True)
class LedgerSizes:
    """How many lines each of the two lots has, and how many lots the country, with how many lines each."""

    small: int
    big: int
    country_lots: int
    country_lines: int


@dataclass(frozen=True)
class Ledgers:
    """What the measures read."""

    program: Program
    today: date
    small_lot: UUID
    big_lot: UUID


def prepare(settings: Settings, superuser: Mapping[str, object], sizes: LedgerSizes) -> Ledgers:
    """Migrate, tell the story, copy it, recount the totals, and let the database learn its new sizes."""
    return asyncio.run(_prepare(settings, superuser, sizes))


async def _prepare(settings: Settings, superuser: Mapping[str, object], sizes: LedgerSizes) -> Ledgers:
    await migrate(settings.asyncpg_owner_config())
    now = datetime.now(UTC)
    one_of_each = Sizes(1, 1, 1, declared_months=1, booked_months=24, booked_companies=1)
    plan = Plan(one_of_each, last_month(now.date()))
    async with open_runtime(settings):
        program = await register_program(0, now)
        story = await tell(program.context, plan)
        terms = ObligationTerms(
            method=ObligationMethod.FIXED,
            inputs=ObligationInputs(hours_owed=Decimal(_HOURS_OWED)),
            effective_on=plan.first_day,
        )
        await obligations.set_obligation(program.context, story.rows["lot"], terms, None)
    connection = await asyncpg.connect(**superuser)
    try:
        await connection.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        async with bulk.unindexed(connection, ("ledger_entry", "allocation")):
            await _copy_all(connection, story.rows, plan.first_day, sizes)
        await connection.execute("ANALYZE ledger_entry, allocation")
        await connection.execute("SELECT clause_recount_totals($1)", now.date())
        await connection.execute("RESET session_replication_role")
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
    return Ledgers(program, now.date(), made_id(Kind.LOT, 1), made_id(Kind.LOT, 2))


async def _copy_all(
    connection: "asyncpg.Connection[asyncpg.Record]", rows: Mapping[str, UUID], first_day: date, sizes: LedgerSizes
) -> None:
    models = {
        **rows,
        "obligation": await connection.fetchval("SELECT id FROM obligation WHERE lot_id = $1", rows["lot"]),
        "allocation": await connection.fetchval(
            "SELECT id FROM allocation WHERE ledger_entry_id = $1", rows["ledger_entry"]
        ),
    }
    last_lot = _FIRST_COUNTRY_LOT + sizes.country_lots - 1
    lots = f"(SELECT n FROM generate_series(1, {last_lot}) n WHERE n < 3 OR n >= {_FIRST_COUNTRY_LOT}) s"  # noqa: S608
    lot = {"id": made_id_sql(Kind.LOT, "n"), "occurrence": "n + 1"}
    owed = {
        "id": made_id_sql(Kind.OBLIGATION, "n"),
        "lot_id": made_id_sql(Kind.LOT, "n"),
        "hours_owed": "500 + n * 7919 % 9000",
    }
    await copy_rows(connection, "lot", models["lot"], lots, lot)
    await copy_rows(connection, "obligation", models["obligation"], lots, owed)
    first_line = 0
    country = f"{_FIRST_COUNTRY_LOT} + (n / {sizes.country_lines})"
    for count, lot_number in (
        (sizes.small, "1"),
        (sizes.big, "2"),
        (sizes.country_lots * sizes.country_lines, country),
    ):
        lines = f"(SELECT n, ({lot_number}) AS lot_number FROM generate_series(0, {count - 1}) n) s"  # noqa: S608
        for table, values in _line(first_line, first_day).items():
            await copy_rows(connection, table, models[table], lines, values)
        first_line += count


def _line(first_line: int, first_day: date) -> dict[str, dict[str, str]]:
    """A booked line, by table; ``n`` is its number in its part of the data."""
    number = f"n + {first_line}"
    day = f"(date '{first_day}' + (n % {_DAYS})::int)"
    lot_id = made_id_sql(Kind.LOT, "lot_number")
    entry = {
        "id": made_id_sql(Kind.ENTRY, number),
        "lot_id": lot_id,
        "month": f"date_trunc('month', {day})::date",
        "first_day": day,
        "last_day": day,
        "hours_validated": "7",
        # The account of an entry is not read here, and ten million of them would take seven gigabytes.
        "trace": "'{}'",
    }
    allocation = {
        "id": made_id_sql(Kind.ALLOCATION, number),
        "ledger_entry_id": made_id_sql(Kind.ENTRY, number),
        "lot_id": lot_id,
        "worked_on": day,
        "hours_credited": "7",
    }
    return {"ledger_entry": entry, "allocation": allocation}
