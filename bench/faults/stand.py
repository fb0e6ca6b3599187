"""The service as ``clause serve`` runs it, in a folder of its own, and each of its processes to be killed alone."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.processes import free_port, with_descendants
from clause.embedded.postgres import SUPERUSER
from clause.embedded.processes import command_line, last_lines, wait_until
from clause.listening import is_ready
from clause.settings import Settings, load_settings

LONGEST_START_SECONDS = 120.0
LONGEST_STOP_SECONDS = 60.0
_OF_THE_CALLER = ("CLAUSE_", "DATABASE_", "REDIS_")


class Stand:
    """One service with everything embedded; nothing of the caller's own service is touched."""

    def __init__(
        self, data_dir: Path, *, processes: int = 1, workers: int | None = None, archive: Path | None = None
    ) -> None:
        self._variables = {
            "CLAUSE_DATA_DIR": str(data_dir),
            "CLAUSE_PORT": str(free_port()),
            "CLAUSE_LOG_FORMAT": "json",
            "CLAUSE_WEB_PROCESSES": str(processes),
            "CLAUSE_WORKER_PROCESSES": str(processes if workers is None else workers),
            # Counted as in service, and never reached: a few programs do here what hundreds do elsewhere.
            "CLAUSE_RATE_LIMIT": "10000000",
            **({"CLAUSE_ARCHIVE_DIR": str(archive)} if archive else {}),
        }
        self.settings: Settings = load_settings(self._variables)
        self.log = data_dir.with_name(data_dir.name + ".log")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.settings.port}"

    def superuser(self) -> dict[str, object]:
        """Arguments for ``asyncpg.connect`` that see everything: for preparing and comparing."""
        name = self.settings.database_name
        return {"host": str(self.settings.socket_dir), "port": 5432, "user": SUPERUSER, "database": name}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What ``clause ARGUMENT…`` did on the folder of this service."""
        return subprocess.run(
            [sys.executable, "-m", "clause", *arguments],
            capture_output=True,
            text=True,
            env=self._environment(),
            check=False,
        )

    def start(self) -> None:
        """Start it and wait until it says that everything works; RuntimeError with its log when it does not."""
        with self.log.open("ab") as output:
            before = output.tell()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "clause", "serve"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        up = wait_until(lambda: self._has_ended() or self._has_announced(before), LONGEST_START_SECONDS, pause=0.1)
        if not up or self._has_ended():
            raise RuntimeError(f"the service did not start:\n{last_lines(self.log, since=before)}")

    def stop(self) -> None:
        """Ctrl-C; what has not ended by then is killed, with the processes that it would leave."""
        if self._process is None:
            return
        if not self._has_ended():
            self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(LONGEST_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def crash(self) -> None:
        """kill -9 of every process of it at once, as when the machine dies."""
        if self._process is not None:
            for pid in with_descendants(self._process.pid):
                self.end(pid)
            self._process.wait()

    def is_ready(self) -> bool:
        """Whether it answers that it can work."""
        return is_ready(self.settings)

    def pid_of(self, name: str) -> int:
        """The process of this service with this name, waited for when it is just being started again."""
        end = time.monotonic() + LONGEST_START_SECONDS
        while time.monotonic() < end:
            if found := self.pids_of(name):
                return found[0]
            time.sleep(0.05)
        raise RuntimeError(f"{name} does not run:\n{last_lines(self.log)}")

    def pids_of(self, name: str) -> list[int]:
        """The processes of this service that run now under this name, the longest there first."""
        numbers = sorted(int(entry) for entry in os.listdir("/proc") if entry.isdigit())
        return [number for number in numbers if self._is(name, command_line(number))]

    def end(self, pid: int, number: int = signal.SIGKILL) -> None:
        """Send a signal, by default the one that cannot be heard; harmless when the process is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    def _is(self, name: str, words: tuple[str, ...]) -> bool:
        """Whether these are the words of the process, and not of the launcher that is about to become it."""
        folder = str(self.settings.data_dir)
        if name in ("web", "worker"):
            return words[1:3] == ("-m", "clause") and folder in words and words[-1] == name
        program = Path(words[0]).name if words else ""
        if name == "valkey":
            return program == "valkey-server" and folder in words
        return program == "postgres" and str(self.settings.data_dir / "postgres") in words

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_THE_CALLER)}
        return {**kept, **self._variables}

    def _has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _has_announced(self, before: int) -> bool:
        with self.log.open("rb") as file:
            file.seek(before)
            return "répond sur".encode() in file.read()
