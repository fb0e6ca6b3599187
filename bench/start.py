"""`python -m bench.start`: how soon the service answers, what it holds in memory, how soon a killed process is back.

See ``bench/README.md``.
"""

import argparse
import asyncio
import contextlib
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from bench.fuzz_ground import Headers, signed_in
from bench.processes import memory_mib
from clause.embedded.processes import command_line, wait_until
from clause.listening import is_ready, open_port
from clause.runtime import open_runtime
from clause.settings import Settings, load_settings

_LINK = re.compile(r'href="(/[^"#?]*)')
_NOT_WALKED = ("/static/", "/sign-out", "/schema")
_LONGEST_SECONDS = 180.0
_TICKS = os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str]) -> int:
    """Start, weigh, use, weigh, kill, print; the status is 0 when everything answered."""
    parser = argparse.ArgumentParser(prog="python -m bench.start", description=__doc__)
    parser.add_argument("--processes", type=int, default=2, help="web processes (2)")
    parser.add_argument("--rounds", type=int, default=3, help="starts (3); the median is printed")
    parser.add_argument("--calls", type=int, default=2000, help="calls before memory is weighed again (2000)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder) / "data")
        started = []
        for number in range(given.rounds + 1):
            with _serving(settings, given.processes, *([] if number else ["--demo"])) as took:
                if number:  # the first start makes the database, and the territory whose people sign in
                    started.append(took)
                if number == given.rounds:
                    _tell_start(started)
                    _tell_memory("idle", settings)
                    _use(settings, given.calls)
                    _tell_memory(f"after {given.calls} calls of open addresses", settings)
                    walked = _use_signed_in(settings, given.calls)
                    _tell_memory(f"after {given.calls} more of {walked} addresses behind the sign-in", settings)
                    _tell_kill(settings)
    return 0


def _settings(folder: Path) -> Settings:
    listener, settings = open_port(load_settings({"CLAUSE_DATA_DIR": str(folder), "CLAUSE_PORT": "8600"}), move=True)
    listener.close()
    return settings


@contextlib.contextmanager
def _serving(settings: Settings, processes: int, *options: str) -> Iterator[tuple[float, float]]:
    """The service runs: seconds until it said that it is ready, and seconds of processor that this took."""
    variables = {
        "CLAUSE_DATA_DIR": str(settings.data_dir),
        "CLAUSE_PORT": str(settings.port),
        "CLAUSE_WEB_PROCESSES": str(processes),
        "CLAUSE_RATE_LIMIT": "0",
        # Modules are compiled once, as an installation does it: by the first start, which is not shown.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(settings.data_dir.parent / "bytecode"),
    }
    began = time.monotonic()
    service = subprocess.Popen(
        [sys.executable, "-m", "clause", "serve", *options],
        env={**os.environ, **variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        if not wait_until(lambda: service.poll() is not None or is_ready(settings), _LONGEST_SECONDS):
            raise RuntimeError("the service is not ready")
        yield time.monotonic() - began, _processor_seconds(service.pid, settings)
    finally:
        service.terminate()
        service.wait(60)


def _processes(name: str, settings: Settings) -> list[int]:
    """Processes of the service whose command ends with this word; of the servers and the supervisor, another."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        words = command_line(int(entry))
        if words[1:3] == ("-m", "clause") and str(settings.data_dir) in words and words[-1] == name:
            found.append(int(entry))
    return found


def _processor_seconds(supervisor: int, settings: Settings) -> float:
    """Of the supervisor, of what it has waited for, and of the processes of the service."""
    ticks = 0
    for number in (supervisor, *_processes("web", settings), *_processes("worker", settings)):
        values = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, values[11:15] if number == supervisor else values[11:13]))
    return ticks / _TICKS


def _tell_start(started: list[tuple[float, float]]) -> None:
    took, used = (statistics.median(one) for one in zip(*started, strict=True))
    print(f"ready after {took:.2f} s, {used:.2f} s of processor (median of {len(started)})")


def _tell_memory(when: str, settings: Settings) -> None:
    """Proportional memory: what several processes share is counted in parts."""
    web = [memory_mib([number]) for number in _processes("web", settings)]
    worker = [memory_mib([number]) for number in _processes("worker", settings)]
    (supervisor,) = [
        number
        for number in map(int, filter(str.isdigit, os.listdir("/proc")))
        if command_line(number)[1:] == ("-m", "clause", "serve") and number in _parents(_processes("web", settings))
    ]
    others = sum(worker) + memory_mib([supervisor])
    print(
        f"memory {when}: {sum(web):.0f} MiB in {len(web)} web processes ({', '.join(f'{one:.0f}' for one in web)});"
        f" worker and supervisor {others:.0f} MiB"
    )


def _parents(processes: list[int]) -> set[int]:
    return {int(Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[1]) for one in processes}


def _use(settings: Settings, calls: int) -> None:
    """Pages and answers that need no account, over connections that come and go."""
    paths = ("/sign-in", "/verify", "/health/ready", "/schema/openapi.json", "/api/v1/contracts")
    for number in range(calls // 20):
        with httpx.Client(base_url=f"http://127.0.0.1:{settings.port}") as client:
            for call in range(20):
                path = paths[(number + call) % len(paths)]
                if client.get(path, timeout=60).status_code >= 500:
                    raise RuntimeError(path)


def _use_signed_in(settings: Settings, calls: int) -> int:
    """Everyone of the demonstration follows the links that their pages show; the result is how many addresses that was.

    Files are among them. Who has seen all that there is begins again.
    """

    async def everyone() -> dict[str, Headers]:
        async with open_runtime(settings):
            return await signed_in(settings)

    people = asyncio.run(everyone())
    share = calls // len(people)
    return sum(_walk(settings, headers, share) for headers in people.values())


def _walk(settings: Settings, headers: Headers, calls: int) -> int:
    """This many calls of one person, twenty a connection; the result is how many different addresses they had."""
    found = ["/"]
    for first in range(0, calls, 20):
        with httpx.Client(base_url=f"http://127.0.0.1:{settings.port}", headers=headers, timeout=60) as client:
            for number in range(first, min(first + 20, calls)):
                path = found[number % len(found)]
                answer = client.get(path)
                if answer.status_code >= 500:
                    raise RuntimeError(path)
                if answer.headers.get("content-type", "").startswith("text/html"):
                    links = [link for link in _LINK.findall(answer.text) if not link.startswith(_NOT_WALKED)]
                    found += [link for link in dict.fromkeys(links) if link not in found]
    return min(calls, len(found))


def _tell_kill(settings: Settings) -> None:
    """A web process is killed; how long until there are as many as before and one of them is another."""
    before = set(_processes("web", settings))
    began = time.monotonic()
    os.kill(min(before), signal.SIGKILL)

    def is_back() -> bool:
        now = set(_processes("web", settings))
        return now != before and len(now) == len(before) and is_ready(settings)

    if not wait_until(is_back, _LONGEST_SECONDS):
        raise RuntimeError("the killed process is not back")
    print(f"a killed web process is back after {time.monotonic() - began:.2f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
