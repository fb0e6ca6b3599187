"""Start a program through ``launch``, stop it within a bounded time, and recognise one that an earlier run left."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Literal, Protocol

from pydantic import BaseModel, ConfigDict

_LAUNCHER = Path(__file__).with_name("launch.py")
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT")
_LARGEST_LOG = 10 * 1024 * 1024


class Launch(BaseModel):
    """How ``launch`` changes user before it becomes the program; the default changes nothing."""

    model_config = ConfigDict(frozen=True)

    mode: Literal["same", "namespace", "switch"] = "same"
    uid: int = 0
    gid: int = 0
    keep_access: bool = False


def server_environment() -> dict[str, str]:
    """The few variables that a server needs: nobody's ``PGOPTIONS`` or exotic locale reaches it."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def launched(launch: Launch, arguments: Sequence[str | Path], *, dies_by: int = 0) -> list[str]:
    """The command that runs ``arguments`` as ``launch`` says, and gets signal ``dies_by`` if this process dies.

    The tie is to the thread that starts it: start servers from the main thread.
    """
    spec = {**launch.model_dump(), "parent": os.getpid() if dies_by else 0, "signal": dies_by}
    return [sys.executable, "-I", "-S", str(_LAUNCHER), json.dumps(spec), *map(str, arguments)]


def spawn(
    command: Sequence[str], *, output: IO[bytes] | int | None, environ: Mapping[str, str], files: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """A running process in its own session, so that a Ctrl-C in the terminal reaches only the supervisor.

    ``output`` takes what it writes (None: our own terminal); ``files`` are open files that it receives.
    """
    return subprocess.Popen(  # noqa: S603 - our own commands
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=dict(environ),
        pass_fds=tuple(files),
        start_new_session=True,
    )


def probe(launch: Launch, paths: Sequence[Path]) -> bool:
    """True when a process launched this way starts, and can pass or run every one of ``paths``."""
    spec = {**launch.model_dump(), "parent": 0, "signal": 0, "probe": [str(path) for path in paths]}
    command = [sys.executable, "-I", "-S", str(_LAUNCHER), json.dumps(spec)]
    done = subprocess.run(command, capture_output=True, env=server_environment(), check=False)  # noqa: S603
    return done.returncode == 0


class Stoppable(Protocol):
    """A process of ours, as ``subprocess.Popen`` shows it."""

    def poll(self) -> int | None:
        """Its exit status once it has ended, None until then."""

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status; subprocess.TimeoutExpired when it has none after ``timeout`` seconds."""

    def send_signal(self, sig: int, /) -> None:
        """Send it a signal, unless it has ended."""

    def kill(self) -> None:
        """End it without warning."""


def stop(process: Stoppable, steps: Sequence[tuple[int, float]]) -> int:
    """The exit status of a process stopped by signals, each with the seconds it may take; then SIGKILL."""
    for number, seconds in steps:
        if process.poll() is None:
            process.send_signal(number)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    return process.wait()


def stop_stranger(pid: int, still_it: Callable[[], bool], steps: Sequence[tuple[int, float]]) -> bool:
    """True once a process that is not our child is gone; ``still_it`` is asked before each signal (pids are reused)."""
    for number, seconds in (*steps, (signal.SIGKILL, 5.0)):
        if not still_it():
            return True
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        if wait_until(lambda: not still_it(), seconds):
            return True
    return not still_it()


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """True as soon as ``condition`` holds, False when it has not held for ``seconds``."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True


def exists(pid: int) -> bool:
    """True when this number is taken, be it by a dead process that nobody has waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command_line(pid: int) -> tuple[str, ...]:
    """The arguments that a live process was started with; empty when there is none, or it is not to be seen.

    Of a process that took the name of a command (``forking``), the arguments of that command.
    """
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        if len(words) == 1 and b" -m clause " in words[0]:
            return tuple(shlex.split(os.fsdecode(words[0])))
        return tuple(os.fsdecode(word) for word in words) if words != [b""] else ()
    except FileNotFoundError:
        return () if Path("/proc/self").exists() else _asked_of_ps(pid)
    except OSError:
        return ()


def _asked_of_ps(pid: int) -> tuple[str, ...]:
    done = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)  # noqa: S603, S607
    return tuple(os.fsdecode(done.stdout).split())


def open_log(path: Path) -> IO[bytes]:
    """The log file opened for appending; one that has grown past 10 MiB is set aside first (one old copy is kept)."""
    if path.exists() and path.stat().st_size > _LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def last_lines(path: Path, since: int = 0, count: int = 8) -> str:
    """The end of a log, from byte ``since`` on, for an error's sentence."""
    try:
        with path.open("rb") as file:
            file.seek(since)
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-count:])
