"""`python -m bench.national`: a year of France, then each page and list that its readers open, one call at a time.

See ``bench/README.md``.
"""

import argparse
import asyncio
import contextlib
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import asyncpg
import httpx

from bench.commands import add_folder, say
from bench.national_exports import csv_beside_copy, workbook
from bench.national_walk import Walker, print_visits, walk
from bench.processes import memory_mib, started_seconds, with_descendants
from bench.stage import UNREACHED_LIMIT, Servers, own_folder, running_servers, running_web
from clause.db.migrate import migrate
from clause.devdata import national, national_report
from clause.devdata.national_plan import Kind, Year
from clause.domain.actors import Actor
from clause.edge.authentication import SESSION_COOKIE
from clause.embedded.processes import command_line
from clause.runtime import open_runtime
from clause.services import accounts, hire_totals, outlooks
from clause.services.context import Context, worker_context
from clause.settings import Settings
from clause.web.navigation import ENTRIES

_READERS = (
    ("facilitator", "facilitateur-{org}-0@pays.example"),
    ("manager, national reader", "direction-{org}@pays.example"),
    ("buyer with most contracts", "acheteur-0@pays.example"),
    ("company", "entreprise-0@pays.example"),
    ("intermediate body", "oi-0@pays.example"),
)
_API = ("/lots", "/contracts", "/hires", "/participants", "/ledger-entries", "/hours-statements", "/compliance")
_SLOW_MS = 1_000
_LONGEST_SECONDS = 120
_KEPT = "SELECT lot_id, shortfall FROM lot_standing WHERE shortfall > 0 ORDER BY shortfall DESC, lot_id LIMIT 50"
_LIVE = """
SELECT o.lot_id, greatest(o.hours_owed - coalesce(a.hours, 0), 0) AS shortfall
FROM (SELECT DISTINCT ON (lot_id) lot_id, hours_owed FROM obligation
      WHERE effective_on <= current_date AND unit = 'HOURS' ORDER BY lot_id, version_no DESC) o
LEFT JOIN (SELECT lot_id, sum(hours_credited) AS hours FROM allocation GROUP BY 1) a ON a.lot_id = o.lot_id
ORDER BY 2 DESC, 1 LIMIT 50
"""


@dataclass(frozen=True)
class Reader:
    """Someone who is signed in."""

    name: str
    actor: Actor
    cookie: str


@dataclass(frozen=True)
class Largest:
    """What there is most to say of: an organisation, and a lot, contract, hire and claim in it."""

    number: int
    org_id: str
    contract: str
    lot: str
    hire: str
    claim: str


def main(arguments: Sequence[str]) -> int:
    """Fill or take over, measure, print; the status is 0 when every call was answered 200 and kept totals are right."""
    parser = argparse.ArgumentParser(prog="python -m bench.national", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundredth of the country: does it still run?")
    parser.add_argument("--share", type=Decimal, default=Decimal(1), help="which part of the country (1)")
    parser.add_argument("--ledger-lines", type=int, help="lines of the ledger (a million times the share)")
    add_folder(parser)
    parser.add_argument("--filled", type=Path, help="a data folder that `clause demo --scale national` has filled")
    parser.add_argument("--runs", type=int, default=5, help="calls of each kind after a first one (5)")
    parser.add_argument("--without-pages", action="store_true", help="the kept totals, the memory and the CSV alone")
    parser.add_argument("--walk", action="store_true", help="every page and list of each reader, the dearest first")
    parser.add_argument("--readers", default="", help="only those walked whose name begins so")
    parser.add_argument("--shown", type=int, default=40, help="how many of those walked are printed at least (40)")
    given = parser.parse_args(arguments)
    share = Decimal("0.01") if given.quick else given.share
    with _data(given.filled, given.folder), running_servers() as servers:
        if given.filled is not None:
            asyncio.run(migrate(servers.settings.asyncpg_owner_config()))
        else:
            asyncio.run(national.fill(servers.settings, say, share, given.ledger_lines))
        report = asyncio.run(national.stored_report(servers.settings))
        print("\n".join(line for line in report.lines if "passe" not in line) if report else "")
        if given.walk:
            return _walk(servers, given.readers, given.shown)
        return _measure(servers, 0 if given.without_pages else given.runs)


@contextlib.contextmanager
def _data(filled: Path | None, folder: Path | None) -> Iterator[None]:
    if filled is not None:
        os.environ["CLAUSE_DATA_DIR"] = str(filled.resolve())
        os.environ["CLAUSE_RATE_LIMIT"] = UNREACHED_LIMIT
        yield
        return
    with own_folder(folder):
        yield


def _measure(servers: Servers, runs: int) -> int:
    largest = asyncio.run(_find_largest(servers))
    readers = asyncio.run(_sign_in(servers.settings, largest))
    is_right = asyncio.run(_furthest_behind(servers))
    asyncio.run(_count_hires(servers.settings))
    asyncio.run(_draw_outlooks(servers.settings))
    _idle_pair(servers.settings)
    with (
        running_web(servers.settings) as (host, port),
        httpx.Client(base_url=f"http://{host}:{port}", follow_redirects=True) as client,
    ):
        client.timeout = httpx.Timeout(_LONGEST_SECONDS)
        _print_memory("idle")
        statuses = _pages(client, readers, largest, runs) if runs else []
        _print_memory("before the CSV")
        with _growth_told("CSV"):
            csv_beside_copy(servers, client, readers[0].cookie, largest.org_id)
        _print_memory("after the CSV")
        with _growth_told("workbook"):
            workbook(client, readers[0].cookie)
    return 0 if is_right and all(status == 200 for status in statuses) else 1


def _walk(servers: Servers, begins: str, shown: int) -> int:
    """Every page that each reader gets to; the status is 0 when all were answered and none is dear."""
    largest = asyncio.run(_find_largest(servers))
    readers = asyncio.run(_sign_in(servers.settings, largest))
    asyncio.run(_count_hires(servers.settings))
    asyncio.run(_draw_outlooks(servers.settings))
    walkers = [
        Walker(reader.name, reader.cookie, list(_paths(reader.actor, largest)))
        for reader in readers
        if reader.name.startswith(begins)
    ]
    return 0 if print_visits(asyncio.run(walk(servers.settings, walkers)), shown) else 1


def _pages(client: httpx.Client, readers: Sequence[Reader], largest: Largest, runs: int) -> list[int]:
    """Every call of every reader, one at a time; their statuses."""
    print(f"\n{'who':<26} {'address':<44} {'status':>6} {'median ms':>10} {'slowest':>9} {'CPU ms':>7} {'kB':>7}")
    return [_time_call(client, reader, path, runs) for reader in readers for path in _paths(reader.actor, largest)]


async def _find_largest(servers: Servers) -> Largest:
    kept = national_report.read(servers.settings.data_dir)
    connection = await asyncpg.connect(**servers.superuser())
    try:
        org = await connection.fetchval(
            "SELECT facilitator_org_id FROM lot GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
        )
        lot, contract = await connection.fetchrow(
            "SELECT l.id, l.contract_id FROM lot l JOIN ledger_entry e ON e.lot_id = l.id"
            " WHERE l.facilitator_org_id = $1 GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT 1",
            org,
        )
        hire = await connection.fetchval("SELECT id FROM hire WHERE lot_id = $1 ORDER BY id LIMIT 1", lot)
        claim = await connection.fetchval(
            "SELECT c.id FROM claim c JOIN claim_line l ON l.claim_id = c.id WHERE c.facilitator_org_id = $1"
            " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
            org,
        )
    finally:
        await connection.close()
    first = Year(kept.year if kept else datetime.now(UTC).year - 1).id(Kind.ORGANISATION, 0)
    return Largest(org.int - first.int, str(org), str(contract), str(lot), str(hire), str(claim))


async def _sign_in(settings: Settings, largest: Largest) -> list[Reader]:
    kept = national_report.read(settings.data_dir)
    now, readers = datetime.now(UTC), []
    async with open_runtime(settings):
        for name, email in _READERS:
            address = email.format(org=largest.number)
            session = await accounts.sign_in(
                Context(accounts.sign_in_actor(), now), address, kept.password if kept else ""
            )
            found = await accounts.actor_of_session(session.token, now)
            if found is None:
                raise RuntimeError("the session that was just opened is not known")
            readers.append(Reader(name, found[0], session.token))
    return readers


def _paths(actor: Actor, largest: Largest) -> Iterator[str]:
    """Every page that the navigation offers, and the main lists of the API; a facilitator's largest things beside."""
    for entry in ENTRIES:
        yield from (place.path for place in entry.places if place.opens(actor))
    if actor.org_id is None or str(actor.org_id) != largest.org_id:
        return
    yield from (
        f"/lots/{largest.lot}",
        f"/contracts/{largest.contract}",
        f"/hires/{largest.hire}",
        f"/claims/{largest.claim}",
    )
    yield from ("/contracts?sort=-gap", "/lots?q=Ville", "/ledger-entries?q=Martin", "/participants?q=Martin")
    yield from ("/ledger-entries?q=nobody", "/participants?sort=-hours", "/hires?sort=-hours", "/statistics/buyers")
    yield f"/statistics?year={datetime.now(UTC).year - 1}"
    yield from (f"/api/v1{path}" for path in _API)
    yield f"/api/v1/lots/{largest.lot}/compliance"
    yield "/statistics?perimeter=country"
    yield "/ledger-entries?format=xlsx"


def _time_call(client: httpx.Client, reader: Reader, path: str, runs: int) -> int:
    """Call and call again, and print what it took; the result is the status, 0 where no answer came in time."""
    times: list[float] = []
    address = path
    size, status, worked = 0, 0, started_seconds()
    for turn in range(runs + 1):
        if turn == 1:
            worked = started_seconds()
        started = time.perf_counter()
        try:
            answer = client.get(address, headers={"cookie": f"{SESSION_COOKIE}={reader.cookie}"})
        except httpx.TimeoutException:
            times, status = [_LONGEST_SECONDS * 1000], 0
            break
        taken = (time.perf_counter() - started) * 1000
        # A search in clear leads to the address that carries it sealed.
        address = answer.headers["location"] if "?q=" in path and answer.is_redirect else address
        if turn:
            times.append(taken)
        status, size = answer.status_code, len(answer.content)
        if taken > 10 * _SLOW_MS and times:
            break
    median, worked = statistics.median(times), (started_seconds() - worked) / len(times) * 1000
    note = "" if median <= _SLOW_MS else "  slow" if status else "  no answer"
    short = path if len(path) <= 44 else f"{path[:20]}…{path[-23:]}"
    print(
        f"{reader.name:<26} {short:<44} {status:>6} {median:>10.0f} {max(times):>9.0f}"
        f" {worked:>7.0f} {size / 1000:>7.0f}{note}",
        flush=True,
    )
    return status


async def _draw_outlooks(settings: Settings) -> None:
    """As the worker does on every new day, told with what it costs; nothing is left of it for a second run that day."""
    drawn, started, worked = 0, time.perf_counter(), time.process_time() + started_seconds()
    async with open_runtime(settings):
        for org_id in await outlooks.list_organisations_to_draw(worker_context(datetime.now(UTC))):
            while found := await outlooks.draw_outlooks(worker_context(datetime.now(UTC), org_id)):
                drawn += found
        worked = time.process_time() + started_seconds() - worked
    print(
        f"\noutlooks of {drawn:,} lots drawn in {time.perf_counter() - started:.1f} s, {worked:.1f} s of CPU",
        flush=True,
    )


async def _count_hires(settings: Settings) -> None:
    """As the worker does after an upgrade, and of hires that were booked: their hours, counted from the ledger."""
    counted, started = 0, time.perf_counter()
    async with open_runtime(settings):
        while found := await hire_totals.count_hires(worker_context(datetime.now(UTC))):
            counted += found
    print(f"\nhours of {counted:,} hires counted in {time.perf_counter() - started:.1f} s", flush=True)


async def _furthest_behind(servers: Servers) -> bool:
    """The 50 lots furthest behind of the whole country: summed by PostgreSQL alone, and from what is kept."""
    connection = await asyncpg.connect(**servers.superuser())
    try:
        found = {}
        print(f"\n{'the 50 lots furthest behind, the whole country':<56} {'median ms':>10}")
        for name, query, turns in (("summed by PostgreSQL", _LIVE, 3), ("from the totals that are kept", _KEPT, 20)):
            times = []
            for _ in range(turns):
                started = time.perf_counter()
                found[name] = await connection.fetch(query)
                times.append((time.perf_counter() - started) * 1000)
            print(f"{name:<56} {statistics.median(times):>10.1f}", flush=True)
    finally:
        await connection.close()
    live, kept = ([tuple(row.values()) for row in rows] for rows in found.values())
    print(f"{'the same':<56} {'yes' if live == kept else 'NO':>10}")
    return live == kept


def _print_memory(when: str) -> None:
    """Proportional memory of the web processes together, in MiB."""
    found = _web_processes()
    print(f"memory of {len(found)} web process(es), {when}: {memory_mib(found):.0f} MiB", flush=True)


def _web_processes() -> list[int]:
    return [pid for pid in with_descendants(os.getpid()) if command_line(pid)[-1:] == ("web",)]


def _resident(process: int, what: str) -> float:
    """Resident memory in MiB: ``VmRSS`` now, ``VmHWM`` the most since it was last forgotten."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024


@contextlib.contextmanager
def _growth_told(what: str) -> Iterator[None]:
    """Tell by how much the web process grew at most during the block, and what of it stayed."""
    (process,) = _web_processes()
    Path(f"/proc/{process}/clear_refs").write_text("5")  # the most so far is forgotten
    before = _resident(process, "VmRSS")
    yield
    most, after = _resident(process, "VmHWM"), _resident(process, "VmRSS")
    print(
        f"{what}: the web process grew by {most - before:.1f} MiB at most; {after - before:.1f} MiB stayed", flush=True
    )


def _idle_pair(settings: Settings) -> None:
    """How soon two web processes are ready, one after the other, and how much memory they have together at rest."""
    times = []
    with contextlib.ExitStack() as processes:
        for _ in range(2):
            started = time.perf_counter()
            processes.enter_context(running_web(settings))
            times.append(time.perf_counter() - started)
        _print_memory("idle")
    print("ready after " + ", ".join(f"{taken:.2f} s" for taken in times), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
