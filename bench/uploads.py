"""Hostile files at every way in, measured: ``python -m bench.uploads``.

A web process as it is shipped (a copy of the one that loaded it) gets each file over HTTP; then what it let in is
opened as the worker opens it. Told are statuses, the slowest answer, the most memory that either process held, and what
was left among temporary files.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.fuzz_document import named_ids
from bench.fuzz_ground import Ground, the_ground
from bench.hostile_entries import ENTRIES, REFUSALS, Entry
from bench.hostile_files import HostileFile, hostile_files
from bench.processes import memory_mib, with_descendants
from bench.stage import LONGEST_START_SECONDS, own_folder, running_servers
from clause.answering import application
from clause.app import files_of_description
from clause.children import environment
from clause.devdata.demo import seed
from clause.domain.errors import Unreadable
from clause.edge.description import describe
from clause.embedded.processes import last_lines, spawn, stop, wait_until
from clause.gateways.decp import read_decp
from clause.gateways.spreadsheet import READER, read_spreadsheet, sniff
from clause.listening import is_ready, open_port
from clause.settings import Settings

CALLERS = {"facilitator": "facilitator maelle", "company_agent": "company_agent sophie", "manager": "manager helene"}
LONGEST_SECONDS = 2.0
ANSWER_SECONDS = 60
_WITH_ITS_MEMORY = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    sys.stderr.write(open("/proc/self/status").read())
"""


@dataclass
class Found:
    """What came of the files."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def took(self, seconds: float, what: str) -> None:
        """Remember the slowest."""
        self.slowest = max(self.slowest, (seconds, what))


def main() -> int:
    """0 when nothing crashed, everything was refused or let in where it may be, and nothing was left."""
    parser = argparse.ArgumentParser(prog="python -m bench.uploads", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the large files")
    options = parser.parse_args()
    files = [file for file in hostile_files() if not (options.quick and file.is_large)]
    read = _read_all(files)
    reader = max(_reader_mib(file.make()) for file in files)
    with own_folder(None) as folder, running_servers() as servers:
        asyncio.run(seed(servers.settings, lambda _: None))
        document = json.loads(describe(application(servers.settings), files_of_description()).document)
        with _running_copy(servers.settings) as (address, web):
            ground = asyncio.run(the_ground(servers.settings, servers, named_ids(document)))
            before = set(Path(tempfile.gettempdir()).iterdir())
            # From here on the system counts the most that the process ever has anew.
            Path(f"/proc/{web}/clear_refs").write_text("5", encoding="ascii")
            at_rest, resident = round(memory_mib([web])), _peak_mib(web)
            sent = _send_all(address, ground, files)
            memory = at_rest + _peak_mib(web) - resident
        left = [one for one in Path(tempfile.gettempdir()).iterdir() if one not in before and _is_ours(one, folder)]
    _tell(sent, read)
    print(
        f"{len(files)} files, {len(left)} left; MiB: web process {at_rest} at rest, {memory} at most; reader {reader}"
    )
    return 1 if sent.wrong or read.wrong or left else 0


def _send_all(address: str, ground: Ground, files: list[HostileFile]) -> Found:
    found = Found()
    with httpx.Client(base_url=address, timeout=ANSWER_SECONDS) as client:
        for file in files:
            content = file.make()
            for entry in ENTRIES:
                _send(client, ground, entry, file, content, found)
    return found


def _send(client: httpx.Client, ground: Ground, entry: Entry, file: HostileFile, content: bytes, found: Found) -> None:
    path, what = entry.path, f"{file.told} → {entry.sender} {entry.path} {entry.form.get('kind', '')}"
    for name, ids in ground.ids.items():
        path = path.replace(f"{{{name}}}", ids[0])
    started = time.monotonic()
    answer = client.post(
        path,
        data=entry.form,
        files={entry.field: (file.name, content, "application/octet-stream")},
        headers=ground.callers[CALLERS[entry.sender]],
    )
    found.took(time.monotonic() - started, what)
    found.statuses[answer.status_code] += 1
    is_let_in = answer.status_code in (201, 202, 303) and file.is_a in entry.lets_in
    # An id of the demonstration that is not the sender's own gives 404: the file is refused all the same.
    if answer.status_code not in {*REFUSALS, 404} and not is_let_in:
        found.wrong.append(f"{what}: {answer.status_code}")


def _read_all(files: list[HostileFile]) -> Found:
    """Each file opened as the background work opens it: refused with a reason, or read to its end."""
    found = Found()
    for file in files:
        content = file.make()
        for reader in (read_spreadsheet, read_decp):
            started, what = time.monotonic(), f"{file.told}, {reader.__name__}"
            try:
                reader(content)
                found.statuses[200] += 1
            except Unreadable:
                found.statuses[422] += 1
            except Exception as error:
                found.wrong.append(f"{what}: {type(error).__name__}: {str(error)[:120]}")
            found.took(time.monotonic() - started, what)
    return found


def _reader_mib(content: bytes) -> int:
    """The most memory of the process that reads this file as a spreadsheet, as the system says it; 0 when none does.

    It says so itself: what the system tells of a child that has ended is no less than what its parent had.
    """
    try:
        kind = sniff(content)
    except Unreadable:
        return 0
    arguments = [sys.executable, "-I", "-c", _WITH_ITS_MEMORY, str(READER), kind.value]
    done = subprocess.run(arguments, input=content, capture_output=True, check=False)
    said = done.stderr.rsplit(b"VmHWM:", 1)
    return int(said[1].split()[0]) // 1024 if len(said) == 2 else 0


@contextlib.contextmanager
def _running_copy(settings: Settings) -> Iterator[tuple[str, int]]:
    """The address of one web process beside the process that it is a copy of, and its number."""
    listener, settings = open_port(settings, move=True)
    listener.close()
    arguments, log = [sys.executable, "-m", "bench.peers.webs"], settings.data_dir / "web.log"
    with log.open("wb") as output:
        process = spawn(arguments, output=output, environ=environment(settings))
        try:
            if not wait_until(lambda: process.poll() is not None or is_ready(settings), LONGEST_START_SECONDS):
                raise RuntimeError(f"the web process is not ready:\n{last_lines(log)}")
            (web,) = with_descendants(process.pid)[1:]
            yield f"http://{settings.host}:{settings.port}", web
        finally:
            stop(process, [(signal.SIGTERM, 15.0)])


def _peak_mib(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    (line,) = [one for one in status.splitlines() if one.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def _is_ours(path: Path, folder: Path) -> bool:
    return path != folder and path.exists() and path.stat().st_uid == os.getuid() and "clause" in path.name


def _tell(sent: Found, read: Found) -> None:
    for name, found in (("sent", sent), ("read", read)):
        statuses = ", ".join(f"{count} × {status}" for status, count in sorted(found.statuses.items()))
        print(f"{name}: {sum(found.statuses.values())} ({statuses}), {len(found.wrong)} wrong")
        print(f"  slowest: {found.slowest[0]:.2f} s, {found.slowest[1]}")
        for one in found.wrong:
            print(f"  {one}")


if __name__ == "__main__":
    sys.exit(main())
