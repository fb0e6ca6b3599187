"""The port of the service."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from clause.domain.errors import Refused
from clause.listening import LISTEN_VARIABLE, is_ready, open_port, received_listener
from tests.embedded.support import settings_in


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_refused_by_its_number(tmp_path: Path, taken: int) -> None:
    with pytest.raises(Refused) as refusal:
        open_port(settings_in(tmp_path, CLAUSE_PORT=str(taken)), move=False)
    assert refusal.value.code == "SRV-001"
    assert refusal.value.values["port"] == taken


def test_the_next_free_port_is_taken_when_asked_and_the_address_follows(tmp_path: Path, taken: int) -> None:
    listener, settings = open_port(settings_in(tmp_path, CLAUSE_PORT=str(taken)), move=True)
    with listener:
        assert settings.port > taken
        assert listener.getsockname() == ("127.0.0.1", settings.port)
        assert settings.public_url == f"http://127.0.0.1:{settings.port}"


def test_an_address_that_was_given_does_not_follow_the_port(tmp_path: Path, taken: int) -> None:
    given = settings_in(tmp_path, CLAUSE_PORT=str(taken), CLAUSE_PUBLIC_URL="https://clause.example.fr")
    listener, settings = open_port(given, move=True)
    listener.close()
    assert settings.public_url == "https://clause.example.fr"


def test_the_last_port_has_no_next_one(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # another program has it: just as well
            other.bind(("127.0.0.1", 65535))
            other.listen()
        with pytest.raises(Refused) as refusal:
            open_port(settings_in(tmp_path, CLAUSE_PORT="65535"), move=True)
    assert refusal.value.code == "SRV-002"


def test_an_address_of_another_machine_is_refused_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        open_port(settings_in(tmp_path, CLAUSE_HOST="192.0.2.1"), move=True)
    assert refusal.value.code == "SRV-003"
    assert refusal.value.values["reason"]


def test_the_web_process_uses_the_socket_it_is_handed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert received_listener() is None
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        monkeypatch.setenv(LISTEN_VARIABLE, str(os.dup(ours.fileno())))
        handed = received_listener()
        assert handed is not None
        with handed:
            assert handed.getsockname() == ours.getsockname()
    assert received_listener() is None


def test_a_port_where_nobody_answers_is_not_ready(tmp_path: Path) -> None:
    listener, settings = open_port(settings_in(tmp_path, CLAUSE_PORT="18000"), move=True)
    listener.close()
    assert not is_ready(settings)
