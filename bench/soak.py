"""`python -m bench.soak`: an hour of even load, and whether memory, descriptors and answering times stay as they were.

See ``bench/README.md``.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.faults import report
from bench.faults.ground import Ground, lay_out
from bench.faults.ledger import Ledger
from bench.faults.stand import Stand
from bench.faults.verdict import Check, compare
from bench.processes import all_mib, own_mib

MOST_MIB_AN_HOUR = 1.0
_WARM_UP_SHARE = 0.25
"""Caches fill and pools open in the first part of the run, which no slope is drawn through."""
_MOST_MORE_DESCRIPTORS = 2
_SAMPLES = 120
_PARTS = 12


@dataclass(frozen=True)
class Sample:
    """One process at one instant: its own memory, its share of all memory (MiB), its open descriptors."""

    process: str
    at: float
    own_mib: float
    shared_mib: float
    descriptors: int


@dataclass(frozen=True)
class Trend:
    """What became of one process after the warm-up."""

    process: str
    first: Sample
    last: Sample
    mib_an_hour: float
    more_descriptors: int

    @property
    def is_flat(self) -> bool:
        """Whether the promise was kept."""
        return self.mib_an_hour <= MOST_MIB_AN_HOUR and self.more_descriptors <= _MOST_MORE_DESCRIPTORS


def main(arguments: Sequence[str]) -> int:
    """Load, sample, compare, print; 0 when memory and descriptors stayed flat and nothing was refused or lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--writers", type=int, default=8, help="writers at once, and half as many readers (8)")
    parser.add_argument("--thought", type=float, default=0.5, help="seconds that each thinks between two calls (0.5)")
    parser.add_argument("--companies", type=int, default=800, help="companies, each with 24 months to declare (800)")
    given = parser.parse_args(arguments)
    written, read, samples = Ledger(), Ledger(), list[Sample]()
    with tempfile.TemporaryDirectory(prefix="clause-soak-", ignore_cleanup_errors=True) as place:
        stand = Stand(Path(place) / "data", processes=2, workers=1)
        try:
            stand.start()
            ground = lay_out(stand, given.companies)
            began = time.monotonic()
            checks = asyncio.run(_run(stand, ground, (written, read), samples, given))
        finally:
            stand.stop()
    trends = trends_of(samples)
    print(_text(written, read, trends, began, given.minutes * 60.0))
    print("\n".join(f"{check.name:<62} {check.compared:>9} {check.wrong:>6}" for check in checks))
    refused = {name: count for ledger in (written, read) for name, count in ledger.answers.items() if ": 2" not in name}
    print("\n".join(f"BREACH: {line}" for line in [*written.surprises, *(f"{n} × {c}" for n, c in refused.items())]))
    flat = all(trend.is_flat for trend in trends) and len(trends) == 3
    return 0 if flat and not refused and report.is_sound(written, [], checks, timed=False) else 1


async def _run(
    stand: Stand, ground: Ground, ledgers: tuple[Ledger, Ledger], samples: list[Sample], given: argparse.Namespace
) -> list[Check]:
    stop = asyncio.Event()
    written, read = ledgers
    work = [
        asyncio.create_task(writer.work(stop))
        for writer in ground.writers(given.writers, stand, written, given.thought)
    ]
    readers = range(-(-given.writers // 2))
    work += [asyncio.create_task(_read(number, stand, ground, read, given.thought, stop)) for number in readers]
    end = time.monotonic() + given.minutes * 60.0
    while time.monotonic() < end and not written.surprises:
        samples += await asyncio.to_thread(_sample, stand)
        await asyncio.sleep(given.minutes * 60.0 / _SAMPLES)
    samples += await asyncio.to_thread(_sample, stand)
    stop.set()
    await asyncio.gather(*work)
    return await compare(stand, ground, written)


async def _read(number: int, stand: Stand, ground: Ground, ledger: Ledger, thought: float, stop: asyncio.Event) -> None:
    """Lists of statements and of booked hours in turn, as the program of the first organisation."""
    headers = {"authorization": f"Bearer {ground.desk(0, 1).token}"}
    async with httpx.AsyncClient(base_url=stand.base_url, headers=headers, timeout=60.0) as http:
        while not stop.is_set():
            number += 1
            call = ground.plan.list_entries(number) if number % 2 else ground.plan.list_statements(number)
            began = time.monotonic()
            answer = await http.get(call.path)
            ledger.took.append((time.monotonic(), time.monotonic() - began))
            ledger.note(str(answer.status_code))
            await asyncio.sleep(thought)


def _sample(stand: Stand) -> list[Sample]:
    found = []
    for name in ("web", "worker"):
        for number, pid in enumerate(stand.pids_of(name), start=1):
            found.append(_sample_of(f"{name} {number}", pid))
    return found


def _sample_of(process: str, pid: int) -> Sample:
    descriptors = len(os.listdir(f"/proc/{pid}/fd"))
    return Sample(process, time.monotonic(), own_mib(pid), all_mib(pid), descriptors)


def trends_of(samples: Sequence[Sample]) -> list[Trend]:
    """One trend a process: the straight line of least squares through what it held after the warm-up."""
    trends = []
    for process in sorted({sample.process for sample in samples}):
        own = [sample for sample in samples if sample.process == process]
        later = own[int(len(own) * _WARM_UP_SHARE) :]
        hours = [(sample.at - later[0].at) / 3600.0 for sample in later]
        slope = statistics.linear_regression(hours, [sample.own_mib for sample in later]).slope if len(later) > 2 else 0
        third = max(len(later) // 3, 1)
        more = max(s.descriptors for s in later[-third:]) - max(s.descriptors for s in later[:third])
        trends.append(Trend(process, later[0], later[-1], slope, more))
    return trends


def _text(written: Ledger, read: Ledger, trends: Sequence[Trend], began: float, seconds: float) -> str:
    calls = len(written.took) + len(read.took)
    lines = [
        f"{calls} calls in {seconds / 60:.0f} min ({calls / seconds:.1f}/s), {len(written.acknowledged)} writes kept",
        f"{'process':<12} {'own MiB after warm-up → end':>28} {'MiB/hour':>9} {'in all':>7} {'descriptors':>12}",
    ]
    for t in trends:
        memory = f"{t.first.own_mib:.1f} → {t.last.own_mib:.1f}"
        descriptors = f"{t.first.descriptors} → {t.last.descriptors}"
        lines.append(f"{t.process:<12} {memory:>28} {t.mib_an_hour:>9.2f} {t.last.shared_mib:>7.1f} {descriptors:>12}")
    lines += ["", f"{'minutes':<10} {'read p50':>9} {'p99 ms':>8} {'write p50':>10} {'p99 ms':>8}"]
    for part in range(_PARTS):
        first, last = seconds * part / _PARTS, seconds * (part + 1) / _PARTS
        figures = [
            *_percentiles(read, began + first, began + last),
            *_percentiles(written, began + first, began + last),
        ]
        shown = "".join(f"{figure:>{width}.0f}" for figure, width in zip(figures, (10, 9, 11, 9), strict=True))
        lines.append(f"{first / 60:>4.0f}-{last / 60:<5.0f}{shown}")
    return "\n".join([*lines, ""])


def _percentiles(ledger: Ledger, first: float, last: float) -> tuple[float, float]:
    """Median and 99th percentile, in milliseconds, of the calls answered between two instants."""
    found = sorted(seconds for at, seconds in ledger.took if first <= at < last)
    if not found:
        return 0.0, 0.0
    return 1000 * found[len(found) // 2], 1000 * found[int(len(found) * 0.99)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
