"""A full database as the version before left it: the demonstration's rows, and a million copies where it matters."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import asyncpg

from clause.db.migrate import known_migrations, migrate
from clause.db.migration import SqlMigration
from clause.settings import Settings

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
OLD = "clause_old"
_MOST_BYTES = 500_000_000
"""Of one table: a claim holds what it froze, and nobody makes a million of them."""
_TOUCHED = re.compile(r"\b(?:ALTER TABLE|ON|UPDATE)\s+(\w+)")
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
_COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod) AS type, attnotnull FROM pg_attribute
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
_ALIKE_NEVER = """
SELECT DISTINCT a.attname, i.indexrelid FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
  AND a.attnum = ANY (i.indkey) WHERE i.indrelid = $1::regclass AND (i.indisunique OR i.indisexclusion)
"""


@dataclass(frozen=True)
class Filled:
    """A table with rows in it; ``copy`` adds copies of one of them, numbered from ``$1`` to ``$2``."""

    table: str
    rows: int
    copy: str
    column: str
    has_id: bool


async def last_migrations(count: int) -> list[str]:
    """The names of the last ones, in their order; more, where the first of them completes a table of the one before.

    Such a table is empty between the two, and may be held: nobody comes to stand there with a million rows in it.
    """
    known = known_migrations()
    names = list(known)
    first = max(len(names) - count, 0)
    while first and {
        table.tablename for table in (await known[names[first - 1]].forwards()).add_tables
    } & await tables_touched(names[first : first + 1]):
        first -= 1
    return names[first:]


async def tables_touched(names: Sequence[str]) -> set[str]:
    """The tables that these migrations name, old and new."""
    touched = set()
    known = known_migrations()
    for name in names:
        manager = await known[name].forwards()
        touched |= {column.tablename for column in manager.add_columns.add_columns}
        touched |= {column.tablename for column in manager.alter_columns.alter_columns}
        if isinstance(manager, SqlMigration):
            touched |= set(_TOUCHED.findall(manager.script))
    return touched


async def make_old(settings: Settings, superuser: Mapping[str, object], first: str) -> Settings:
    """A database as it was before the migration ``first``, with the rows of the newest one."""
    old = settings.model_copy(update={"database_name": OLD})
    new = await asyncpg.connect(**superuser)
    await new.execute(f"CREATE DATABASE {OLD} OWNER clause_owner")
    before = [name for name in known_migrations() if name < first]
    await migrate(old.asyncpg_owner_config(), until=before[-1])
    target = await asyncpg.connect(**{**superuser, "database": OLD})
    try:
        await target.execute("SET session_replication_role = replica")
        for table in await tables_of(target):
            await _copy(new, target, table)
    finally:
        await new.close()
        await target.close()
    return old


async def tables_of(connection: Connection) -> list[str]:
    """The tables of the service."""
    return [row["relname"] for row in await connection.fetch(_TABLES) if row["relname"] != "migration"]


async def _copy(source: Connection, target: Connection, table: str) -> None:
    """The columns that the old table has; defaults that old rows brought (a serial) are copied as they are."""
    await target.execute(f"DELETE FROM {table}")  # noqa: S608 - what migrations themselves put there comes again
    columns = [row["attname"] for row in await target.fetch(_COLUMNS, table)]
    data = io.BytesIO()
    await source.copy_from_table(table, columns=columns, output=data, format="binary")
    data.seek(0)
    await target.copy_to_table(table, source=data, columns=columns, format="binary")


async def fill(superuser: Mapping[str, object], tables: set[str], rows: int) -> list[Filled]:
    """Copies in each of these tables that has a row to copy; their foreign keys lead nowhere, which no lock minds."""
    connection = await asyncpg.connect(**superuser)
    filled = []
    try:
        await connection.execute("SET session_replication_role = replica")
        for table in [name for name in await tables_of(connection) if name in tables]:
            statement, columns = await _copies(connection, table)
            size = await connection.fetchval(f"SELECT min(pg_column_size(t.*)) FROM {table} t") or 1  # noqa: S608
            wanted = min(rows, _MOST_BYTES // size)
            added = int((await connection.execute(statement, 1, wanted)).rsplit(" ", 1)[1])
            if added:
                filled.append(Filled(table, added, statement, columns[0], "id" in columns))
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()
    return filled


async def _copies(connection: Connection, table: str) -> tuple[str, list[str]]:
    """The statement that copies a row, with other values where two rows may not be alike, and the columns."""
    columns = await connection.fetch(_COLUMNS, table)
    types = {row["attname"]: row["type"] for row in columns}
    indexes: dict[int, list[str]] = {}
    for row in await connection.fetch(_ALIKE_NEVER, table):
        indexes.setdefault(row["indexrelid"], []).append(row["attname"])
    changed = {name for index in indexes.values() for name in index if types[name] == "uuid"} | ({"id"} & set(types))
    for index in indexes.values():
        if not changed & set(index):
            changed.add(next((name for name in index if types[name] in ("integer", "bigint")), index[-1]))
    values = ", ".join(_other(name, types[name]) if name in changed else f'm."{name}"' for name in types)
    names = ", ".join(f'"{name}"' for name in types)
    # The smallest: a file is long. Kept apart, so that a copy made under load looks for nothing.
    await connection.execute("CREATE SCHEMA IF NOT EXISTS bench")
    await connection.execute(
        f"CREATE TABLE bench.{table} AS SELECT * FROM {table} t ORDER BY pg_column_size(t.*) LIMIT 1"  # noqa: S608
    )
    return (
        f"INSERT INTO {table} ({names}) SELECT {values} FROM bench.{table} m"  # noqa: S608
        " CROSS JOIN generate_series($1::bigint, $2::bigint) n"
    ), list(types)


def _other(name: str, kind: str) -> str:
    if kind == "uuid":
        return f'CASE WHEN m."{name}" IS NOT NULL THEN gen_random_uuid() END'
    if kind in ("integer", "bigint"):
        return f"(1000000 + n)::{kind}"
    hashed = f"m.\"{name}\" ~ '^[0-9a-f]{{64}}$'"
    return f"CASE WHEN {hashed} THEN encode(sha256(n::text::bytea), 'hex') ELSE m.\"{name}\" || n END"
