"""``clause serve`` as a person runs it: one command starts all, one Ctrl-C leaves nothing, no kill loses anything."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.processes import free_port
from clause.embedded.processes import wait_until
from clause.settings import Settings
from tests.builders.asking import ask
from tests.embedded.support import execute, processes_of, query, settings_in

pytestmark = pytest.mark.real_processes

LONGEST_SECONDS = 240.0
"""For a start, an end or an answer: reached only when it never comes, however loaded the machine is."""


class Service:
    """A `clause serve` of our own, its output in a file."""

    def __init__(self, settings: Settings, **variables: str) -> None:
        self.settings = settings
        self.log = settings.data_dir.parent / "serve.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "clause", "serve"],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **self._variables(), **variables},
                start_new_session=True,
            )

    def _variables(self) -> dict[str, str]:
        return {"CLAUSE_DATA_DIR": str(self.settings.data_dir), "CLAUSE_PORT": str(self.settings.port)}

    def said(self) -> str:
        """All output so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def is_up(self) -> bool:
        """True once it has printed its address (or ended)."""
        return self.process.poll() is not None or "répond sur" in self.said()

    def wait_up(self) -> None:
        """Wait until people can use it."""
        assert wait_until(self.is_up, LONGEST_SECONDS), self.said()
        assert self.process.poll() is None, self.said()

    def wait_ready(self) -> None:
        """Wait until it says that it is ready to work."""
        assert wait_until(lambda: ask(self.settings.port, "/health/ready") == 200, LONGEST_SECONDS, 0.1), self.said()

    def find(self, name: str) -> int | None:
        """The process of this service whose command line has these words."""
        found = [pid for pid, line in processes_of(self.settings.data_dir).items() if name in line]
        return found[0] if found else None

    def kill(self, name: str) -> int:
        """Kill a process of this service without warning; the result is the number it had."""
        pid = self.find(name)
        assert pid, self.said()
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_again(self, name: str, before: int) -> None:
        """Wait until this process was started again."""
        assert wait_until(lambda: self.find(name) not in (None, before), LONGEST_SECONDS, 0.1), self.said()

    def end(self) -> None:
        """Kill what is left, whatever happened."""
        for pid in (self.process.pid, *processes_of(self.settings.data_dir)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()


@contextlib.contextmanager
def serving(data_dir: Path) -> Iterator[Service]:
    """A service on this folder that is up; nothing of it is left at the end."""
    running = Service(settings_in(data_dir, CLAUSE_PORT=str(free_port())))
    try:
        running.wait_up()
        yield running
    finally:
        running.end()


@pytest.fixture
def service(migrated: Path) -> Iterator[Service]:
    """A service of the test's own."""
    with serving(migrated) as running:
        yield running


@pytest.fixture(scope="module")
def lasting(migrated_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service for the tests that leave it as they found it."""
    with serving(shutil.copytree(migrated_once, tmp_path_factory.mktemp("lasting") / "data")) as running:
        yield running


@pytest.fixture
def mended(lasting: Service) -> Service:
    """The same, ready to work whatever an earlier test did to it."""
    lasting.wait_ready()
    return lasting


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_command_starts_everything_and_one_signal_leaves_nothing(tmp_path: Path, number: int) -> None:
    with serving(tmp_path / "data") as service:
        _check_that_a_signal_ends_all(service, number)


def _check_that_a_signal_ends_all(service: Service, number: int) -> None:
    service.wait_ready()
    assert f"http://127.0.0.1:{service.settings.port}" in service.said()
    parts = ("postgres -D", "valkey-server", " web", " worker")
    assert wait_until(lambda: all(service.find(name) for name in parts), LONGEST_SECONDS), service.said()
    os.killpg(service.process.pid, number)
    assert service.process.wait(LONGEST_SECONDS) == 0, service.said()
    assert processes_of(service.settings.data_dir) == {}
    assert not service.settings.socket_dir.exists()
    log = (service.settings.data_dir / "log" / "postgres.log").read_text()
    assert log.rstrip().endswith("database system is shut down")


def test_a_second_service_on_the_same_folder_is_refused_and_a_command_is_not(mended: Service) -> None:
    second = Service(mended.settings.model_copy(update={"port": mended.settings.port + 1}))
    assert second.process.wait(LONGEST_SECONDS) == 1
    assert f"processus {mended.process.pid}" in second.said()
    doctor = [sys.executable, "-m", "clause", "--data-dir", str(mended.settings.data_dir), "doctor"]
    done = subprocess.run(doctor, capture_output=True, text=True, timeout=LONGEST_SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    mended.wait_ready()


def test_killing_the_supervisor_leaves_nothing_running_and_loses_nothing(service: Service) -> None:
    owner = service.settings.asyncpg_owner_config()
    execute(owner, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    service.process.kill()
    service.process.wait()
    again = Service(service.settings)
    try:
        again.wait_up()
        assert query(owner, "SELECT n FROM kept") == 7
        again.wait_ready()
        lines = processes_of(service.settings.data_dir).values()
        assert len([line for line in lines if "postgres -D" in line]) == 1
    finally:
        again.end()


def test_a_killed_web_process_is_started_again_and_nobody_is_refused(mended: Service) -> None:
    before = mended.kill(" web")
    time.sleep(0.05)
    assert ask(mended.settings.port, "/health/live") == 200  # waits in the queue of the port, and is served
    mended.wait_again(" web", before)


def test_a_process_that_never_starts_ends_the_service_with_a_sentence(migrated: Path) -> None:
    settings = settings_in(migrated, CLAUSE_PORT=str(free_port()))
    running = Service(
        settings, CLAUSE_POOL_MIN="1000", CLAUSE_POOL_MAX="1000"
    )  # more connections than the server gives out
    try:
        assert running.process.wait(LONGEST_SECONDS) == 1
        assert "ne démarre pas" in running.said()
        assert processes_of(settings.data_dir) == {}
    finally:
        running.end()
