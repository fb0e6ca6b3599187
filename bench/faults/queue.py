"""`python -m bench.faults.queue`: a thousand jobs wait, the queue is emptied, and again; each must be done once.

See ``bench/README.md``.
"""

import argparse
import asyncio
import itertools
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import asyncpg

from bench.faults import report
from bench.faults.ground import Ground, lay_out
from bench.faults.harm import tell_valkey
from bench.faults.ledger import Ledger
from bench.faults.stand import Stand
from bench.faults.verdict import compare
from bench.faults.writers import Writer
from bench.processes import own_mib

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

_ASKERS = 8
_LONGEST_SECONDS = 1800.0
_DONE = "SELECT count(*) FROM job WHERE kind = 'render_certificate' AND state = 'done'"


def main(arguments: Sequence[str]) -> int:
    """Ask, empty, wait, compare, print; the status is 0 when every job was done, once."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.queue", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="times that so many wait and the queue is emptied (20)")
    parser.add_argument("--jobs", type=int, default=1_000, help="certificates that wait each time (1000)")
    parser.add_argument("--flushes", type=int, default=2, help="times that the queue is emptied in each round (2)")
    given = parser.parse_args(arguments)
    ledger, rounds = Ledger(), list[Round]()
    with tempfile.TemporaryDirectory(prefix="clause-queue-", ignore_cleanup_errors=True) as place:
        stand = Stand(Path(place) / "data")
        try:
            stand.start()
            ground = lay_out(stand, 200)
            checks = asyncio.run(_run(stand, ground, ledger, rounds, given))
        finally:
            stand.stop()
    seconds = [one.seconds for one in rounds]
    flushes = f"the queue emptied {given.flushes} times in each, first while all waited"
    print(f"{given.rounds} × {given.jobs} jobs, {flushes}")
    print(f"done in {sum(seconds):.0f} s, a round in {statistics.median(seconds):.1f} s (median)")
    print(report.text(ledger, [], checks))
    return 0 if report.is_sound(ledger, [], checks, timed=False) and len(rounds) == given.rounds else 1


@dataclass(frozen=True)
class Round:
    """From the moment when the worker may begin: how long until all were done; what it held then, in MiB of its own."""

    seconds: float
    worker_mib: float


async def _run(
    stand: Stand, ground: Ground, ledger: Ledger, rounds: list[Round], given: argparse.Namespace
) -> list[report.Check]:
    connection = await asyncpg.connect(**stand.superuser())
    askers = ground.writers(_ASKERS, stand, ledger, 0.0)
    try:
        while len(rounds) < given.rounds:
            rounds.append(await _round(stand, askers, connection, given))
            told = f"{rounds[-1].seconds:6.1f} s, worker {rounds[-1].worker_mib:.1f} MiB"
            print(f"{len(rounds):>3}. {told}", file=sys.stderr, flush=True)
    finally:
        await connection.close()
    # Nobody declares hours here: what compares them has nothing to compare.
    return [check for check in await compare(stand, ground, ledger) if check.compared]


async def _round(stand: Stand, askers: Sequence[Writer], connection: Connection, given: argparse.Namespace) -> Round:
    """All of them wait at once; then the queue is emptied, the worker begins, and it is emptied again."""
    before: int = await connection.fetchval(_DONE)
    worker, valkey = stand.pid_of("worker"), str(stand.settings.socket_dir / "valkey.sock")
    stand.end(worker, signal.SIGSTOP)
    try:
        await _ask(askers, given.jobs)
    finally:
        stand.end(worker, signal.SIGCONT)
    began = time.monotonic()
    for flush in range(given.flushes):
        await _until_done(connection, before + given.jobs * flush // given.flushes)
        tell_valkey(valkey, "FLUSHALL")
    await _until_done(connection, before + given.jobs)
    return Round(time.monotonic() - began, own_mib(worker))


async def _ask(askers: Sequence[Writer], jobs: int) -> None:
    pairs = itertools.count()

    async def ask(writer: Writer) -> None:
        while (pair := next(pairs)) < jobs:
            await writer.certificate(pair)

    await asyncio.gather(*(ask(writer) for writer in askers))


async def _until_done(connection: Connection, count: int) -> None:
    """Returns when so many are done; the comparison afterwards tells of those that never are."""
    end, done = time.monotonic() + _LONGEST_SECONDS, 0
    while done < count and time.monotonic() < end:
        await asyncio.sleep(0.1)
        done = await connection.fetchval(_DONE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
