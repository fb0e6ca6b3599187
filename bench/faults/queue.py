"""`python -m bench.faults.queue`: a thousand jobs wait, and the queue is emptied again and again while they are done.

See ``bench/README.md``.
"""

import argparse
import asyncio
import itertools
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import asyncpg

from bench.faults import report
from bench.faults.ground import Ground, lay_out
from bench.faults.harm import tell_valkey
from bench.faults.ledger import Ledger
from bench.faults.stand import Stand
from bench.faults.verdict import compare

_ASKERS = 8
_LONGEST_SECONDS = 1800.0
_DONE = "SELECT count(*) FROM job WHERE kind = 'render_certificate' AND state = 'done'"


def main(arguments: Sequence[str]) -> int:
    """Ask, empty, wait, compare, print; the status is 0 when every job was done, once."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.queue", description=__doc__)
    parser.add_argument("--jobs", type=int, default=1_000, help="certificates that wait when the worker begins (1000)")
    parser.add_argument("--flushes", type=int, default=20, help="times that the queue is emptied meanwhile (20)")
    given = parser.parse_args(arguments)
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="clause-queue-", ignore_cleanup_errors=True) as place:
        stand = Stand(Path(place) / "data")
        try:
            stand.start()
            ground = lay_out(stand, 200)
            seconds, checks = asyncio.run(_run(stand, ground, ledger, given.jobs, given.flushes))
        finally:
            stand.stop()
    print(f"{given.jobs} jobs, the queue emptied {given.flushes} times: done in {seconds:.0f} s")
    print(report.text(ledger, [], checks))
    return 0 if report.is_sound(ledger, [], checks, timed=False) else 1


async def _run(
    stand: Stand, ground: Ground, ledger: Ledger, jobs: int, flushes: int
) -> tuple[float, list[report.Check]]:
    worker = stand.pid_of("worker")
    stand.end(worker, signal.SIGSTOP)  # so that all of them wait at once
    try:
        await _ask(stand, ground, ledger, jobs)
    finally:
        stand.end(worker, signal.SIGCONT)
    began = time.monotonic()
    connection = await asyncpg.connect(**stand.superuser())
    try:
        for flush in range(flushes):
            await _until_done(connection, jobs * flush // flushes)
            tell_valkey(str(stand.settings.socket_dir / "valkey.sock"), "FLUSHALL")
        await _until_done(connection, jobs)
    finally:
        await connection.close()
    seconds = time.monotonic() - began
    # Nobody declares hours here: what compares them has nothing to compare.
    return seconds, [check for check in await compare(stand, ground, ledger) if check.compared]


async def _ask(stand: Stand, ground: Ground, ledger: Ledger, jobs: int) -> None:
    pairs = itertools.count()

    async def ask(number: int) -> None:
        writer = ground.writers(_ASKERS, stand, ledger, 0.0)[number]
        while (pair := next(pairs)) < jobs:
            await writer.certificate(pair)

    await asyncio.gather(*(ask(number) for number in range(_ASKERS)))


async def _until_done(connection: "asyncpg.Connection[asyncpg.Record]", count: int) -> None:
    """Returns when so many are done; the comparison afterwards tells of those that never are."""
    end, done = time.monotonic() + _LONGEST_SECONDS, 0
    while done < count and time.monotonic() < end:
        await asyncio.sleep(0.1)
        done = await connection.fetchval(_DONE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
