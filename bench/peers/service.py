"""Both services as they are served: copies of what is loaded once, and gunicorn in an environment of its own."""

import contextlib
import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.faults.stand import LONGEST_STOP_SECONDS
from bench.peers.data import PEER_DATABASE, PEER_ROLE
from bench.processes import free_port, with_descendants
from bench.stage import LONGEST_START_SECONDS, UNREACHED_LIMIT, Servers
from clause.embedded.processes import Launch, command_line, last_lines, launched, spawn, stop, wait_until
from clause.listening import is_ready
from clause.settings import load_settings

WEB_PROCESSES, THREADS = 2, 4
"""Web processes of each service, and threads of each of Django's."""
_HOST = "127.0.0.1"
_ROOT = Path(__file__).parents[2]
REQUIREMENTS = _ROOT / "bench" / "peer" / "requirements.txt"


@dataclass(frozen=True)
class Web:
    """A service that answers: where, with which web processes, which processes it has in all, and ready how soon."""

    address: tuple[str, int]
    pids: list[int]
    all_pids: list[int]
    ready_seconds: float


def make_tables(python: Path, servers: Servers) -> None:
    """What its migrations make, in its own database; RuntimeError with what they say when they fail."""
    done = subprocess.run(
        [str(python), "-m", "django", "migrate", "-v", "0"],
        env=_environment(servers),
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the peer's migrations failed:\n{done.stderr[-4000:]}")


@contextlib.contextmanager
def running_clause(servers: Servers, rate_limit: str = UNREACHED_LIMIT) -> Iterator[Web]:
    """Two web processes of Clause as shipped, ready; their log goes to the data folder."""
    variables = {
        "CLAUSE_PORT": str(free_port()),
        "CLAUSE_LOG_FORMAT": "json",
        "CLAUSE_WEB_PROCESSES": str(WEB_PROCESSES),
        "CLAUSE_RATE_LIMIT": rate_limit,
    }
    environ = {**os.environ, **variables}
    settings = load_settings(environ)
    arguments, log = [sys.executable, "-m", "bench.peers.webs"], settings.data_dir / f"web-{settings.port}.log"
    with _serving("Clause", arguments, environ, log, partial(is_ready, settings)) as (process, ready):

        def webs() -> list[int]:
            return [pid for pid in with_descendants(process.pid) if command_line(pid)[-1:] == ("web",)]

        _require(lambda: len(webs()) == WEB_PROCESSES, "Clause has not all its processes", log)
        yield Web((settings.host, settings.port), webs(), with_descendants(process.pid), ready)


@contextlib.contextmanager
def running_peer(python: Path, servers: Servers) -> Iterator[Web]:
    """The peer, ready; its log goes to the data folder."""
    port, log = free_port(), servers.settings.data_dir / "peer.log"
    arguments = [str(python), "-m", "gunicorn", "bench.peer.wsgi", "--bind", f"{_HOST}:{port}"]
    arguments += ["--workers", str(WEB_PROCESSES), "--threads", str(THREADS), "--keep-alive", "75"]
    arguments += ["--log-level", "warning"]
    with _serving("the peer", arguments, _environment(servers), log, partial(_answers, port)) as (process, ready):
        _require(lambda: len(with_descendants(process.pid)) > WEB_PROCESSES, "the peer has not all its processes", log)
        pids = with_descendants(process.pid)
        yield Web((_HOST, port), pids, pids, ready)


@contextlib.contextmanager
def _serving(
    name: str, arguments: list[str], environ: dict[str, str], log: Path, answers: Callable[[], bool]
) -> Iterator[tuple["subprocess.Popen[bytes]", float]]:
    """A service that answers, and how many seconds it took to."""
    with log.open("wb") as output:
        started = time.perf_counter()
        process = spawn(launched(Launch(), arguments, dies_by=signal.SIGTERM), output=output, environ=environ)
        try:
            _require(lambda: process.poll() is not None or answers(), f"{name} is not ready", log)
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended:\n{last_lines(log)}")
            yield process, time.perf_counter() - started
        finally:
            stop(process, [(signal.SIGTERM, LONGEST_STOP_SECONDS)])


def _require(condition: Callable[[], bool], otherwise: str, log: Path) -> None:
    if not wait_until(condition, LONGEST_START_SECONDS):
        raise RuntimeError(f"{otherwise}:\n{last_lines(log)}")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(_HOST, port, timeout=1.0)
    try:
        connection.request("GET", "/api/hours/")
        return connection.getresponse().status == 401
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _environment(servers: Servers) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(_ROOT),
        "DJANGO_SETTINGS_MODULE": "bench.peer.settings",
        "PEER_SECRET_KEY": secrets.token_hex(32),
        "PEER_DATABASE_HOST": str(servers.settings.socket_dir),
        "PEER_DATABASE": PEER_DATABASE,
        "PEER_DATABASE_USER": PEER_ROLE,
    }
