"""`python -m bench.statistics`: how long the yearly consolidation takes, for one organisation and for the country.

See ``bench/README.md``.
"""

import argparse
import asyncio
import statistics as means
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from bench.commands import add_folder, everybody_booked
from bench.data import Prepared, ask
from clause.domain.documents import XLSX
from clause.domain.statistics import parse_perimeter
from clause.runtime import open_runtime
from clause.services import accounts, statistics
from clause.services.context import Context
from clause.settings import Settings


def main(arguments: Sequence[str]) -> int:
    """Prepare, time, print; the status is 0 when every consolidation found hours."""
    parser = argparse.ArgumentParser(prog="python -m bench.statistics", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few data, to see whether it still runs")
    parser.add_argument("--runs", type=int, default=7, help="runs of each (7); the median is printed")
    add_folder(parser)
    given = parser.parse_args(arguments)
    with everybody_booked(given) as (servers, prepared):
        entries, people = ask(
            servers.superuser(), "SELECT count(*) FROM ledger_entry", "SELECT count(*) FROM participant"
        )
        print(f"{entries} ledger entries, {people} people, {prepared.plan.sizes.organisations} organisations")
        return asyncio.run(_measure(servers.settings, prepared, given.runs))


async def _measure(settings: Settings, prepared: Prepared, runs: int) -> int:
    year = prepared.plan.first_day.year + 1
    now = datetime.now(UTC)
    async with open_runtime(settings):
        actor = await accounts.actor_of_token(prepared.tokens[0], now)
        if actor is None:
            raise RuntimeError("the program's token is not known")
        context = Context(actor, now)
        own, country = parse_perimeter("org"), parse_perimeter("country")

        async def figures_of_one() -> int:
            return (await statistics.load_consolidation(context, year, own, is_publication=False)).organisations

        async def workbook_of_one() -> int:
            file = await statistics.export_consolidation(context, year, own, XLSX, is_publication=True)
            return len(file.content)

        async def figures_of_the_country() -> int:
            return (await statistics.load_consolidation(context, year, country, is_publication=True)).organisations

        found = [
            await _time("one organisation, figures", figures_of_one, runs),
            await _time("one organisation, published as a workbook", workbook_of_one, runs),
            await _time("the country, small groups withheld", figures_of_the_country, runs),
        ]
    return 0 if all(found) else 1


async def _time(name: str, call: Callable[[], Awaitable[int]], runs: int) -> int:
    seconds, found = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        found = await call()
        seconds.append(time.perf_counter() - start)
    print(f"{name}: median {means.median(seconds):.3f} s, slowest {max(seconds):.3f} s ({found})", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
