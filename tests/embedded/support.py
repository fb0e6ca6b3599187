"""What the tests of the embedded servers share: settings on a folder of their own, and SQL as a role."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg

from clause.embedded.processes import command_line, wait_until
from clause.settings import Settings, load_settings

SOCKET_FOLDERS: list[Path] = []
"""Where servers of these tests put their sockets: below a long path that is outside the test's own folder."""


def settings_in(folder: Path, version: int | None = None, **more: str) -> Settings:
    """Settings with everything embedded in ``folder``."""
    settings = load_settings({"CLAUSE_DATA_DIR": str(folder), "CLAUSE_EMBEDDED_PG": str(version or ""), **more})
    SOCKET_FOLDERS.append(settings.socket_dir)
    return settings


def query(config: dict[str, Any], statement: str) -> Any:
    """The first value that ``statement`` gives, on a connection of its own (and in a loop of its own)."""

    async def run() -> Any:
        connection = await asyncpg.connect(**config)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(run())


def execute(config: dict[str, Any], script: str) -> None:
    """Run statements, each committed."""

    async def run() -> None:
        connection = await asyncpg.connect(**config)
        try:
            await connection.execute(script)
        finally:
            await connection.close()

    asyncio.run(run())


def clause(folder: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """One command as a person types it, ended."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_", "CLAUSE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "clause", "--data-dir", str(folder), *arguments],
        capture_output=True,
        text=True,
        env={**ours, **variables},
        timeout=600,
    )


def run_python(script: str, *arguments: str) -> "subprocess.Popen[str]":
    """Another Python, whose output we read: a process that can be killed without killing the tests."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )


def is_gone(pid: int, seconds: float = 120.0) -> bool:
    """True once no live process has this number (a zombie counts as gone)."""
    return wait_until(lambda: not command_line(pid), seconds)


def processes_of(folder: Path) -> dict[int, str]:
    """Live processes whose command line names this folder, by number."""
    lines = {int(entry): " ".join(command_line(int(entry))) for entry in os.listdir("/proc") if entry.isdigit()}
    return {pid: line for pid, line in lines.items() if str(folder) in line and pid != os.getpid()}
