"""The servers that have no address, together: for the supervisor, and for a command that needs the database."""

import contextlib
from collections.abc import Callable, Iterator

from clause.domain.errors import Unavailable
from clause.embedded.folder import FolderLock
from clause.embedded.postgres import RunningPostgres, is_answering, start_postgres
from clause.embedded.processes import wait_until
from clause.embedded.valkey import RunningValkey, start_valkey
from clause.settings import Settings

LONGEST_COMMAND_SECONDS = 60.0
"""How long to wait for a command that works in the same folder (an import, a migration) before giving up."""


class EmbeddedServers:
    """Those of PostgreSQL and Valkey that Clause runs itself; neither, when both have an address."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._postgres: RunningPostgres | None = None
        self._valkey: RunningValkey | None = None

    def start_missing(self, meanwhile: Callable[[], None] | None = None) -> list[str]:
        """Start what should run and does not (at first, or after it died); the result is what was started.

        ``meanwhile`` is done once, while the database starts if it does.
        """
        started = []
        if self._settings.embedded_database and not (self._postgres and self._postgres.is_running()):
            self._postgres = start_postgres(self._settings, meanwhile=meanwhile)
            started.append(f"PostgreSQL {self._postgres.version}")
        elif meanwhile:
            meanwhile()
        if self._settings.embedded_redis and not (self._valkey and self._valkey.is_running()):
            self._valkey = start_valkey(self._settings)
            started.append("Valkey")
        return started

    def is_complete(self) -> bool:
        """False when a server that was started has ended."""
        return all(server is None or server.is_running() for server in (self._postgres, self._valkey))

    def stop(self) -> None:
        """Stop the queue's server, then the database, each within a bounded time."""
        for server in (self._valkey, self._postgres):
            if server is not None:
                server.stop()


def lock_for_service(settings: Settings) -> FolderLock:
    """The lock of the data folder, held; a short command is waited for, another service refused (EMB-001)."""
    lock = FolderLock(settings.data_dir, "serve")
    if not lock.acquire(LONGEST_COMMAND_SECONDS, give_up=lambda purpose: purpose == "serve"):
        lock.refuse()
    return lock


@contextlib.contextmanager
def servers_for_command(settings: Settings, *, queue: bool = False) -> Iterator[None]:
    """Inside the block the database answers (and the queue's server, if asked): the running service's, or our own.

    Raises WrongState (EMB-001) when another command keeps the folder for more than a minute, Unavailable (EMB-014)
    when the service that holds the folder has no database that answers.
    """
    if not (settings.embedded_database or (queue and settings.embedded_redis)):
        yield
        return
    lock = FolderLock(settings.data_dir, "command")
    if not lock.acquire(LONGEST_COMMAND_SECONDS, give_up=lambda purpose: purpose == "serve"):
        if lock.holder()[0] != "serve":
            lock.refuse()
        require_running(settings, seconds=30.0)
        yield
        return
    servers = EmbeddedServers(settings if queue else _without_queue(settings))
    try:
        servers.start_missing()
        yield
    finally:
        servers.stop()
        lock.release()


def _without_queue(settings: Settings) -> Settings:
    """The same settings for a command that needs no queue: any address keeps its server from being started."""
    return settings.model_copy(update={"redis_url": settings.redis_url or "unix:///dev/null"})


def require_running(settings: Settings, seconds: float = 0.0) -> None:
    """Nothing, once the database answers; raises Unavailable (EMB-014) when it does not within ``seconds``."""
    if settings.embedded_database and not wait_until(lambda: is_answering(settings), seconds):
        raise Unavailable("EMB-014", folder=str(settings.data_dir))
