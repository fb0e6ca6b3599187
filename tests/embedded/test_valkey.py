"""The embedded queue server, started for real."""

import os
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from clause.domain.errors import Unavailable
from clause.embedded import RunningValkey, start_valkey
from clause.embedded.processes import wait_until
from clause.embedded.valkey import answers
from clause.settings import Settings
from tests.embedded.support import is_gone, run_python, settings_in

START_AND_WAIT = """
import sys, time
from clause.embedded import start_valkey
from clause.settings import load_settings
print(start_valkey(load_settings({"CLAUSE_DATA_DIR": sys.argv[1]})).pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder that does not exist yet."""
    return settings_in(tmp_path / "data")


@pytest.fixture
def server(settings: Settings) -> Iterator[RunningValkey]:
    """A server on it."""
    running = start_valkey(settings)
    yield running
    running.stop()


def ask(server: RunningValkey, command: bytes) -> bytes:
    """The answer to one command."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(str(server.socket_path))
        connection.sendall(command + b"\r\n")
        return connection.recv(4096)


def test_it_answers_on_a_socket_that_only_its_owner_can_open(server: RunningValkey, settings: Settings) -> None:
    assert wait_until(lambda: answers(server.socket_path), 60.0)
    assert str(server.socket_path) == settings.redis_address().unix_socket_path
    assert stat.S_IMODE(server.socket_path.stat().st_mode) == 0o700
    assert stat.S_IMODE(settings.socket_dir.stat().st_mode) == 0o700


def test_it_listens_on_no_port_and_keeps_nothing_on_disk(server: RunningValkey) -> None:
    assert ask(server, b"CONFIG GET port").endswith(b"$1\r\n0\r\n")
    assert ask(server, b"CONFIG GET save").endswith(b"$0\r\n\r\n")
    assert ask(server, b"CONFIG GET appendonly").endswith(b"$2\r\nno\r\n")
    assert ask(server, b"CONFIG GET maxmemory-policy").endswith(b"noeviction\r\n")


def test_stopping_it_takes_the_socket_away(server: RunningValkey) -> None:
    server.stop()
    assert not server.is_running()
    assert not server.socket_path.exists()
    server.stop()


def test_one_left_by_another_run_gives_way(server: RunningValkey, settings: Settings) -> None:
    again = start_valkey(settings)
    try:
        assert wait_until(lambda: not server.is_running(), 60.0)
        assert wait_until(lambda: answers(again.socket_path), 60.0)
    finally:
        again.stop()


def test_the_socket_of_a_killed_one_is_no_obstacle(server: RunningValkey, settings: Settings) -> None:
    os.kill(server.pid, signal.SIGKILL)
    again = start_valkey(settings)
    try:
        assert wait_until(lambda: answers(again.socket_path), 60.0)
    finally:
        again.stop()


def test_it_does_not_outlive_a_killed_starter(settings: Settings) -> None:
    starter = run_python(START_AND_WAIT, str(settings.data_dir))
    assert starter.stdout
    with starter.stdout:
        pid = int(starter.stdout.readline())
        starter.kill()
        starter.wait()
    assert is_gone(pid)


def test_one_that_cannot_start_says_why(settings: Settings) -> None:
    (settings.socket_dir / "valkey.sock").mkdir(parents=True)
    with pytest.raises(Unavailable) as refusal:
        start_valkey(settings)
    assert refusal.value.code == "EMB-013"
    assert "Unix socket" in str(refusal.value.values["log"])
