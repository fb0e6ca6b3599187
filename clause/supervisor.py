"""``clause serve``: everything in one command, and nothing left behind.

Order of the start: lock of the data folder, port, servers, migrations, demonstration data if asked, then the workers
and the web processes. These are copies of the supervisor, which loads what they need while the servers start and the
database is migrated: they share its memory, and one that died is back in a moment (decision 0052). Once all is ready,
one more copy draws the description of the API for them, and ends. Whatever else ends by itself is started again, ever
more slowly. Order of the stop: web, worker, queue's server, database. The port is opened here and handed to each
web process, so that one which ends and is started again refuses nobody, and with a second one nobody waits for it
either. Synchronous and single-threaded on purpose: it only waits, and a process with threads may not be copied.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from clause.children import Child, command, end_leftovers, environment, forget, remember
from clause.domain.errors import ClauseError, Unavailable
from clause.embedded.processes import Launch, launched, stop
from clause.embedded.servers import EmbeddedServers, lock_for_service
from clause.forking import Fork, fork, loading_for_all
from clause.listening import is_ready, open_port
from clause.settings import Settings
from clause.text.messages import sentence

if TYPE_CHECKING:
    from litestar import Litestar

    from clause.edge.description import Printed

_DEATHS_BEFORE_GIVING_UP = 3
_PAUSE_AFTER_RESTART, _PAUSE_AFTER_FAILURE = 0.5, 5.0


class StopRequested(BaseException):
    """Someone asked for the end, by a signal."""


class _StopSignals:
    """Turns the first signal to stop into StopRequested; once disarmed, or after the first, they do nothing."""

    def __init__(self) -> None:
        self._armed = True

    def _received(self, number: int, frame: FrameType | None) -> None:
        if self._armed:
            self._armed = False
            raise StopRequested

    def disarm(self) -> None:
        """From here on we are stopping anyway, and a second Ctrl-C must not cut that short."""
        self._armed = False

    @contextlib.contextmanager
    def installed(self) -> Iterator[None]:
        """Listen inside the block to Ctrl-C, a service manager and, unless ``nohup`` says no, a terminal's end."""
        heard = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            heard.append(signal.SIGHUP)
        before = {number: signal.signal(number, self._received) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(settings: Settings, *, demo: bool, move_port: bool) -> int:
    """Run the whole service until it is asked to stop; the result is the exit status, 0 for a stop that was asked.

    ``move_port`` takes the next free port when the wanted one is taken. Raises ClauseError (EMB-…, SRV-…) for what
    stands in the way of starting.
    """
    signals = _StopSignals()
    with signals.installed(), contextlib.ExitStack() as at_the_end:
        try:
            _run(settings, at_the_end, demo=demo, move_port=move_port)
        except StopRequested:
            _say(settings, "stopping", "Arrêt en cours…")
        finally:
            signals.disarm()
    _say(settings, "stopped", "Clause est arrêté.")
    return 0


def _run(settings: Settings, at_the_end: contextlib.ExitStack, *, demo: bool, move_port: bool) -> None:
    """Start everything and tend it for ever; what was started is stopped by ``at_the_end``, the last first."""
    at_the_end.callback(lock_for_service(settings).release)
    end_leftovers(settings)
    listener, settings = open_port(settings, move_port)
    at_the_end.callback(listener.close)
    servers = EmbeddedServers(settings)
    at_the_end.callback(servers.stop)
    with loading_for_all():
        for name in servers.start_missing(meanwhile=_load):
            _say(settings, "server.started", f"{name} démarré dans {settings.data_dir}")
        with _migration(settings):
            app, printed = _application(settings)
            at_the_end.callback(printed.close)
    report = _demonstration(settings) if demo else ""
    at_the_end.callback(forget, settings)
    children = _children(settings, app, (listener, printed))
    for child in children:
        at_the_end.callback(child.stop)

    def once_ready() -> None:
        _announce(settings, report)
        at_the_end.callback(stop, _drawing(settings, app, printed), [(signal.SIGTERM, 10.0)])

    _tend_for_ever(settings, servers, children, once_ready)


def _load() -> None:
    """What the processes of the service are made of: imported here once, which takes longer than servers to start."""
    import clause.answering
    import clause.workers.settings  # noqa: F401


def _application(settings: Settings) -> "tuple[Litestar, Printed]":
    """What web processes answer with, and the file in which they will find the description of the API."""
    from clause.answering import application
    from clause.edge.description import PRINTED, Printed

    app = application(settings)
    app.state[PRINTED] = printed = Printed(settings.data_dir)
    return app, printed


def _children(settings: Settings, app: "Litestar", files: "tuple[socket.socket, Printed]") -> list[Child]:
    """The processes of the service, to be started; web processes have these files from us."""
    from clause.answering import answer, shares
    from clause.workers.settings import run_worker

    def work() -> int:
        run_worker(settings)
        return 0

    numbers = [file.fileno() for file in files]
    workers = [Child("worker", settings, work) for _ in range(settings.worker_processes)]
    webs = [
        Child("web", settings, partial(answer, app, settings, share), numbers)
        for share in shares(files[0], settings.web_processes)
    ]
    return [*_archive(settings), *workers, *webs]


def _archive(settings: Settings) -> list[Child]:
    """What follows the log of our own database, if it is to be kept in a second place."""
    from clause.embedded.archiving import follow

    archive = settings.archive_dir if settings.embedded_database else None
    return [Child("archive", settings, lambda: follow(settings, archive))] if archive else []


def _drawing(settings: Settings, app: "Litestar", printed: "Printed") -> Fork:
    """The process that draws the description of the API; nobody waits for it, so that it gives way to all others."""
    from clause.app import files_of_description
    from clause.edge.description import describe

    def draw() -> int:
        os.nice(10)
        printed.write(describe(app, files_of_description()))
        return 0

    return fork(command(settings, "describe"), draw, [printed.fileno()])


@contextlib.contextmanager
def _migration(settings: Settings) -> Iterator[None]:
    """The database is brought up to date beside what is done in the block; Unavailable (SRV-004) when it fails."""

    async def bring_up_to_date() -> int:
        # Loaded by the copy, which alone needs it: the tables, and what Piccolo writes migrations with.
        from clause.db.migrate import migrate
        from clause.doctor import require_connection

        await require_connection(settings.asyncpg_owner_config())
        await migrate(settings.asyncpg_owner_config())
        return 0

    process = fork(command(settings, "migrate"), lambda: asyncio.run(bring_up_to_date()))
    try:
        yield
        process.wait()
    finally:
        stop(process, [(signal.SIGTERM, 10.0)])
    _require_success(process, "migrate")


def _demonstration(settings: Settings) -> str:
    """What ``clause demo`` printed, once it has ended well; its log lines go to our terminal as they come.

    Raises Unavailable (SRV-004) when it fails.
    """
    arguments = launched(Launch(), command(settings, "demo"), dies_by=signal.SIGTERM)
    process = subprocess.Popen(  # noqa: S603 - our own command
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=environment(settings),
        start_new_session=True,
    )
    try:
        printed = process.communicate()[0].decode("utf-8", "replace")
    finally:
        stop(process, [(signal.SIGTERM, 10.0)])
    if process.returncode != 0:
        sys.stderr.write(printed)
    _require_success(process, "demo")
    return printed


def _require_success(process: "Fork | subprocess.Popen[bytes]", name: str) -> None:
    if process.returncode != 0:
        raise Unavailable("SRV-004", step=name, status=process.returncode)


def _tend_for_ever(
    settings: Settings, servers: EmbeddedServers, children: list[Child], once_ready: Callable[[], None]
) -> None:
    """Start again whatever ends, and do ``once_ready`` once all of it works.

    Before that, a process that ends again and again is given up, and the service with it (Unavailable SRV-005);
    afterwards it is started again for as long as it takes.
    """
    ready = False
    next_try = 0.0
    while True:
        if servers.is_complete():
            for child in children:
                _tend(settings, child, children)
                if child.deaths >= _DEATHS_BEFORE_GIVING_UP and not ready:
                    raise Unavailable("SRV-005", name=child.name)
        elif time.monotonic() >= next_try:  # without its servers, a process would only end again
            next_try = time.monotonic() + _start_servers_again(settings, servers)
        if not ready and _everything_works(settings):
            ready = True
            once_ready()
        time.sleep(0.1)


def _everything_works(settings: Settings) -> bool:
    """True when the web process says that it is ready, and a worker says that it is there."""
    if not is_ready(settings):
        return False
    from clause.doctor import worker_is_alive

    return worker_is_alive(settings)


def _tend(settings: Settings, child: Child, children: list[Child]) -> None:
    before = child.pid
    ended = child.tend()
    if ended:
        _say(settings, "process.ended", ended, process=child.name, deaths=child.deaths)
    if child.pid != before:
        remember(settings, children)


def _start_servers_again(settings: Settings, servers: EmbeddedServers) -> float:
    """Start the servers that died; the result is the pause in seconds before it may be needed again.

    When one cannot start (a full disk), say so: the next turn tries again.
    """
    try:
        for name in servers.start_missing():
            _say(settings, "server.restarted", f"{name} s’était arrêté ; il est redémarré.")
    except ClauseError as error:
        _say(settings, "server.failed", sentence(error.code, error.values), code=error.code)
        return _PAUSE_AFTER_FAILURE
    return _PAUSE_AFTER_RESTART


def _announce(settings: Settings, report: str) -> None:
    """Print the report of the demonstration data, then the address: the last thing a newcomer reads."""
    if report:
        sys.stdout.write(report)
    sys.stdout.write(f"Clause répond sur {settings.public_url}  (Ctrl-C pour arrêter)\n")
    sys.stdout.flush()


def _say(settings: Settings, event: str, text: str, **values: object) -> None:
    """One line of the supervisor's log: a sentence on a terminal, JSON elsewhere."""
    line = text
    if settings.log_format == "json":
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        record = {"event": event, "level": "info", "timestamp": at, "pid": os.getpid(), "text": text, **values}
        line = json.dumps(record, ensure_ascii=False)
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
