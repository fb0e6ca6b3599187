"""The peer as it is served: an environment of its own, its tables, gunicorn with two processes of four threads."""

import contextlib
import hashlib
import http.client
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.faults.stand import free_port
from bench.peers.data import PEER_DATABASE, PEER_ROLE
from bench.processes import with_descendants
from bench.stage import LONGEST_START_SECONDS, Servers, Web
from clause.embedded.processes import Launch, last_lines, launched, spawn, stop, wait_until

WEB_PROCESSES, THREADS = 2, 4
_HOST = "127.0.0.1"
_ROOT = Path(__file__).parents[2]
_REQUIREMENTS = _ROOT / "bench" / "peer" / "requirements.txt"


def peer_python() -> Path:
    """The Python of an environment with what the peer requires and nothing else, made the first time in the cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "clause" / f"bench-peer-{hashlib.sha256(_REQUIREMENTS.read_bytes()).hexdigest()[:12]}"
    python, uv = folder / "bin" / "python", [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", "--allow-existing", "--python", sys.executable, str(folder)], check=True)
    sync = ["pip", "sync", "-q", "--require-hashes", "--python", str(python), str(_REQUIREMENTS)]
    subprocess.run([*uv, *sync], check=True)
    return python


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
def running_peer(python: Path, servers: Servers) -> Iterator[Web]:
    """The peer, ready; its log goes to the data folder."""
    port, log = free_port(), servers.settings.data_dir / "peer.log"
    arguments = [str(python), "-m", "gunicorn", "bench.peer.wsgi", "--bind", f"{_HOST}:{port}"]
    arguments += ["--workers", str(WEB_PROCESSES), "--threads", str(THREADS), "--keep-alive", "75"]
    arguments += ["--log-level", "warning"]
    with log.open("wb") as output:
        started = time.perf_counter()
        process = spawn(
            launched(Launch(), arguments, dies_by=signal.SIGTERM), output=output, environ=_environment(servers)
        )
        try:
            if not wait_until(lambda: process.poll() is not None or _answers(port), LONGEST_START_SECONDS):
                raise RuntimeError(f"the peer is not ready:\n{last_lines(log)}")
            if process.poll() is not None:
                raise RuntimeError(f"the peer ended:\n{last_lines(log)}")
            ready = time.perf_counter() - started
            if not wait_until(lambda: len(with_descendants(process.pid)) > WEB_PROCESSES, LONGEST_START_SECONDS):
                raise RuntimeError(f"the peer has not all its processes:\n{last_lines(log)}")
            yield Web((_HOST, port), with_descendants(process.pid), ready)
        finally:
            stop(process, [(signal.SIGTERM, 15.0)])


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
