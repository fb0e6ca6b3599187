"""A service of its own for a module of tests: a copy of the demonstration, the web process and the worker."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from clause.devdata.report import StoredDemo, read
from clause.embedded.processes import wait_until
from clause.settings import Settings

TEMPLATE = "demo_template"


@dataclass(frozen=True)
class Site:
    """Where the service answers, and what is in it."""

    address: str
    demo: StoredDemo
    owner: dict[str, Any]
    """How to connect to its database as its owner, for ids that no page tells."""

    async def value(self, statement: str, *arguments: Any) -> Any:
        """The first value of a statement on its database, past row-level security."""
        connection = await asyncpg.connect(**self.owner)
        try:
            return await connection.fetchval(statement, *arguments)
        finally:
            await connection.close()

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


def seed_template(settings: Settings, folder: Path) -> StoredDemo:
    """The demonstration in a database that is only copied; made by the command that people use."""
    # Two runs in one command: the database first, then what is in it.
    environment = _environment(settings, TEMPLATE, folder, 0)
    subprocess.run([sys.executable, "-m", "clause", "demo"], env=environment, check=True, capture_output=True)
    demo = read(folder)
    assert demo is not None
    return demo


@contextmanager
def running(settings: Settings, demo: StoredDemo, name: str, folder: Path) -> Iterator[Site]:
    """The service on this database, until the end of the block."""
    port = _free_port()
    environment = _environment(settings, name, folder, port)
    log = (folder / f"{name}.log").open("wb")
    processes = [
        subprocess.Popen([sys.executable, "-m", "clause", part], env=environment, stdout=log, stderr=log)
        for part in ("web", "worker")
    ]
    owner = {**settings.asyncpg_owner_config(), "database": name}
    try:
        assert wait_until(lambda: _is_ready(port), 60.0, pause=0.1), Path(log.name).read_text()
        yield Site(f"http://127.0.0.1:{port}", demo, owner)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(30)
        log.close()


def _environment(settings: Settings, name: str, folder: Path, port: int) -> dict[str, str]:
    host = settings.socket_dir
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://clause_app@/{name}?host={host}",
        "DATABASE_OWNER_URL": f"postgresql://clause_owner@/{name}?host={host}",
        "REDIS_URL": f"unix://{settings.redis_address().unix_socket_path}?db=1",
        "CLAUSE_DATA_DIR": str(folder),
        "CLAUSE_PORT": str(port or 8000),
        "CLAUSE_PUBLIC_URL": f"http://127.0.0.1:{port or 8000}",
        "CLAUSE_POOL_MAX": "5",
    }


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).status_code == 200
    except httpx.TransportError:
        return False
