"""The service that is browsed: the web process and the worker, on a database that is a copy of the demonstration."""

import asyncio
import os
import subprocess
import sys
from asyncio import create_subprocess_exec
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from redis.asyncio import Redis

from bench.processes import free_port
from clause.devdata.report import StoredDemo, read
from clause.embedded.postgres import SUPERUSER
from clause.embedded.processes import wait_until
from clause.settings import OWNER_ROLE, SERVICE_ROLE, Settings

TEMPLATE = "demo_template"
BROWSED = "demo_browsed"
QUEUE = 1
"""The number of its queue on the server of queues: the others are of other tests."""


@dataclass(frozen=True)
class Site:
    """Where the service answers, and what is in it."""

    address: str
    demo: StoredDemo
    sessions: dict[str, str]
    """For the address of each account, the cookie of a session that is open."""
    owner: dict[str, Any]
    """How to connect to its database as its owner, for ids that no page tells."""

    async def value(self, statement: str, *arguments: Any) -> Any:
        """The first value of a statement on its database, past row-level security."""
        connection = await asyncpg.connect(**self.owner)
        try:
            return await connection.fetchval(statement, *arguments)
        finally:
            await connection.close()

    async def is_at_rest(self) -> None:
        """Comes back once the worker has done all that the demonstration left to it: files that pages lead to."""
        waiting = "SELECT count(*) FROM job WHERE state IN ('queued', 'running')"
        for _ in range(1500):
            if not await self.value(waiting):
                return
            await asyncio.sleep(0.2)
        raise AssertionError("the worker has not done what the demonstration left to it")

    async def row(self, statement: str, *arguments: Any) -> list[Any]:
        """The first row of a statement on its database."""
        connection = await asyncpg.connect(**self.owner)
        try:
            return list(await connection.fetchrow(statement, *arguments) or ())
        finally:
            await connection.close()

    async def column(self, statement: str, *arguments: Any) -> list[Any]:
        """The first column of a statement on its database."""
        connection = await asyncpg.connect(**self.owner)
        try:
            return [row[0] for row in await connection.fetch(statement, *arguments)]
        finally:
            await connection.close()


async def make_template(settings: Settings, folder: Path) -> StoredDemo:
    """The demonstration in a database that is only copied; made by the command that people use."""
    await _as_superuser(settings, *_creation(TEMPLATE))
    environment = _environment(settings, TEMPLATE, folder, 0)
    command = [sys.executable, "-m", "clause", "demo"]
    process = await create_subprocess_exec(*command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    told, _ = await process.communicate()
    assert process.returncode == 0, told.decode()
    demo = read(folder)
    assert demo is not None
    return demo


async def begin_again(settings: Settings) -> None:
    """The demonstration as it was, below the service that runs: its connections are cut, and it opens others."""
    await _as_superuser(
        settings,
        f"DROP DATABASE IF EXISTS {BROWSED} WITH (FORCE)",
        *_creation(BROWSED, f" TEMPLATE {TEMPLATE} STRATEGY FILE_COPY"),
    )
    queue = Redis(unix_socket_path=settings.redis_address().unix_socket_path, db=QUEUE)
    await queue.flushdb()
    await queue.aclose()


@contextmanager
def running(settings: Settings, folder: Path) -> Iterator[str]:
    """The service, until the end of the block: where it answers."""
    port = free_port()
    environment = _environment(settings, BROWSED, folder, port)
    log = (folder / "service.log").open("wb")
    processes = [
        subprocess.Popen([sys.executable, "-m", "clause", part], env=environment, stdout=log, stderr=log)
        for part in ("web", "worker")
    ]
    try:
        assert wait_until(lambda: _is_ready(port), 480.0, pause=0.3), Path(log.name).read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(120)
        log.close()


def _environment(settings: Settings, name: str, folder: Path, port: int) -> dict[str, str]:
    host = settings.socket_dir
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://clause_app@/{name}?host={host}",
        "DATABASE_OWNER_URL": f"postgresql://clause_owner@/{name}?host={host}",
        "REDIS_URL": f"unix://{settings.redis_address().unix_socket_path}?db={QUEUE}",
        "CLAUSE_DATA_DIR": str(folder),
        "CLAUSE_PORT": str(port or 8000),
        "CLAUSE_PUBLIC_URL": f"http://127.0.0.1:{port or 8000}",
        "CLAUSE_POOL_MAX": "5",
    }


def _is_ready(port: int) -> bool:
    try:
        # Nothing is encrypted here: making ready for it at each attempt would slow down what one waits for.
        return httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=5, verify=False).status_code == 200  # noqa: S501
    except httpx.TransportError:
        return False


def _creation(name: str, source: str = "") -> tuple[str, ...]:
    return (
        f"CREATE DATABASE {name} OWNER {OWNER_ROLE}{source}",
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name} TO {SERVICE_ROLE}",
    )


async def _as_superuser(settings: Settings, *statements: str) -> None:
    config = {**settings.asyncpg_owner_config(), "user": SUPERUSER, "database": "postgres"}
    connection = await asyncpg.connect(**config)
    for statement in statements:
        await _insist(connection, statement)
    await connection.close()


async def _insist(connection: Any, statement: str) -> None:
    """Who was cut may take longer to leave a database than PostgreSQL waits for: ask again."""
    for _ in range(11):
        try:
            await connection.execute(statement)
            return
        except asyncpg.ObjectInUseError:
            await asyncio.sleep(1)
    await connection.execute(statement)
