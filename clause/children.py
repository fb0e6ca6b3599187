"""The processes of the service: how they are started, and which ones an earlier run may have left."""

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from clause.embedded.processes import command_line, stop, stop_stranger
from clause.forking import Fork, ends_held_back, fork
from clause.settings import Settings

_STOP_SECONDS = {"web": 15.0, "worker": 30.0, "archive": 10.0}
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
# A process that lived this long had started well, and what ended it is not in its start: it is started again at once.
_LIVED_WELL = 10.0


def command(settings: Settings, name: str) -> list[str]:
    """The command line of ``clause NAME`` for this data folder, which it names, so that it can be recognised."""
    return [sys.executable, "-m", "clause", "--data-dir", str(settings.data_dir), name]


def environment(settings: Settings) -> dict[str, str]:
    """Our own environment, with what was decided since it was read."""
    decided = {
        "CLAUSE_DATA_DIR": str(settings.data_dir),
        "CLAUSE_PORT": str(settings.port),
        "CLAUSE_PUBLIC_URL": settings.public_url,
        "CLAUSE_LOG_FORMAT": settings.log_format,
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **decided}


class Child:
    """A process of the service, started again when it ends: at once, and ever more slowly when it ends soon.

    It does ``run``, with ``files`` as the only open files that it has from us.
    """

    def __init__(self, name: str, settings: Settings, run: Callable[[], int], files: Sequence[int] = ()) -> None:
        self.name = name
        self.deaths = 0
        self._settings = settings
        self._run = run
        self._files = files
        self._process: Fork | None = None
        self._started = 0.0
        self._next_start = 0.0

    @property
    def pid(self) -> int:
        """Process id, 0 while it is not running."""
        return self._process.pid if self._process else 0

    def tend(self) -> str | None:
        """Start the process when it is due; the result is a sentence for the log when it has just ended.

        One that had lived well is started again in the same turn.
        """
        if self._process is None:
            if time.monotonic() >= self._next_start:
                self._start()
            return None
        status = self._process.poll()
        if status is None:
            return None
        self._process = None
        lived = time.monotonic() - self._started
        lived_well = lived > _LIVED_WELL
        self.deaths = 1 if lived_well else self.deaths + 1
        pause = 0.0 if lived_well else min(_FIRST_PAUSE * 2.0 ** (self.deaths - 1), _LONGEST_PAUSE)
        self._next_start = time.monotonic() + pause
        if lived_well:
            self._start()
        return f"Le processus {self.name} s’est arrêté (code {status}) ; redémarrage dans {pause:g} s."

    def stop(self) -> None:
        """Ask the process to end, and see to it within its bounded time."""
        if self._process is not None:
            stop(self._process, [(signal.SIGTERM, _STOP_SECONDS[self.name])])
            self._process = None

    def _start(self) -> None:
        # A process that was asked to end just now must know of this one, to end it too.
        with ends_held_back():
            self._process = fork(command(self._settings, self.name), self._run, self._files)
        self._started = time.monotonic()


def remember(settings: Settings, children: Sequence[Child]) -> None:
    """Write down which processes run, for the run after a killed one.

    A disk that is full must not end the service: without the record, Linux ends them with us all the same.
    """
    running = json.dumps([(child.name, child.pid) for child in children if child.pid])
    with contextlib.suppress(OSError):
        _record(settings).write_text(running)


def forget(settings: Settings) -> None:
    """All processes were stopped: nothing is left to look for."""
    _record(settings).unlink(missing_ok=True)


def end_leftovers(settings: Settings) -> None:
    """End the web process and the worker of a run that was killed; they are ending already where Linux tells them."""
    try:
        found = json.loads(_record(settings).read_text())
    except (OSError, ValueError):
        return
    # Until 2026-11 there was one process of each name, and the record was an object.
    for name, pid in found.items() if isinstance(found, dict) else found:
        _end_leftover(pid, command(settings, name)[1:])
    forget(settings)


def _end_leftover(pid: int, arguments: list[str]) -> None:
    def still_it() -> bool:
        return list(command_line(pid)[1:]) == arguments

    stop_stranger(pid, still_it, [(signal.SIGTERM, 15.0)])


def _record(settings: Settings) -> Path:
    return settings.data_dir / "processes.json"
