"""The parts of a run: each breaks or restarts something under load, and gives its lines of the table."""

import argparse
import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.cluster.client import Ledger, Promise, Writer, compare
from bench.cluster.pair import Pair
from bench.cluster.processes import Process
from bench.commands import say
from bench.data import Prepared

RESTART, ASYNCHRONOUS, SYNCHRONOUS = "rolling restart", "asynchronous failover", "synchronous failover"
LONGEST_REFUSAL_SECONDS = 10.0
"""What the service promises of a database that comes back; a promoted replica is one."""
_LONGEST_WAIT_SECONDS = 120.0
_PAUSE_BETWEEN_RESTARTS = 1.5
"""The proxy looks at each process once a second."""


@dataclass(frozen=True)
class Line:
    """One part of the run: what was counted, and what it must not be more than."""

    part: str
    figure: str
    value: float
    most: float | None
    unit: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the promise, if there is one, was kept."""
        return self.most is None or self.value <= self.most


class Run:
    """The servers and the load; each part of the run gives its lines of the table."""

    def __init__(self, pair: Pair, api: Sequence[Process], workers: Sequence[Process], options: argparse.Namespace):
        self._pair, self._api, self._workers, self._options = pair, api, workers, options
        self.ledger = Ledger()

    @contextlib.contextmanager
    def load(self, addresses: Sequence[str], prepared: Prepared) -> Iterator[None]:
        """Inside the block the writers work, in a thread of their own."""
        count, stop = self._options.writers, threading.Event()
        writers = [
            Writer(number, count, addresses[number % len(addresses)], prepared, self.ledger, self._options.thought)
            for number in range(count)
        ]

        async def work() -> None:
            await asyncio.gather(*(writer.work(stop) for writer in writers))

        thread = threading.Thread(target=lambda: asyncio.run(work()))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def calm(self) -> None:
        """Nothing breaks for a while."""
        self.ledger.phase = "calm"
        time.sleep(self._options.calm)

    def restart_one_after_another(self) -> list[Line]:
        """API processes, then workers; every request must be answered well."""
        self.ledger.phase = RESTART
        began = time.monotonic()
        for process in (*self._api, *self._workers):
            process.restart()
            time.sleep(_PAUSE_BETWEEN_RESTARTS)
        took = time.monotonic() - began
        self.ledger.phase = "calm"
        requests, failed = self.ledger.requests(RESTART), self.ledger.failures(RESTART)
        return [
            Line(RESTART, "took", took, None, "s"),
            Line(RESTART, "requests", requests, None),
            Line(RESTART, "requests failed", failed, 0),
        ]

    def fail_over(self, *, synchronous: bool) -> list[Line]:
        """The replica hangs for a moment, the primary is killed, the replica is promoted by hand."""
        part = SYNCHRONOUS if synchronous else ASYNCHRONOUS
        say(f"{part}: copying the primary …")
        self._pair.start_replica(synchronous=synchronous)
        since = time.monotonic()
        self.calm()
        self.ledger.phase = part
        self._pair.stall()
        time.sleep(self._options.stall)
        killed = self._pair.kill_primary()
        self._pair.promote()
        promoted = time.monotonic()
        refused = self._first_promise_since(promoted) - killed
        self.calm()
        return [
            Line(part, "promoting took", promoted - killed, None, "s"),
            Line(part, "no write acknowledged for", refused, LONGEST_REFUSAL_SECONDS, "s"),
            Line(part, "requests not served meanwhile", self.ledger.failures(part), None),
            *self._kept(part, [promise for promise in self.ledger.promises if since < promise.at <= killed]),
        ]

    def _first_promise_since(self, instant: float) -> float:
        """When the first write after an instant was acknowledged, waited for."""
        while not self.ledger.since(instant):
            if self.ledger.surprises or time.monotonic() - instant > _LONGEST_WAIT_SECONDS:
                raise RuntimeError(f"no write was acknowledged any more: {self.ledger.surprises[:3]}")
            time.sleep(0.005)
        return self.ledger.since(instant)[0].at

    def _kept(self, part: str, before: Sequence[Promise]) -> list[Line]:
        """What became of the promises made before the kill; only with synchronous replication all must be kept."""
        after = self.ledger.since(before[-1].at)
        kept = asyncio.run(compare(self._pair.superuser(), before))
        later = asyncio.run(compare(self._pair.superuser(), after))
        most = 0 if part == SYNCHRONOUS else None
        twice = {promise.number for promise in before if promise.number} & {promise.number for promise in after}
        return [
            Line(part, "acknowledged before the kill", kept.promises, None),
            Line(part, "of these lost", kept.lost, most),
            Line(part, "certificate numbers given again", len(twice), most),
            Line(part, "acknowledged after it", later.promises, None),
            Line(part, "of these lost", later.lost, 0),
            Line(part, "declared twice", later.doubled, 0),
            Line(part, "journal chains that do not verify", later.broken_chains, 0),
        ]
