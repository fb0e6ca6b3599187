"""``clause serve`` as a person runs it, in a folder of its own, for as long as a block lasts."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from bench.processes import free_port
from clause.embedded.processes import command_line, wait_until
from tests.builders.asking import ask

LONGEST_START_SECONDS = 240.0
LONGEST_STOP_SECONDS = 120.0
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "CLAUSE_PUBLIC_URL")


class Serving:
    """A service with everything embedded; ``postgres`` picks the major version of its cluster."""

    def __init__(self, data_dir: Path, *, postgres: int | None = None) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir.with_name(data_dir.name + ".log")
        self._postgres = postgres
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Serving":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ADDRESSES}
        version = {"CLAUSE_EMBEDDED_PG": str(self._postgres)} if self._postgres else {}
        return {**kept, **version, "CLAUSE_DATA_DIR": str(self.data_dir), "CLAUSE_PORT": str(self.port)}

    def start(self) -> None:
        """Start it and wait until it is ready; AssertionError with its log when it is not."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "clause", "serve"],
                env=self._environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        up = wait_until(lambda: self._has_ended() or self.answers("/health/ready"), LONGEST_START_SECONDS, 0.1)
        if not up or self._has_ended():
            self.stop()
            raise AssertionError(f"not ready: {self.said()}")

    def _has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def answers(self, path: str) -> bool:
        """Whether it answers 200 there now."""
        return ask(self.port, path, 2.0) == 200

    def stop(self) -> None:
        """Ctrl-C, and its clean end."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(LONGEST_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise

    def said(self) -> str:
        """Its output so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def pid_of(self, name: str) -> int | None:
        """The process of this service that was started as ``clause NAME``, if it runs."""
        for entry in os.listdir("/proc"):
            words = command_line(int(entry)) if entry.isdigit() else ()
            if str(self.data_dir) in words and words[-1] == name:
                return int(entry)
        if name == "serve" and self._process is not None:
            return self._process.pid
        return None

    def kill_if_it_runs(self, name: str) -> bool:
        """Kill a process without warning, unless it is gone already: whether there was one."""
        pid = self.pid_of(name)
        if pid is None:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return True

    def kill(self, name: str) -> None:
        """Kill a process without warning."""
        assert self.kill_if_it_runs(name), f"{name} does not run: {self.said()}"
        if name == "serve" and self._process is not None:
            self._process.wait()
