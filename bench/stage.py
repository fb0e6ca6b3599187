"""The servers of a run: PostgreSQL and Valkey as Clause embeds them, and the web process as it is shipped."""

import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clause.children import command, environment
from clause.embedded.binaries import postgres_programs
from clause.embedded.postgres import RunningPostgres, start_postgres
from clause.embedded.processes import Launch, last_lines, launched, spawn, stop, wait_until
from clause.embedded.valkey import start_valkey
from clause.listening import LISTEN_VARIABLE, is_ready, open_port
from clause.settings import Settings, load_settings

LONGEST_START_SECONDS = 120.0
UNREACHED_LIMIT = "10000000"
"""Requests are counted as in service, and the limit is never reached."""


@dataclass(frozen=True)
class Servers:
    """What runs, and where."""

    settings: Settings
    postgres: RunningPostgres

    @property
    def pgbench(self) -> Path:
        """The ``pgbench`` of the server's own version."""
        return postgres_programs(self.postgres.version) / "pgbench"

    def superuser(self) -> dict[str, object]:
        """Arguments for ``asyncpg.connect`` that see and may do everything: for preparing and counting."""
        return self.postgres.superuser_config(self.settings.database_name)


@contextlib.contextmanager
def own_folder(parent: Path | None) -> Iterator[Path]:
    """A data folder for this run only, named by the environment, so that nothing of the caller's is touched."""
    for variable in [name for name in os.environ if name.startswith(("CLAUSE_", "DATABASE_", "REDIS_"))]:
        del os.environ[variable]
    with tempfile.TemporaryDirectory(prefix="clause-bench-", dir=parent, ignore_cleanup_errors=True) as folder:
        os.environ["CLAUSE_DATA_DIR"] = folder
        os.environ["CLAUSE_RATE_LIMIT"] = UNREACHED_LIMIT
        yield Path(folder)


@contextlib.contextmanager
def running_servers() -> Iterator[Servers]:
    """PostgreSQL and Valkey with the options of every installation: fsync is on."""
    settings = load_settings()
    postgres = start_postgres(settings)
    try:
        valkey = start_valkey(settings)
        try:
            yield Servers(settings, postgres)
        finally:
            valkey.stop()
    finally:
        postgres.stop()


@contextlib.contextmanager
def running_web(settings: Settings) -> Iterator[tuple[str, int]]:
    """The address of one ``clause web`` process; its log goes to a file in the data folder."""
    listener, settings = open_port(settings, move=True)
    log = settings.data_dir / "web.log"
    environ = {**environment(settings), LISTEN_VARIABLE: str(listener.fileno())}
    with listener, log.open("wb") as output:
        arguments = launched(Launch(), command(settings, "web"), dies_by=signal.SIGTERM)
        process = spawn(arguments, output=output, environ=environ, files=[listener.fileno()])
        try:
            if not wait_until(lambda: process.poll() is not None or is_ready(settings), LONGEST_START_SECONDS):
                raise RuntimeError(f"the web process is not ready:\n{last_lines(log)}")
            if process.poll() is not None:
                raise RuntimeError(f"the web process ended:\n{last_lines(log)}")
            yield settings.host, settings.port
        finally:
            stop(process, [(signal.SIGTERM, 15.0)])


def processor_seconds(pid: int) -> float:
    """The seconds of processor that a process used so far; on a busy machine they say more than the clock."""
    used = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def web_process() -> int:
    """The id of the web process that this one started."""
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = (place / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1]
            words = (place / "cmdline").read_bytes().split(b"\0")
            if parent == str(os.getpid()) and b"web" in words:
                return int(place.name)
    raise RuntimeError("no web process was started")
