"""Plain SQL on the connection of the unit of work in progress.

Piccolo's builders serve for single-table work; joins, aggregates and hot paths are written as SQL with ``$1`` places.
Both run on the same connection. Outside a transaction these functions refuse: nothing is read or written without the
identity that row-level security needs.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

import asyncpg

from clause.db.constraints import CONNECTION_LOST, translate
from clause.db.engine import ClauseEngine, build_engine
from clause.domain.errors import Unavailable


@cache
def engine() -> ClauseEngine:
    """The engine of this process, without an address until its pool is opened.

    Not looked for through ``piccolo_conf``, which has it from here: that loads all tables, for migrations alone.
    """
    return build_engine({})


def connection() -> "asyncpg.Connection[asyncpg.Record]":
    """The connection of the transaction in progress; RuntimeError when there is none."""
    transaction = engine().current_transaction.get()
    if transaction is None:
        raise RuntimeError("SQL outside a unit of work")
    return cast("asyncpg.Connection[asyncpg.Record]", transaction.connection)


async def fetch(query: str, *arguments: object) -> list[dict[str, Any]]:
    """All rows, as dictionaries."""
    return [dict(row) for row in await connection().fetch(query, *arguments)]


async def fetch_rows(query: str, *arguments: object) -> list["asyncpg.Record"]:
    """All rows as the driver gives them, each to be taken apart in the order of its columns: for thousands of them."""
    rows: list[asyncpg.Record] = await connection().fetch(query, *arguments)
    return rows


async def fetch_in_parts(size: int, query: str, *arguments: object) -> AsyncIterator[list[dict[str, Any]]]:
    """All rows, some at a time, so that many need no more memory than a few."""
    cursor = await connection().cursor(query, *arguments)
    while found := await cursor.fetch(size):
        yield [dict(row) for row in found]


async def plan_each_time() -> None:
    """From here to the end of the transaction, plan each statement for the values that it is called with.

    For statements that leave out what is not asked by ``$1 IS NULL OR …``: a plan that is kept for any value looks at
    every row of a list, and the server may choose it by itself from the sixth call on.
    """
    await execute("SET LOCAL plan_cache_mode = force_custom_plan")


async def copy_out(query: str, *arguments: object, send: Callable[[bytes], Awaitable[None]]) -> None:
    """Give all rows to ``send`` as CSV with a header, as the database writes them: no row becomes an object.

    Where an index has the order that is asked for, rows come in that of the index: sorting a million first is thought
    cheaper in all, and keeps the reader waiting for the first.
    """

    async def pass_on(data: bytes | bytearray) -> None:
        await send(bytes(data))

    await execute("SET LOCAL enable_sort = off")
    await connection().copy_from_query(query, *arguments, output=pass_on, format="csv", header=True)


async def fetch_one(query: str, *arguments: object) -> dict[str, Any] | None:
    """The first row, or None."""
    row = await connection().fetchrow(query, *arguments)
    return None if row is None else dict(row)


async def fetch_value(query: str, *arguments: object) -> Any:
    """The first column of the first row, or None."""
    return await connection().fetchval(query, *arguments)


async def execute(query: str, *arguments: object) -> int:
    """Run a statement; the result is the number of rows it touched."""
    status = await connection().execute(query, *arguments)
    last = status.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


def given(conditions: Mapping[str, object], arguments: Sequence[object] = ()) -> tuple[str, list[object]]:
    """The conditions whose value is given, joined, with ``{}`` as its place; and the arguments with these values.

    What is not asked for is not in the statement, so that its plan can be kept: with ``$1 IS NULL OR …`` the database
    would have to plan anew at each call, which costs more than most statements.
    """
    places, values = ["true"], list(arguments)
    for text, value in conditions.items():
        if value is not None:
            values.append(value)
            places.append(text.format(f"${len(values)}"))
    return " AND ".join(places), values


def written_out(query: str, *values: object) -> str:
    """The statement with each value in its place, for a message of several statements: these take no parameters.

    A text of other than plain characters is written as the bytes of its UTF-8, so that nothing in it can be read as
    anything else than the text that it is.
    """
    return _PLACE.sub(lambda found: _literal(values[int(found[1]) - 1]), query)


_PLACE = re.compile(r"\$([0-9]+)")
_PLAIN = re.compile(r"[A-Za-z0-9_.:+ -]*")


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case int():
            return str(value)
        case bytes():
            return f"'\\x{value.hex()}'"
        case UUID() | datetime():
            return f"'{value}'"
        case str():
            is_plain = _PLAIN.fullmatch(value) is not None
            return f"'{value}'" if is_plain else f"convert_from('\\x{value.encode().hex()}', 'UTF8')"
    raise TypeError(f"no literal for {type(value).__name__}")


async def insert(table: str, **values: object) -> None:
    """Add one row; table and columns are named by the code, never by a caller."""
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    await execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', *values.values())  # noqa: S608


async def insert_rows(table: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> None:
    """Add rows in one statement, in their order; ``columns`` gives the type of each, all named by the code.

    What is the same in all rows is said once.
    """
    if not rows:
        return
    values = list(zip(*rows, strict=True))
    arrays = [n for n, column in enumerate(values) if column.count(column[0]) < len(rows)]
    kinds = list(columns.values())
    typed = [f"${n}::{kind}" for n, kind in enumerate(kinds, 1)]
    wanted = ", ".join(f"r.c{n}" if n in arrays else place for n, place in enumerate(typed))
    places = ", ".join(_array_place(n + 1, kinds[n]) for n in arrays)
    names = ", ".join(f"c{n}" for n in arrays)
    await execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {wanted}"  # noqa: S608
        + (f" FROM unnest({places}) AS r ({names})" if arrays else ""),
        *(array_of(column, kinds[n]) if n in arrays else column[0] for n, column in enumerate(values)),
    )


# The driver looks three times at each element of an array, which takes longer than to write and to read it as a text.
_WRITTEN = frozenset({"uuid", "int", "date", "numeric"})


def array_places(first: int, kinds: Sequence[str]) -> str:
    """Where ``array_of`` the values of each of these types stands in a statement, from this place on."""
    return ", ".join(_array_place(number, kind) for number, kind in enumerate(kinds, first))


def _array_place(number: int, kind: str) -> str:
    return f"${number}::text::{kind}[]" if kind in _WRITTEN else f"${number}::{kind}[]"


def array_of(values: Sequence[object], kind: str) -> object:
    """The values as one argument for ``unnest``: a text where nothing in them could end an element.

    Not for ``= ANY``, where the database would read the text anew for each row that it looks at.
    """
    if kind not in _WRITTEN:
        return list(values)
    return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"


async def execute_many(query: str, rows: Sequence[Sequence[object]]) -> None:
    """Run one statement for many rows, in one round trip."""
    await connection().executemany(query, rows)


async def fetch_without_identity(query: str, *arguments: object) -> list[dict[str, Any]]:
    """All rows of a call to a function that decides by itself what may be seen (sign-in, public verification).

    It has no unit of work around it: Unavailable (DBC-730, DBC-204, DBC-205) when the database does not answer.
    """
    if engine().current_transaction.get() is not None:
        return await fetch(query, *arguments)
    pool = engine().pool
    if pool is None:
        raise RuntimeError("the pool is not open")
    try:
        rows = await pool.fetch(query, *arguments)
    except asyncpg.PostgresError as error:
        raise translate(error) from error
    except CONNECTION_LOST as error:
        raise Unavailable("DBC-730") from error
    return [dict(row) for row in rows]
