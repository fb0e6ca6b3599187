"""A process of the service that begins as a copy of the supervisor, which has loaded everything already.

It starts in milliseconds and shares the memory of what was loaded. Linux only knows whose copy it is, so it takes the
name of the command that it stands for, and a signal when the supervisor dies.
"""

import contextlib
import gc
import os
import shlex
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from setproctitle import setproctitle

from clause.domain.errors import ClauseError
from clause.embedded.launch import die_with
from clause.text.messages import explain

_POLL_SECONDS = 0.02
_FAILED = 1
_ASKED_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Fork:
    """A process made by ``fork``; its end is looked for and asked for as with ``subprocess.Popen``."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit status (of a signal: minus its number) once it has ended, None until then."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status; raises subprocess.TimeoutExpired when it has none after ``timeout`` seconds."""
        end = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            time.sleep(_POLL_SECONDS)
        return status

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it without warning."""
        self.send_signal(signal.SIGKILL)


@contextlib.contextmanager
def loading_for_all() -> Iterator[None]:
    """What is loaded inside the block is there for good: the garbage collector never looks at it, nor copies it.

    Nothing is collected at the end either: that took a quarter of a second, and what it found was too little to weigh.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextlib.contextmanager
def ends_held_back() -> Iterator[None]:
    """What asks to end inside the block is heard at its end.

    What a signal raises while the interpreter tends to a copy would be printed and forgotten.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ASKED_TO_END)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def fork(command: Sequence[str], run: Callable[[], int], files: Sequence[int] = ()) -> Fork:
    """A process that does ``run`` and ends with its status, under the name of ``command``.

    Of our open files it keeps ``files`` and where we write to. A refusal is told as a sentence (status 1). To be
    called from the main thread, while there is no other.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    # And what is sent to the copy before it has ways to its end of its own waits until it has them.
    with ends_held_back():
        pid = os.fork()
        if pid == 0:
            _live(command, run, files, parent)
    return Fork(pid)


def _live(command: Sequence[str], run: Callable[[], int], files: Sequence[int], parent: int) -> NoReturn:
    """The whole life of the process; nothing of the supervisor's own way to its end is gone through."""
    status = _FAILED
    try:
        _become(command, files, parent)
        status = run()
    except ClauseError as error:
        sys.stderr.write("".join(f"{line}\n" for line in explain(error)))
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else _FAILED
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)


def _become(command: Sequence[str], files: Sequence[int], parent: int) -> None:
    """A session, signals, files, a name and a garbage collector of its own."""
    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ASKED_TO_END)
    os.setsid()
    os.umask(0o077)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number in {int(name) for name in os.listdir("/dev/fd")} - {0, 1, 2, *files}:
        with contextlib.suppress(OSError):  # the one that read the list
            os.close(number)
    setproctitle(shlex.join(command))
    if sys.platform == "linux":
        die_with(parent, signal.SIGTERM)
