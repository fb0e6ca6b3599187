"""Every invariant of the database is named, mapped to a code, and broken once here."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from clause.db.constraints import BROKEN_RULES, CONFLICTS, translate
from clause.domain.errors import Refused, WrongState
from clause.settings import Settings
from tests.db import breaking_cases, breaking_cases_of_audit, breaking_cases_of_claims, breaking_cases_of_mails
from tests.db.breaking_cases import Row

Connection = asyncpg.Connection

UNIQUE = (
    breaking_cases.UNIQUE
    | breaking_cases_of_claims.UNIQUE
    | breaking_cases_of_mails.UNIQUE
    | breaking_cases_of_audit.UNIQUE
)
CHECKS = (
    breaking_cases.CHECKS
    | breaking_cases_of_claims.CHECKS
    | breaking_cases_of_mails.CHECKS
    | breaking_cases_of_audit.CHECKS
)
FROZEN = breaking_cases.FROZEN | breaking_cases_of_claims.FROZEN
APPEND_ONLY = sorted(name.removesuffix("_append_only") for name in CONFLICTS if name.endswith("_append_only"))
NAMES_IN_DATABASE = """
SELECT conname::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u', 'x')
UNION SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class k ON k.oid = i.indexrelid
  WHERE indisunique AND NOT indisprimary AND k.relnamespace = 'public'::regnamespace
  -- What holds the primary key cannot be broken by itself: foreign keys name it together with other columns.
  AND NOT EXISTS (SELECT FROM pg_index p WHERE p.indrelid = i.indrelid AND p.indisprimary
                  AND p.indkey::int2[] <@ i.indkey::int2[])
UNION SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE '%_no_truncate'
  AND tgname !~ '_(totals|standing|noted|touches|may_come)$'
"""
OF_FROZEN_ROWS = (
    "lot", "pooling_agreement", "pooling_agreement_lot", "pooling_consent",
    "timesheet", "time_entry", "time_absence", "hours_statement", "hours_statement_line", "claim", "claim_line",
    "statement_reminder", "certificate", "ledger_entry", "allocation", "proof_document",
)  # fmt: skip
KEEPING_TOTALS = (
    "SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger WHERE tgname ~ '_(totals|standing|noted|touches)$'"
)


TABLES = sorted({table for table, _ in (UNIQUE | CHECKS).values()} | set(OF_FROZEN_ROWS) | set(APPEND_ONLY))


@pytest.fixture(scope="module")
async def loosened(database: None, settings: Settings) -> AsyncIterator[Any]:
    """A connection of the tables' owner, in a transaction in which a row can break one rule and no other.

    No trigger keeps totals, no table refers to another, every column but the key may be empty. All is rolled back.
    """
    connection = await asyncpg.connect(**settings.asyncpg_owner_config())
    transaction = connection.transaction()
    await transaction.start()
    for table, trigger in await connection.fetch(KEEPING_TOTALS):
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    for table in TABLES:
        await _make_optional(connection, table)
    yield connection
    await transaction.rollback()
    await connection.close()


@pytest.fixture
async def owner(loosened: Any) -> AsyncIterator[Any]:
    """The same connection; what the test writes is rolled back."""
    transaction = loosened.transaction()
    await transaction.start()
    yield loosened
    await transaction.rollback()


async def _make_optional(owner: Any, table: str) -> None:
    columns = await owner.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND attnotnull"
        " AND attname <> 'id' AND NOT attisdropped"
        " AND NOT (attrelid = 'journal_head'::regclass AND attname = 'org_id')",
        table,
    )
    keys = await owner.fetch(
        "SELECT conname FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype='f'", table
    )
    changes = [f'ALTER COLUMN "{column["attname"]}" DROP NOT NULL' for column in columns]
    changes += [f"DROP CONSTRAINT {key['conname']}" for key in keys]
    if changes:
        await owner.execute(f"ALTER TABLE {table} {', '.join(changes)}")


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
    for row in rows[:-1]:
        await _insert(owner, table, row)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        await _insert(owner, table, rows[-1])
    assert refused.value.constraint_name == name
    expected = WrongState if name in CONFLICTS else Refused
    assert isinstance(translate(refused.value), expected)


@pytest.mark.parametrize("name", sorted(FROZEN))
async def test_what_is_decided_is_frozen(owner: Any, name: str) -> None:
    *before, last = FROZEN[name]
    for statement in before:
        await owner.execute(statement)
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await owner.execute(last)
    assert refused.value.constraint_name == name


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
async def test_an_append_only_table_refuses_changes_even_from_its_owner(owner: Any, table: str, change: str) -> None:
    await _insert(owner, table, {"id": "00000000-0000-0000-0000-000000000001"})
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await owner.execute(change.format(table=table))
    assert refused.value.constraint_name is not None
    assert refused.value.constraint_name.endswith("_append_only")
