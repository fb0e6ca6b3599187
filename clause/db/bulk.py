"""Filling many tables at once, in one transaction: rows go in bare, and everything that guards them is put back after.

Foreign keys and plain indexes are taken away and made again from their own definitions: making a foreign key again
compares every row with what it names, in one pass. Keys that are unique and CHECK constraints never leave. Triggers are
off meanwhile, so that whoever fills tables this way sees to what they keep (totals) or refuse.
"""

import contextlib
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import asyncpg

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

_FOREIGN_KEYS = """
SELECT conrelid::regclass::text AS place, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY($1::regclass[]) ORDER BY conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
FROM pg_index i WHERE i.indrelid = ANY($1::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
ORDER BY 1
"""
_MEMORY = ("SET LOCAL maintenance_work_mem = '512MB'", "SET LOCAL work_mem = '256MB'")


@dataclass(frozen=True)
class _Guards:
    """What was taken away, as the statements that put it back."""

    tables: Sequence[str]
    foreign_keys: Sequence[str]


@contextlib.asynccontextmanager
async def as_owner(owner_config: Mapping[str, Any]) -> AsyncIterator[Connection]:
    """The owner of the tables in one transaction: all that is done in it stands, or nothing."""
    connection: Connection = await asyncpg.connect(**owner_config)
    try:
        async with connection.transaction():
            for statement in _MEMORY:
                await connection.execute(statement)
            yield connection
    finally:
        await connection.close()


@contextlib.asynccontextmanager
async def bare(connection: Connection, tables: Collection[str]) -> AsyncIterator[None]:
    """These tables without triggers, foreign keys and plain indexes until the end of the block, then with them again.

    Raises what PostgreSQL says of the first row that names something that is not there.
    """
    guards = await _take_away(connection, sorted(tables))
    async with unindexed(connection, guards.tables):
        yield
    for table in guards.tables:
        await connection.execute(f"ANALYZE {table}")
    for statement in guards.foreign_keys:
        await connection.execute(statement)
    for table in guards.tables:
        await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextlib.asynccontextmanager
async def unindexed(connection: Connection, tables: Collection[str]) -> AsyncIterator[None]:
    """These tables without their plain indexes until the end of the block; keys that are unique never leave."""
    indexes = await connection.fetch(_INDEXES, sorted(tables))
    for row in indexes:
        await connection.execute(f"DROP INDEX {row['name']}")
    yield
    for row in indexes:
        await connection.execute(row["definition"])


async def _take_away(connection: Connection, tables: list[str]) -> _Guards:
    keys = await connection.fetch(_FOREIGN_KEYS, tables)
    for table in tables:
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for row in keys:
        await connection.execute(f"ALTER TABLE {row['place']} DROP CONSTRAINT {row['name']}")
    return _Guards(
        tables,
        [f"ALTER TABLE {row['place']} ADD CONSTRAINT {row['name']} {row['definition']}" for row in keys],
    )


async def copy(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add rows by COPY; constraints of a row are checked as they come."""
    await connection.copy_records_to_table(table, records=rows, columns=list(columns))


async def settle(owner_config: Mapping[str, Any], tables: Collection[str]) -> int:
    """Let the database learn what it holds now, outside any transaction; the result is its size on disk in bytes."""
    connection: Connection = await asyncpg.connect(**owner_config)
    try:
        for table in sorted(tables):
            await connection.execute(f"VACUUM (ANALYZE) {table}")
        return int(await connection.fetchval("SELECT pg_database_size(current_database())"))
    finally:
        await connection.close()


async def count_by(owner_config: Mapping[str, Any], table: str, column: str) -> dict[str, int]:
    """How many rows of a table there are with each value of a column."""
    connection: Connection = await asyncpg.connect(**owner_config)
    try:
        rows = await connection.fetch(f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 1")  # noqa: S608
    finally:
        await connection.close()
    return {row[0]: row[1] for row in rows}
