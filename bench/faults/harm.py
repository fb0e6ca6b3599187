"""The faults: what is killed, emptied or taken away, and how long it takes until work goes on."""

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial

import httpx

from bench.faults.ledger import Ledger
from bench.faults.stand import Stand
from bench.faults.writers import Writer

KILLS = ("api", "worker", "queue", "database")
LIMITS = {
    "api": 2.0,
    "worker": 30.0,
    "queue": 30.0,
    "database": 10.0,
    "queue emptied": 30.0,
    "queue away": 30.0,
    "database restarted": 10.0,
    "disk full": 20.0,
}
"""Seconds until the service answers (API, database), or until work that waited is done (the others)."""
_GIVE_UP_SECONDS = 120.0
_BURST = 20


@dataclass(frozen=True)
class Recovery:
    """One fault, and the seconds until work went on."""

    fault: str
    seconds: float

    @property
    def is_in_time(self) -> bool:
        """Whether the promise was kept."""
        return self.seconds <= LIMITS[self.fault]


class Harm:
    """Breaks one thing at a time; ``asker`` asks for the certificates that tell when background work goes on."""

    def __init__(self, stand: Stand, ledger: Ledger, asker: Writer) -> None:
        self._stand, self._ledger, self._asker = stand, ledger, asker
        self._pair = 0
        self.recoveries: list[Recovery] = []

    async def kill(self, kind: str) -> None:
        """kill -9 of one process, and the wait until it is felt no more."""
        if kind == "api":
            await self._kill_api()
        elif kind == "database":
            await self._end_database("database", signal.SIGKILL)
        else:
            await self._kill_for_jobs(kind)

    async def restart_database(self) -> None:
        """As an administrator does it: sessions are ended, everything is written, and it starts again."""
        await self._end_database("database restarted", signal.SIGINT)

    async def empty_queue(self) -> None:
        """FLUSHALL while work has just been asked for."""
        async with self._felt("queue emptied"):
            jobs = [await self._ask() for _ in range(_BURST)]
            tell_valkey(str(self._stand.settings.socket_dir / "valkey.sock"), "FLUSHALL")
            for job in jobs:
                await self._until(partial(self._is_done, job))

    async def take_queue_away(self, seconds: float) -> None:
        """Nobody reaches the queue's server for that long; what was asked for meanwhile is done afterwards."""
        here = self._stand.settings.socket_dir / "valkey.sock"
        away = here.with_suffix(".away")
        with self._phase("queue away"):
            here.rename(away)
            tell_valkey(str(away), "CLIENT KILL TYPE normal SKIPME yes")
            job = await self._ask()
            await asyncio.sleep(seconds)
            away.rename(here)
        async with self._felt("queue away"):
            await self._until(partial(self._is_done, job))

    async def _kill_api(self) -> None:
        old = await asyncio.to_thread(self._stand.pid_of, "web")
        async with self._felt("api"):
            self._stand.end(old)
            await self._until(self._lives)

    async def _end_database(self, fault: str, number: int) -> None:
        old = await asyncio.to_thread(self._stand.pid_of, "postgres")

        async def is_back() -> bool:
            if await asyncio.to_thread(self._stand.pid_of, "postgres") == old:
                return False
            return await asyncio.to_thread(self._stand.is_ready)

        async with self._felt(fault):
            self._stand.end(old, number)
            await self._until(is_back)

    async def _kill_for_jobs(self, kind: str) -> None:
        """Work is asked for just before the worker dies, or just after the queue's server has."""
        name = {"worker": "worker", "queue": "valkey"}[kind]
        old = await asyncio.to_thread(self._stand.pid_of, name)
        job = await self._ask() if kind == "worker" else ""
        async with self._felt(kind):
            self._stand.end(old)
            job = job or await self._ask()
            await self._until(partial(self._is_done, job))

    async def _ask(self) -> str:
        self._pair += 1
        return await self._asker.certificate(self._pair)

    async def _is_done(self, job: str) -> bool:
        try:
            return await self._asker.job(job) == "done"
        except httpx.HTTPError:
            return False

    async def _lives(self) -> bool:
        async with httpx.AsyncClient(base_url=self._stand.base_url, timeout=30.0) as client:
            try:
                return (await client.get("/health/live")).status_code == 200
            except httpx.HTTPError:
                return False

    @contextlib.contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        self._ledger.phase = name
        try:
            yield
        finally:
            self._ledger.phase = "nothing"

    @contextlib.asynccontextmanager
    async def _felt(self, fault: str) -> AsyncIterator[None]:
        """The block lasts as long as the fault is felt."""
        started = time.monotonic()
        with self._phase(fault):
            yield
        self.recoveries.append(Recovery(fault, time.monotonic() - started))

    async def _until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        end = time.monotonic() + _GIVE_UP_SECONDS
        while not await holds():
            if time.monotonic() > end:
                self._ledger.surprises.append(f"{self._ledger.phase}: not over after {_GIVE_UP_SECONDS:g} s")
                return
            await asyncio.sleep(0.05)


def tell_valkey(path: str, command: str) -> None:
    """Give the queue's server one command, and hear its answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(5.0)
        connection.connect(path)
        connection.sendall(f"{command}\r\n".encode())
        connection.recv(64)
