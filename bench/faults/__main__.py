"""`python -m bench.faults`: kill -9 again and again under writers, then compare what they were told with what is kept.

See ``bench/README.md``.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from bench.commands import add_folder, say
from bench.faults import report
from bench.faults.disk import run_on_full_disk
from bench.faults.ground import Ground, lay_out
from bench.faults.harm import KILLS, Harm
from bench.faults.ledger import Ledger
from bench.faults.stand import Stand
from bench.faults.verdict import compare
from bench.faults.writers import Surprise, Writer

LEAST_PAUSE_SECONDS = 1.0
"""Between the end of one fault and the next, however many there are."""


@dataclass(frozen=True)
class Options:
    """How many faults in how long, and how many writers."""

    kills: int
    minutes: float
    writers: int
    away: float
    flushes: int
    companies: int
    thought: float


_SHORT = Options(kills=4, minutes=0.0, writers=16, away=0.0, flushes=0, companies=20, thought=0.15)
_LONG = Options(kills=50, minutes=60.0, writers=16, away=60.0, flushes=5, companies=400, thought=0.4)


def main(arguments: Sequence[str]) -> int:
    """Run, compare, print; the status is 0 when every promise was kept."""
    given = _parser().parse_args(arguments)
    if given.disk_full:
        return run_on_full_disk(given.writers)
    chosen = {field.name: getattr(given, field.name) for field in fields(Options)}
    preset = _SHORT if given.short else _LONG
    options = replace(preset, **{name: value for name, value in chosen.items() if value is not None})
    ledger = Ledger()
    with tempfile.TemporaryDirectory(prefix="clause-faults-", dir=given.folder, ignore_cleanup_errors=True) as folder:
        stand = Stand(Path(folder) / "data", processes=given.processes)
        started = time.monotonic()
        try:
            stand.start()
            ground = lay_out(stand, options.companies)
            say(f"{options.writers} writers, {options.kills} kills; prepared in {time.monotonic() - started:.0f} s.")
            harm, checks = asyncio.run(_run(stand, ground, ledger, options))
        finally:
            stand.stop()
    if given.ledger is not None:
        ledger.write(given.ledger)
    print(report.text(ledger, harm.recoveries, checks))
    return 0 if report.is_sound(ledger, harm.recoveries, checks, timed=not given.short) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="one kill of each kind; times are not judged")
    parser.add_argument("--disk-full", action="store_true", help="only this: a small disk that fills up (root)")
    parser.add_argument("--writers", type=int, default=16, help="writers at once (16)")
    parser.add_argument("--kills", type=int, help="kill -9, API, worker, queue and database in turn (50)")
    parser.add_argument("--minutes", type=float, help="how long the kills are spread over (60); 0: one after the other")
    parser.add_argument("--away", type=float, help="seconds for which the queue's server is not to be reached (60)")
    parser.add_argument("--flushes", type=int, help="times that the queue is emptied (5)")
    parser.add_argument("--companies", type=int, help="companies, each with 24 months to declare (400)")
    parser.add_argument("--thought", type=float, help="seconds that a writer thinks between two calls (0.4)")
    parser.add_argument("--processes", type=int, default=1, help="API processes, and as many workers (1)")
    add_folder(parser)
    parser.add_argument("--ledger", type=Path, help="write what the client was told to this file")
    return parser


async def _run(stand: Stand, ground: Ground, ledger: Ledger, options: Options) -> tuple[Harm, list[report.Check]]:
    """The writers at work while things break, and the comparison once all of them have come to an end."""
    stop = asyncio.Event()
    writers = ground.writers(options.writers, stand, ledger, options.thought)
    asker = Writer(ground.desk(options.writers, options.writers), stand.base_url, ground.plan, ledger, 0.0)
    harm = Harm(stand, ledger, asker)
    work = [asyncio.create_task(writer.work(stop)) for writer in writers]
    try:
        for number, fault in enumerate(faults(options)):
            began = time.monotonic()
            await _break(harm, fault, options)
            say(f"{number + 1:>3}. {fault:<20} {harm.recoveries[-1].seconds:6.2f} s, {len(ledger.acknowledged)} writes")
            await asyncio.sleep(max(_pause(options) - (time.monotonic() - began), LEAST_PAUSE_SECONDS))
    except Surprise as surprise:
        ledger.surprises.append(str(surprise))
    stop.set()
    await asyncio.gather(*work)
    return harm, await compare(stand, ground, ledger)


def faults(options: Options) -> list[str]:
    """Kills in turn; among them, evenly, the queue emptied and, if it is ever away, that and the database restarted."""
    found = [KILLS[number % len(KILLS)] for number in range(options.kills)]
    others = ["queue emptied"] * options.flushes + (["queue away", "database restarted"] if options.away else [])
    for number, other in enumerate(others, start=1):
        found.insert(number * len(found) // (len(others) + 1), other)
    return found


async def _break(harm: Harm, fault: str, options: Options) -> None:
    if fault == "queue emptied":
        await harm.empty_queue()
    elif fault == "queue away":
        await harm.take_queue_away(options.away)
    elif fault == "database restarted":
        await harm.restart_database()
    else:
        await harm.kill(fault)


def _pause(options: Options) -> float:
    return options.minutes * 60.0 / (len(faults(options)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
