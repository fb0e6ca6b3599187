"""Every invariant of the database is named, mapped to a code, and broken once here."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from clause.db.constraints import BROKEN_RULES, CONFLICTS, translate
from clause.domain.errors import Refused, WrongState
from clause.settings import Settings
from tests.db import breaking_cases, breaking_cases_of_claims, breaking_cases_of_mails
from tests.db.breaking_cases import Row

Connection = asyncpg.Connection

UNIQUE = breaking_cases.UNIQUE | breaking_cases_of_claims.UNIQUE | breaking_cases_of_mails.UNIQUE
CHECKS = breaking_cases.CHECKS | breaking_cases_of_claims.CHECKS | breaking_cases_of_mails.CHECKS
FROZEN = breaking_cases.FROZEN | breaking_cases_of_claims.FROZEN
APPEND_ONLY = sorted(name.removesuffix("_append_only") for name in CONFLICTS if name.endswith("_append_only"))
NAMES_IN_DATABASE = """
SELECT conname::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x')
UNION SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid
  WHERE indisunique AND NOT indisprimary AND k.relnamespace = 'public'::regnamespace
UNION SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE '%_no_truncate'
  AND tgname !~ '_(totals|standing|noted)$'
"""
POOLING = ("pooling_agreement", "pooling_agreement_lot", "pooling_consent")
KEEPING_TOTALS = (
    "SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger WHERE tgname ~ '_(totals|standing|noted)$'"
)


@pytest.fixture
async def owner(database: None, settings: Settings) -> AsyncIterator[Any]:
    """A connection of the tables' owner, in a transaction that is rolled back; only what is tested can fail."""
    connection = await asyncpg.connect(**settings.asyncpg_owner_config())
    transaction = connection.transaction()
    await transaction.start()
    for table, trigger in await connection.fetch(KEEPING_TOTALS):
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield connection
    await transaction.rollback()
    await connection.close()


async def _make_optional(owner: Any, table: str) -> None:
    """Let every column but the key be empty, so that a row can break one rule and no other."""
    columns = await owner.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND attnotnull"
        " AND attname <> 'id' AND NOT attisdropped"
        " AND NOT (attrelid = 'journal_head'::regclass AND attname = 'org_id')",
        table,
    )
    for column in columns:
        await owner.execute(f'ALTER TABLE {table} ALTER COLUMN "{column["attname"]}" DROP NOT NULL')
    keys = await owner.fetch(
        "SELECT conname FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype='f'", table
    )
    for key in keys:
        await owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key['conname']}")


async def _insert(owner: Any, table: str, row: Row) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f"${index}" for index in range(1, len(row) + 1))
    await owner.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *row.values())


async def test_every_rule_of_the_database_has_its_code(owner: Any) -> None:
    in_database = {row[0] for row in await owner.fetch(NAMES_IN_DATABASE)}
    assert in_database == set(CONFLICTS) | set(BROKEN_RULES)


def test_every_rule_of_the_database_is_broken_here() -> None:
    broken = set(UNIQUE) | set(CHECKS) | set(FROZEN) | {f"{table}_append_only" for table in APPEND_ONLY}
    assert broken == set(CONFLICTS) | set(BROKEN_RULES)


@pytest.mark.parametrize("name", sorted(UNIQUE | CHECKS))
async def test_a_row_that_breaks_a_rule_is_refused_by_its_name(owner: Any, name: str) -> None:
    table, rows = (UNIQUE | CHECKS)[name]
    await _make_optional(owner, table)
    for row in rows[:-1]:
        await _insert(owner, table, row)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await _insert(owner, table, rows[-1])
    assert refused.value.constraint_name == name
    expected = WrongState if name in CONFLICTS else Refused
    assert isinstance(translate(refused.value), expected)


@pytest.mark.parametrize("name", sorted(FROZEN))
async def test_what_is_decided_is_frozen(owner: Any, name: str) -> None:
    for table in ("lot", *POOLING):
        await _make_optional(owner, table)
    for table in (
        "timesheet",
        "time_entry",
        "time_absence",
        "hours_statement",
        "hours_statement_line",
        "claim",
        "claim_line",
        "statement_reminder",
    ):
        await _make_optional(owner, table)
    for table in ("certificate", "ledger_entry", "allocation", "proof_document"):
        await _make_optional(owner, table)
    *before, last = FROZEN[name]
    for statement in before:
        await owner.execute(statement)
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await owner.execute(last)
    assert refused.value.constraint_name == name


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
async def test_an_append_only_table_refuses_changes_even_from_its_owner(owner: Any, table: str, change: str) -> None:
    await _make_optional(owner, table)
    await _insert(owner, table, {"id": "00000000-0000-0000-0000-000000000001"})
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await owner.execute(change.format(table=table))
    assert refused.value.constraint_name is not None
    assert refused.value.constraint_name.endswith("_append_only")


@pytest.mark.parametrize("table", [*APPEND_ONLY, "journal_head", "counter"])
async def test_the_service_has_no_right_to_change_what_is_append_only(
    settings: Settings, database: None, table: str
) -> None:
    service = await asyncpg.connect(**settings.asyncpg_config())
    try:
        for change in (f"UPDATE {table} SET {'org_id = org_id' if table == 'journal_head' else 'id = id'}",
                       f"DELETE FROM {table}", f"TRUNCATE {table}"):  # fmt: skip
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await service.execute(change)
    finally:
        with contextlib.suppress(asyncpg.InterfaceError):
            await service.close()
