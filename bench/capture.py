"""The statements that the service sends for one HTTP call, heard on its own connection while it answers."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import httpx
from asyncpg.connection import LoggedQuery
from litestar import Litestar

from bench.plan import Call
from clause.app import create_app
from clause.db import sql
from clause.runtime import open_runtime
from clause.settings import Settings

# What a pool's connection says when it is given back: housekeeping of the driver, no statement of the service.
_GIVING_BACK = "UNLISTEN *"


@dataclass(frozen=True)
class Statement:
    """One statement as the driver sent it, with the values of its ``$1``, ``$2`` …"""

    query: str
    values: tuple[object, ...]

    def replaced(self, words: str, others: str) -> "Statement":
        """The same with ``others`` in the place of some words."""
        return Statement(self.query.replace(words, others) if words else self.query, self.values)


@dataclass(frozen=True)
class Heard:
    """One call: its statements in order, how often a connection was given back, and the answer."""

    statements: tuple[Statement, ...]
    given_back: int
    answer: Any

    @property
    def queries(self) -> tuple[str, ...]:
        """The statements without their values."""
        return tuple(statement.query for statement in self.statements)


class Listener:
    """Makes calls to the service inside this process, on one connection, and hears what it asks the database."""

    def __init__(self, http: httpx.AsyncClient, tokens: Sequence[str]) -> None:
        self._http = http
        self._tokens = tokens
        self._heard: list[LoggedQuery] = []

    async def hear(self, call: Call) -> Heard:
        """The statements of a call; RuntimeError when the service refuses it."""
        self._heard.clear()
        answer = await self._http.request(
            call.method, call.path, content=call.body or None, headers=headers_of(call, self._tokens)
        )
        await asyncio.sleep(0)  # the driver reports a statement in the next turn of the loop
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{call.method} {call.path}: {answer.status_code} {answer.text}")
        statements = tuple(statement for found in self._heard for statement in _statements(found))
        return Heard(
            tuple(statement for statement in statements if _GIVING_BACK not in statement.query),
            sum(_GIVING_BACK in statement.query for statement in statements),
            answer.json(),
        )

    def note(self, found: LoggedQuery) -> None:
        """Called by the driver."""
        self._heard.append(found)


def headers_of(call: Call, tokens: Sequence[str]) -> dict[str, str]:
    """The headers of a call, the same here and over the wire."""
    headers = {"authorization": f"Bearer {tokens[call.organisation]}"}
    if call.body:
        headers["content-type"] = "application/json"
    if call.key:
        headers["idempotency-key"] = call.key
    return headers


def _statements(found: LoggedQuery) -> list[Statement]:
    """One for each row of values: the driver reports a statement that runs for many rows once.

    A message of several statements (what is said with BEGIN and COMMIT) has its values written out: they become
    parameters again, so that its statements can be said for other values.
    """
    if isinstance(found.args, list):
        return [Statement(found.query, tuple(row)) for row in found.args]
    if found.args:
        return [Statement(found.query, tuple(found.args))]
    return [_with_places(part) for part in found.query.split("; ")]


def _with_places(written: str) -> Statement:
    values: list[object] = []

    def place(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        values.append(_value(found[1]))
        return f"${len(values)}"

    return Statement(_WRITTEN.sub(place, written), tuple(values))


# Names of settings and of the encoding stay; what is written out holds no quote but those around it.
_WRITTEN = re.compile(r"set_config\('[^']*'|'UTF8'|'on'|'([^']*)'")


def _value(text: str) -> object:
    if text.startswith("\\x"):
        return bytes.fromhex(text[2:])
    try:
        return UUID(text)
    except ValueError:
        return text


@asynccontextmanager
async def listening(settings: Settings, tokens: Sequence[str]) -> AsyncIterator[Listener]:
    """A listener on the service of these settings, with every middleware; nothing else may use its connection."""
    listener: Listener | None = None

    def note(found: LoggedQuery) -> None:
        if listener is not None:
            listener.note(found)

    async with served_here(settings, note) as (_, http):
        listener = Listener(http, tokens)
        yield listener


@asynccontextmanager
async def served_here(
    settings: Settings, note: Callable[[LoggedQuery], None]
) -> AsyncIterator[tuple[Litestar, httpx.AsyncClient]]:
    """The service inside this process and a client of it; what its one connection says is given to ``note``."""
    alone = settings.model_copy(update={"pool_min_size": 1, "pool_max_size": 1, "log_level": "ERROR"})
    async with open_runtime(alone):
        pool = sql.engine().pool
        if pool is None:
            raise RuntimeError("the pool is not open")
        app = create_app(alone)
        transport = httpx.ASGITransport(app=cast(Any, app), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as http:
            async with pool.acquire() as connection:
                connection.add_query_logger(note)
            yield app, http
