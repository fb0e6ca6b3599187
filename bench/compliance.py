"""`python -m bench.compliance`: does reading compliance cost the same with ten booked lines and with a million?

And the table of the lots furthest behind, read from what is kept beside summing the ledger. See ``bench/README.md``.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

import httpx

from bench.commands import add_folder, say
from bench.ledgers import Ledgers, LedgerSizes, prepare
from bench.load import p95
from bench.stage import Servers, own_folder, running_servers, running_web
from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.db.queries.progress import version_in_effect
from clause.db.queries.standings import list_furthest_behind
from clause.runtime import open_runtime

R = TypeVar("R")
_PAGE = 50
_SMALL, _COUNTRY_LOTS = 10, 50_000
# What the kept figures stand for, summed from the ledger at the time of asking.
_SUM_OF_A_LOT = """
SELECT (SELECT coalesce(sum(hours_credited), 0) FROM allocation WHERE lot_id = $1 AND worked_on <= $2) AS credited,
       (SELECT coalesce(sum(hours_validated), 0) FROM ledger_entry WHERE lot_id = $1 AND last_day <= $2) AS validated
"""
FURTHEST_BEHIND = f"""
SELECT id, owed - credited AS shortfall FROM (
  SELECT l.id, coalesce(({version_in_effect("hours_owed", "l.id", "$1")}), 0) AS owed,
         (SELECT coalesce(sum(hours_credited), 0) FROM allocation WHERE lot_id = l.id) AS credited
  FROM lot l WHERE l.follow_up = 'followed' AND l.facilitator_org_id = $2) sums
WHERE owed > credited ORDER BY shortfall DESC, id LIMIT {_PAGE}
"""  # noqa: S608 - our own texts


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one way to get a figure, and whether it gave what the others gave."""

    name: str
    milliseconds: list[float]
    is_right: bool

    @property
    def line(self) -> str:
        """A line of the table."""
        median = statistics.median(self.milliseconds)
        verdict = "" if self.is_right else "   WRONG"
        return f"  {self.name:<58} {median:>10.2f} {p95(self.milliseconds):>10.2f}{verdict}"


def main(arguments: Sequence[str]) -> int:
    """Prepare, time, print; the status is 0 when the kept figures are those of the ledger."""
    parser = argparse.ArgumentParser(prog="python -m bench.compliance", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 000 lines instead of a million: does it run at all?")
    parser.add_argument("--lines", type=int, help="booked lines in all: half in one lot, half over 50 000 (1 500 010)")
    add_folder(parser)
    given = parser.parse_args(arguments)
    sizes = _sizes(given.lines, quick=given.quick)
    with own_folder(given.folder), running_servers() as servers:
        say(f"Preparing {sizes.big + sizes.country_lots * sizes.country_lines:,} booked lines…")
        started = time.perf_counter()
        ledgers = prepare(servers.settings, servers.superuser(), sizes)
        say(f"Prepared in {time.perf_counter() - started:.0f} s.")
        lots = _lots(servers, ledgers, sizes)
        behind = asyncio.run(_behind(servers, ledgers, sizes, 3 if given.quick else 5))
    for title, timed in (("One lot", lots), (f"The {_PAGE} lots furthest behind", behind)):
        print(f"\n{title:<60} {'median ms':>10} {'95th':>10}")
        print("\n".join(line.line for line in timed))
    ratio = statistics.median(lots[1].milliseconds) / statistics.median(lots[0].milliseconds)
    print(f"\nGET of the lot with {sizes.big:,} lines ÷ GET of the lot with {sizes.small}: {ratio:.2f}")
    return 0 if all(line.is_right for line in (*lots, *behind)) else 1


def _sizes(lines: int | None, *, quick: bool) -> LedgerSizes:
    if lines is not None:
        lots = max(1, min(_COUNTRY_LOTS, lines // 20))
        return LedgerSizes(_SMALL, lines // 2, lots, max(1, lines // 2 // lots))
    return LedgerSizes(_SMALL, 20_000, 500, 10) if quick else LedgerSizes(_SMALL, 1_000_000, _COUNTRY_LOTS, 10)


def _lots(servers: Servers, ledgers: Ledgers, sizes: LedgerSizes) -> list[Timed]:
    """GET …/compliance of both lots in turn over HTTP, and the same sums from the ledger in the database alone."""
    lots = {"small": (ledgers.small_lot, sizes.small), "big": (ledgers.big_lot, sizes.big)}
    expected = {name: Decimal(7 * count) for name, (_, count) in lots.items()}
    over_http: dict[str, list[float]] = {name: [] for name in lots}
    is_right = dict.fromkeys(lots, True)
    with running_web(servers.settings) as (host, port):
        headers = {"authorization": f"Bearer {ledgers.program.token}"}
        with httpx.Client(base_url=f"http://{host}:{port}/api/v1", headers=headers) as client:
            for turn in range(120):
                for name, (lot_id, _) in lots.items():
                    started = time.perf_counter()
                    answer = client.get(f"/lots/{lot_id}/compliance")
                    if turn >= 20:
                        over_http[name].append((time.perf_counter() - started) * 1000)
                    is_right[name] &= Decimal(answer.json()["hours_credited"]) == expected[name]
    summed = {name: asyncio.run(_sums(servers, ledgers, lot_id)) for name, (lot_id, _) in lots.items()}
    return [
        Timed(f"GET /lots/…/compliance, {lots[name][1]:,} lines", over_http[name], is_right[name]) for name in lots
    ] + [
        Timed(f"the sums alone, from the ledger, {lots[name][1]:,} lines", times, value == expected[name])
        for name, (times, value) in summed.items()
    ]


async def _sums(servers: Servers, ledgers: Ledgers, lot_id: UUID) -> tuple[list[float], Decimal]:
    async with open_runtime(servers.settings), sql.engine().transaction():
        await set_identity(ledgers.program.context.actor, read_only=True)
        times, row = await _timed(lambda: sql.fetch_one(_SUM_OF_A_LOT, lot_id, ledgers.today), 5)
    return times, row["credited"] if row else Decimal(0)


async def _behind(servers: Servers, ledgers: Ledgers, sizes: LedgerSizes, turns: int) -> list[Timed]:
    """The first page from the standings that are kept, and from the whole ledger; both as the service's role."""
    org_id = ledgers.program.organisation_id
    async with open_runtime(servers.settings), sql.engine().transaction():
        await set_identity(ledgers.program.context.actor, read_only=True)
        kept_times, kept = await _timed(lambda: list_furthest_behind(_PAGE, facilitator_org_id=org_id), turns * 20)
        live_times, live = await _timed(lambda: sql.fetch(FURTHEST_BEHIND, ledgers.today, org_id), turns)
    is_same = [(row.lot_id, row.shortfall) for row in kept] == [(row["id"], row["shortfall"]) for row in live]
    many = f"{sizes.country_lots:,} lots"
    return [Timed(f"from the standings, {many}", kept_times, is_same), Timed(f"summed, {many}", live_times, is_same)]


async def _timed(call: Callable[[], Awaitable[R]], turns: int) -> tuple[list[float], R]:
    """Milliseconds of each turn after a first one that is not counted, and what the last one gave."""
    result = await call()
    times = []
    for _ in range(turns):
        started = time.perf_counter()
        result = await call()
        times.append((time.perf_counter() - started) * 1000)
    return times, result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
