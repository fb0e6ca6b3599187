"""The embedded queue server (Valkey): reached by socket only, and without memory.

It keeps nothing on disk: the queue is a hurry-up, the record of what is to be done is in PostgreSQL.
"""

import contextlib
import signal
import socket
import subprocess
import time
from pathlib import Path

from clause.domain.errors import Unavailable
from clause.embedded.binaries import valkey_program
from clause.embedded.folder import prepare_folder, prepare_socket_folder
from clause.embedded.identity import possible_owners
from clause.embedded.processes import (
    Launch,
    last_lines,
    launched,
    open_log,
    server_environment,
    spawn,
    stop,
    wait_until,
)
from clause.settings import Settings

_STOP_STEPS = ((signal.SIGTERM, 15.0),)
_LONGEST_START = 60.0
# One that is there and held up is no absent one: its socket would be taken from it while it lives on.
_LONGEST_ANSWER = 10.0


class RunningValkey:
    """A Valkey that this process started, until ``stop()``; it also stops if this process is killed (Linux)."""

    def __init__(self, process: subprocess.Popen[bytes], socket_path: Path) -> None:
        self._process = process
        self.socket_path = socket_path

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self._process.pid

    def is_running(self) -> bool:
        """False once the server has ended, by itself or killed."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End the server within a bounded time; harmless when it is already gone."""
        stop(self._process, _STOP_STEPS)
        with contextlib.suppress(OSError):
            self.socket_path.parent.rmdir()


def start_valkey(settings: Settings) -> RunningValkey:
    """A running Valkey on the socket of the settings' data folder, answering; see ``start_postgres`` for the lock.

    Raises Unavailable (EMB-013) with the server's own words when it does not start.
    """
    data_dir = prepare_folder(settings.data_dir)
    sockets = prepare_socket_folder(settings.socket_dir, possible_owners())
    path = sockets / "valkey.sock"
    _end_leftover(path)
    log_path = prepare_folder(data_dir / "log") / "valkey.log"
    with open_log(log_path) as log:
        before = log.tell()
        process = spawn(
            launched(Launch(), _server_command(path, data_dir), dies_by=signal.SIGTERM),
            output=log,
            environ=server_environment(),
        )
    try:
        ready = wait_until(lambda: process.poll() is not None or answers(path), _LONGEST_START)
    except BaseException:
        stop(process, _STOP_STEPS)
        raise
    if not ready or process.poll() is not None:
        stop(process, _STOP_STEPS)
        raise Unavailable("EMB-013", path=str(log_path), log=last_lines(log_path, since=before))
    return RunningValkey(process, path)


def _server_command(path: Path, data_dir: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(data_dir),
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        # Its process goes on showing the command line it was started with, in which the data folder can be read.
        "set-proc-title": "no",
    }
    command = [str(valkey_program())]
    for name, value in options.items():
        command += [f"--{name}", value]
    return command


def answers(path: Path) -> bool:
    """True when a server on this socket answers a PING."""
    return _ask(path, b"PING\r\n").startswith(b"+PONG")


def _ask(path: Path, command: bytes) -> bytes:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_LONGEST_ANSWER)
            connection.connect(str(path))
            connection.sendall(command)
            return connection.recv(64)
    except OSError:
        return b""


def _end_leftover(path: Path) -> None:
    """End the server that a killed run left on this socket, and take its socket file away."""
    if answers(path):
        _ask(path, b"SHUTDOWN NOSAVE\r\n")
        end = time.monotonic() + _LONGEST_ANSWER
        while answers(path) and time.monotonic() < end:
            time.sleep(0.02)
    if path.is_socket():
        path.unlink()
