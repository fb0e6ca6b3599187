"""`python -m bench.soak`: an hour of even load, and whether memory, descriptors and answering times stay as they were.

See ``bench/README.md``.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from bench.faults import report
from bench.faults.ground import Ground, lay_out
from bench.faults.ledger import Ledger
from bench.faults.stand import Stand
from bench.faults.verdict import Check, compare
from bench.faults.writers import Writer
from bench.processes import all_mib, own_mib
from bench.soak_report import Run, Sample, not_flat, parts_of, text, trends_of

_SAMPLES = 120
_FULL_SECONDS, _CALM_SECONDS = 60.0, 20.0
_HALF = 0.5


class Reader:
    """Asks for lists of statements and of booked hours in turn, as the program of the first organisation."""

    def __init__(self, number: int, stand: Stand, ground: Ground, ledger: Ledger, thought: float) -> None:
        self._number, self._plan, self._ledger, self.thought = number, ground.plan, ledger, thought
        headers = {"authorization": f"Bearer {ground.desk(0, 1).token}"}
        self._http = httpx.AsyncClient(base_url=stand.base_url, headers=headers, timeout=60.0)

    async def work(self, stop: asyncio.Event) -> None:
        """Until asked to stop."""
        async with self._http:
            while not stop.is_set():
                self._number += 1
                lists = self._plan.list_entries if self._number % 2 else self._plan.list_statements
                began = time.monotonic()
                answer = await self._http.get(lists(self._number).path)
                self._ledger.took.append((time.monotonic(), time.monotonic() - began))
                self._ledger.note(str(answer.status_code))
                await asyncio.sleep(self.thought)


def main(arguments: Sequence[str]) -> int:
    """Load, sample, compare, print; 0 when memory and descriptors stayed flat and nothing was refused or lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--writers", type=int, default=8, help="writers at once, and half as many readers (8)")
    parser.add_argument("--thought", type=float, default=0.5, help="seconds that each thinks between two calls (0.5)")
    parser.add_argument("--half", action="store_true", help="a minute at full load first, then half of that rate")
    parser.add_argument("--companies", type=int, default=800, help="companies, each with 24 months to declare (800)")
    given = parser.parse_args(arguments)
    run = Run()
    with tempfile.TemporaryDirectory(prefix="clause-soak-", ignore_cleanup_errors=True) as place:
        stand = Stand(Path(place) / "data", processes=2, workers=1)
        try:
            stand.start()
            ground = lay_out(stand, given.companies)
            checks = asyncio.run(_run(stand, ground, run, given))
        finally:
            stand.stop()
    trends, parts = trends_of(run.samples), parts_of(run)
    print(text(run, trends, parts))
    print("\n".join(f"{check.name:<62} {check.compared:>9} {check.wrong:>6}" for check in checks))
    breaches = [*run.written.surprises, *run.refused(), *(not_flat(run, parts) if given.half else ())]
    print("\n".join(f"BREACH: {line}" for line in breaches))
    flat = all(trend.is_flat for trend in trends) and len(trends) == 3
    return 0 if flat and not breaches and report.is_sound(run.written, [], checks, timed=False) else 1


async def _run(stand: Stand, ground: Ground, run: Run, given: argparse.Namespace) -> list[Check]:
    """The load, at first as much as they can if its half is asked for; and the comparison."""
    stop = asyncio.Event()
    writers = list(ground.writers(given.writers, stand, run.written, given.thought))
    readers = [Reader(number, stand, ground, run.read, given.thought) for number in range(-(-given.writers // 2))]
    people: list[Writer | Reader] = [*writers, *readers]
    work = [asyncio.create_task(one.work(stop)) for one in people]
    if given.half:
        run.capacity = await _capacity(run, people)
    run.began, end = time.monotonic(), time.monotonic() + given.minutes * 60.0
    while time.monotonic() < end and not run.written.surprises:
        run.samples += await asyncio.to_thread(_sample, stand)
        if any(one.done() for one in work):
            run.written.surprises.append("a writer has no month left to declare: more --companies")
        await asyncio.sleep(given.minutes * 60.0 / _SAMPLES)
    run.ended = time.monotonic()
    stop.set()
    await asyncio.gather(*work)
    return await compare(stand, ground, run.written)


async def _capacity(run: Run, people: Sequence[Writer | Reader]) -> float:
    """Calls a second while nobody pauses; from then on they pause so long that half of it is left.

    An answer is taken to need half as long at half the load; the report tells what came of it.
    """
    for one in people:
        one.thought = 0.0
    before, began = run.calls, time.monotonic()
    await asyncio.sleep(_FULL_SECONDS)
    rate = (run.calls - before) / (time.monotonic() - began)
    for one in people:
        one.thought = len(people) / (_HALF * rate) - _HALF * len(people) / rate
    await asyncio.sleep(_CALM_SECONDS)  # what was asked for in that minute is done
    return rate


def _sample(stand: Stand) -> list[Sample]:
    found = []
    for name in ("web", "worker"):
        for number, pid in enumerate(stand.pids_of(name), start=1):
            found.append(_sample_of(f"{name} {number}", pid))
    return found


def _sample_of(process: str, pid: int) -> Sample:
    descriptors = len(os.listdir(f"/proc/{pid}/fd"))
    return Sample(process, time.monotonic(), own_mib(pid), all_mib(pid), descriptors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
