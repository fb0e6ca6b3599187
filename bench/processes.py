"""What processes use, as Linux counts it: memory, and processor time."""

import os
import secrets
import socket
from collections.abc import Iterable
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_FIRST_PORT, _PORTS = 12_000, 20_000
"""Below those that systems give to whoever asks for any port, so that a port is still free once a service is up."""


def free_port() -> int:
    """A port of this machine that nobody listens on now, and that the system gives to nobody by itself."""
    while True:
        port = _FIRST_PORT + secrets.randbelow(_PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def with_descendants(pid: int) -> list[int]:
    """A process and all that it started and that they started, as far as they live."""
    found, waiting = [pid], [pid]
    while waiting:
        try:
            tasks = list(Path(f"/proc/{waiting.pop()}/task").iterdir())
            children = [int(word) for task in tasks for word in (task / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += children
        waiting += children
    return found


def memory_mib(pids: Iterable[int]) -> float:
    """Proportional memory of all of these: what several share counts once; nothing for those that are gone."""
    kilobytes = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def own_mib(pid: int) -> float:
    """Proportional memory that no file backs: other processes that load the same libraries change the rest."""
    return _smaps(pid)["Pss_Anon"] / 1024


def all_mib(pid: int) -> float:
    """Proportional memory of one process, files included."""
    return _smaps(pid)["Pss"] / 1024


def _smaps(pid: int) -> dict[str, int]:
    """Kibibytes by kind; FileNotFoundError or ProcessLookupError for a process that is gone."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) for line in lines}


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used so far, with its threads, its children that ended included; 0 if gone."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(words[place]) for place in (11, 12, 13, 14)) / _TICKS_A_SECOND


def started_seconds() -> float:
    """Processor time of all that this process has started and that lives: a service, a database."""
    return sum(processor_seconds(pid) for pid in with_descendants(os.getpid())[1:])
