"""Old code at work on the tables that are migrated, and a watcher who sees how long anyone waits for a lock."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import asyncpg

from bench.migrations.ground import Filled

_WAITING = """
SELECT a.application_name, extract(epoch FROM clock_timestamp() - l.waitstart)::float AS seconds,
       coalesce(l.relation::regclass::text, l.locktype) AS what
FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE NOT l.granted AND l.waitstart IS NOT NULL AND l.locktype <> 'advisory' AND a.datname = current_database()
"""
LOAD = "load"
_PAUSE = 0.02
_WATCH_PAUSE = 0.004
_FIRST_NEW = 100_000_000


@dataclass
class Seen:
    """What happened while one migration ran."""

    name: str
    seconds: float = 0.0
    statements: int = 0
    slowest: float = 0.0
    failed: list[str] = field(default_factory=list)
    longest_wait: float = 0.0
    waited_for: str = ""
    samples: int = 0


class Load:
    """Writers and readers of each table, and the watcher, in threads of their own."""

    def __init__(self, superuser: Mapping[str, object], tables: Sequence[Filled]) -> None:
        self._superuser, self._tables = superuser, tables
        self._stop = threading.Event()
        self.now = Seen("before")

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Inside the block old code works."""
        threads = [threading.Thread(target=lambda: asyncio.run(self._work())), threading.Thread(target=self._look)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    async def _work(self) -> None:
        await asyncio.gather(*(self._use(filled) for filled in self._tables))

    def _look(self) -> None:
        asyncio.run(self._watch())

    async def _use(self, filled: Filled) -> None:
        """One row more, one row changed and some read, again and again; triggers are off, locks are not."""
        settings = {"application_name": LOAD, "session_replication_role": "replica"}
        connection = await asyncpg.connect(**self._superuser, server_settings=settings)
        key = "id" if filled.has_id else "ctid"
        place = await connection.fetchval(f"SELECT {key}::text FROM {filled.table} LIMIT 1")  # noqa: S608 - our own tables
        change = f"UPDATE {filled.table} SET {filled.column} = {filled.column} WHERE {key} = '{place}'"  # noqa: S608
        read = f"SELECT count(*) FROM (SELECT 1 FROM {filled.table} LIMIT 50) r"  # noqa: S608
        number = _FIRST_NEW
        try:
            while not self._stop.is_set():
                number += 1
                await self._time(connection, filled.copy, number, number)
                await self._time(connection, change)
                await self._time(connection, read)
                await asyncio.sleep(_PAUSE)
        finally:
            await connection.close()

    async def _time(self, connection: "asyncpg.Connection[asyncpg.Record]", statement: str, *values: int) -> None:
        seen, began = self.now, time.monotonic()
        try:
            await connection.execute(statement, *values)
        except asyncpg.PostgresError as error:
            seen.failed.append(f"{type(error).__name__}: {statement[:60]}")
        seen.statements += 1
        seen.slowest = max(seen.slowest, time.monotonic() - began)

    async def _watch(self) -> None:
        """Who waits, and since when, as the database says it; what the migration waits for is not counted."""
        connection = await asyncpg.connect(**self._superuser, server_settings={"application_name": "watch"})
        try:
            while not self._stop.is_set():
                seen = self.now
                for row in await connection.fetch(_WAITING):
                    if row["application_name"] == LOAD and row["seconds"] > seen.longest_wait:
                        seen.longest_wait, seen.waited_for = row["seconds"], row["what"]
                seen.samples += 1
                await asyncio.sleep(_WATCH_PAUSE)
        finally:
            await connection.close()
