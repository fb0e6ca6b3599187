"""Two embedded PostgreSQL: one works, the other follows it, and takes its place when it is killed."""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg

from clause.embedded.binaries import postgres_programs
from clause.embedded.postgres import SUPERUSER, RunningPostgres, start_postgres
from clause.embedded.processes import server_environment, wait_until
from clause.settings import Settings, load_settings

NAMES = ("a", "b")
LONGEST_WAIT_SECONDS = 120.0
_SYNCHRONOUS = "ALTER SYSTEM SET synchronous_standby_names = '{}'"
_STATE = "SELECT coalesce((SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming' LIMIT 1), 'none')"


class Pair:
    """Servers ``a`` and ``b`` in folders of their own; each is primary in turn."""

    def __init__(self, folder: Path) -> None:
        self._settings = {name: load_settings({"CLAUSE_DATA_DIR": str(folder / name)}) for name in NAMES}
        self._servers: dict[str, RunningPostgres] = {}
        self.primary, self.replica = NAMES

    @property
    def settings(self) -> Settings:
        """Those of the primary's folder."""
        return self._settings[self.primary]

    def address(self, role: str) -> str:
        """Both servers, as one address of which a client takes the one that accepts writes."""
        hosts = ",".join(str(self._settings[name].socket_dir) for name in NAMES)
        return f"postgresql://{role}@/{self.settings.database_name}?host={hosts}&target_session_attrs=primary"

    def superuser(self, name: str | None = None) -> dict[str, object]:
        """Arguments for ``asyncpg.connect`` that see everything, on the primary or on the one named."""
        settings = self._settings[name or self.primary]
        return {"host": str(settings.socket_dir), "port": 5432, "user": SUPERUSER, "database": settings.database_name}

    def start_primary(self) -> None:
        """Start the first server, empty."""
        self._servers[self.primary] = start_postgres(self.settings)

    def start_replica(self, *, synchronous: bool) -> str:
        """Copy the primary, follow the copy's source, and wait until it does; the result is how it is followed."""
        source, copy = self.settings, self._settings[self.replica]
        cluster = copy.data_dir / "postgres"
        shutil.rmtree(cluster, ignore_errors=True)
        copy.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        program = postgres_programs(self._servers[self.primary].version) / "pg_basebackup"
        subprocess.run(
            [program, "-h", source.socket_dir, "-U", SUPERUSER, "-D", cluster, "-R", "-X", "stream", "-c", "fast"],
            check=True,
            env=server_environment(),
        )
        with (cluster / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            file.write("synchronous_standby_names = ''\n")  # once it is the primary, it must not wait for nobody
        self._servers[self.replica] = start_postgres(copy, replica=True)
        self._set_synchronous(synchronous)
        wanted = "sync" if synchronous else "async"
        if not wait_until(lambda: self.followed() == wanted, LONGEST_WAIT_SECONDS, 0.1):
            raise RuntimeError(f"the replica does not follow: {self.followed()}")
        return wanted

    def followed(self) -> str:
        """How the primary is followed now: ``sync``, ``async`` or ``none``."""
        return str(self.ask(_STATE))

    def ask(self, query: str, name: str | None = None) -> object:
        """The first value that a query gives on the primary, or on the one named."""

        async def answer() -> object:
            connection = await asyncpg.connect(**self.superuser(name))
            try:
                return await connection.fetchval(query)
            finally:
                await connection.close()

        return asyncio.run(answer())

    def stall(self) -> None:
        """The replica gets nothing from now on: what sends to it is stopped, as when the network between them hangs."""
        for pid in _descendants(self._servers[self.primary].pid):
            if b"walsender" in _command(pid):
                os.kill(pid, signal.SIGSTOP)

    def kill_primary(self) -> float:
        """Kill -9 of every process of the primary at once; the result is the instant."""
        server = self._servers.pop(self.primary)
        victims = [server.pid, *_descendants(server.pid)]
        instant = time.monotonic()
        for pid in victims:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.stop()
        return instant

    def promote(self) -> None:
        """The replica becomes the primary; what it has received is replayed first."""
        if self.ask("SELECT pg_promote(true, 60)", self.replica) is not True:
            raise RuntimeError("the replica was not promoted")
        self.primary, self.replica = self.replica, self.primary

    def stop(self) -> None:
        """Stop what runs, the replica first."""
        for name in (self.replica, self.primary):
            if name in self._servers:
                self._servers.pop(name).stop()

    def _set_synchronous(self, synchronous: bool) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(**self.superuser())
            try:
                await connection.execute(_SYNCHRONOUS.format("*" if synchronous else ""))
                await connection.execute("SELECT pg_reload_conf()")
            finally:
                await connection.close()

        asyncio.run(run())


def _descendants(pid: int) -> Iterator[int]:
    """The server's processes; each is a child of the first."""
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with suppress(OSError):
                status = Path("/proc", entry, "stat").read_text(encoding="utf-8", errors="replace")
                if int(status.rpartition(")")[2].split()[1]) == pid:
                    yield int(entry)


def _command(pid: int) -> bytes:
    try:
        return Path("/proc", str(pid), "cmdline").read_bytes()
    except OSError:
        return b""
