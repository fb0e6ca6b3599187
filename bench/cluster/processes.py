"""API processes, workers, and the proxy in front of them."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from bench.processes import free_port
from clause.children import command
from clause.embedded.processes import Launch, last_lines, launched, spawn, stop, wait_until
from clause.listening import is_ready
from clause.settings import Settings

LONGEST_START_SECONDS = 180.0
_OF_THE_CALLER = ("CLAUSE_", "DATABASE_", "REDIS_")
_STOP_SECONDS = 30.0
_PROXY_SETTINGS = Path(__file__).resolve().parents[2] / "docker" / "haproxy.cfg"


class Proxy:
    """HAProxy with the settings that ``compose.yaml`` gives it."""

    def __init__(self, program: str, ports: tuple[int, int], log: Path) -> None:
        self.port = free_port()
        addresses = {"CLAUSE_PROXY_BIND": self.port, "CLAUSE_WEB_A": ports[0], "CLAUSE_WEB_B": ports[1]}
        environ = {**os.environ, **{name: f"127.0.0.1:{port}" for name, port in addresses.items()}}
        arguments = launched(Launch(), [program, "-db", "-f", _PROXY_SETTINGS], dies_by=signal.SIGTERM)
        with log.open("wb") as output:
            self._process = spawn(arguments, output=output, environ=environ)
        if not wait_until(self._listens, LONGEST_START_SECONDS, 0.1):
            raise RuntimeError(f"the proxy does not listen:\n{last_lines(log)}")

    def stop(self) -> None:
        """Stop it."""
        stop(self._process, [(signal.SIGTERM, 5.0)])

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return self._process.poll() is None and probe.connect_ex(("127.0.0.1", self.port)) == 0


def proxy_program(given: str | None) -> str | None:
    """Where HAProxy is: as given, else on the path; None when there is none."""
    return given or shutil.which("haproxy")


class Process:
    """One process of the service; an API process has a port of its own."""

    def __init__(self, name: str, number: int, settings: Settings, variables: dict[str, str]) -> None:
        self._name, self.settings, self._variables = name, settings, variables
        self.log = settings.data_dir / f"{name}-{number}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; an API process is waited for until it says that it is ready."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_THE_CALLER)}
        arguments = launched(Launch(), command(self.settings, self._name), dies_by=signal.SIGTERM)
        with self.log.open("ab") as output:
            self._process = spawn(arguments, output=output, environ={**kept, **self._variables})
        if self._name == "web" and not wait_until(self._is_settled, LONGEST_START_SECONDS, 0.05):
            raise RuntimeError(f"{self._name} is not ready:\n{last_lines(self.log)}")
        if self._process.poll() is not None:
            raise RuntimeError(f"{self._name} ended:\n{last_lines(self.log)}")

    def restart(self) -> float:
        """Asked to end, waited for, started again; the result is how long it was away, in seconds."""
        began = time.monotonic()
        self.stop()
        self.start()
        return time.monotonic() - began

    def stop(self) -> None:
        """Ask it to end, and see to it."""
        if self._process is not None:
            stop(self._process, [(signal.SIGTERM, _STOP_SECONDS)])
            self._process = None

    def _is_settled(self) -> bool:
        return self._process is None or self._process.poll() is not None or is_ready(self.settings)
