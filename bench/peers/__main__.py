"""`python -m bench.peers`: Clause as shipped, pgbench with its statements and a Django service, in one run.

See ``bench/README.md``.
"""

import argparse
import secrets
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.commands import add_folder, say
from bench.data import count_kept
from bench.environments import python_with
from bench.peers import report, singles
from bench.peers.data import Ground, copy_to_peer, fill, make_database
from bench.peers.promises import promises
from bench.peers.report import Memory
from bench.peers.rounds import Kind3, Sample, Stands, measure_limited, one_round, peer_calls
from bench.peers.service import REQUIREMENTS, THREADS, WEB_PROCESSES, make_tables, running_clause, running_peer
from bench.plan import Sizes
from bench.processes import memory_mib
from bench.report import machine
from bench.stage import Servers, own_folder, running_servers
from bench.works import Work, listen_beside

_WARM_UP_SECONDS = 2
_DEFAULT_LIMIT, _LONGEST_LIMITED_SECONDS = "600", 3
"""The limit of an installation, and how long a round of it may be for its 64 programs not to meet it."""


@dataclass(frozen=True)
class Options:
    """How long, how often, how much, and where."""

    rounds: int
    seconds: int
    sizes: Sizes
    folder: Path | None


@dataclass(frozen=True)
class Found:
    """Everything that was measured."""

    kinds: list[Kind3]
    singles: singles.Singles
    clause: Memory
    clause_in_all: list[float]
    """MiB of the web processes and of what they are copies of: idle, after the rounds, after the CSV."""
    peer: Memory
    without_limit: list[Sample]
    with_limit: list[Sample]


def main(arguments: Sequence[str]) -> int:
    """Prepare, time, print; the status is 0 when every call was answered as it should be by both services, figures and
    files agree, and every journal chain verifies.
    """
    options, started = _options(arguments), time.perf_counter()
    python = python_with("peer", REQUIREMENTS)
    with own_folder(options.folder), running_servers() as servers:
        say("Preparing data…")
        ground = fill(servers, options.sizes)
        make_database(servers)
        make_tables(python, servers)
        rows = copy_to_peer(servers, ground)
        say(f"Prepared after {time.perf_counter() - started:.0f} s.")
        kinds = _kinds(servers, ground)
        found = _measure(servers, ground, kinds, python, options)
        is_sound = _print(servers, ground, found, rows, options)
    print(f"\nThe run took {time.perf_counter() - started:.0f} s.")
    return 0 if is_sound else 1


def _options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few data and one short round: does it run at all?")
    parser.add_argument("--rounds", type=int, help="rounds (3)")
    parser.add_argument("--seconds", type=int, help="seconds of each measure (4)")
    parser.add_argument("--companies", type=int, help="companies, each with 36 months to declare (4000)")
    parser.add_argument("--people", type=int, help="people of each company in the organisation that is read (5)")
    parser.add_argument("--months", type=int, help="months that are booked (50)")
    add_folder(parser)
    given = parser.parse_args(arguments)
    rounds, seconds, organisations, companies, people, months = (
        (1, 1, 5, 1000, 3, 20) if given.quick else (3, 4, 17, 4000, 5, 50)
    )
    companies = given.companies or companies
    sizes = Sizes(
        organisations=organisations,
        companies=companies,
        lots=companies,
        declared_months=36,
        booked_months=given.months or months,
        booked_companies=companies,
        booked_share=40,
        people=given.people or people,
    )
    return Options(given.rounds or rounds, given.seconds or seconds, sizes, given.folder)


def _kinds(servers: Servers, ground: Ground) -> list[Kind3]:
    works = listen_beside(servers, ground.prepared, secrets.token_hex(4))
    return [
        Kind3(work, call, peer_pair=work.next_pair)
        for work, call in zip(works, peer_calls(ground.prepared.plan), strict=True)
    ]


def _measure(servers: Servers, ground: Ground, kinds: list[Kind3], python: Path, options: Options) -> Found:
    found = singles.Singles()
    with running_clause(servers) as clause, running_peer(python, servers) as peer:
        stands, webs = Stands(servers, ground.prepared, clause, peer), (clause, peer)
        idle, in_all = [memory_mib(web.pids) for web in webs], [memory_mib(clause.all_pids)]
        for number in range(options.rounds + 1):
            say(f"Round {number} of {options.rounds}…" if number else "Warming up…")
            seconds = options.seconds if number else min(_WARM_UP_SECONDS, options.seconds)
            one_round(kinds, stands, seconds, backwards=number % 2 == 0)
        loaded = [memory_mib(web.pids) for web in webs]
        in_all.append(memory_mib(clause.all_pids))
        for number in range(options.rounds):
            say(f"One at a time, {number + 1} of {options.rounds}…")
            singles.one_round(found, stands, ground, behind_turns=10)
        most = singles.csv_memory(stands, ground)
        after = [memory_mib(web.pids) for web in webs]
        in_all.append(memory_mib(clause.all_pids))
        ours, theirs = (
            Memory(web.ready_seconds, *figures) for web, *figures in zip(webs, idle, loaded, most, after, strict=True)
        )
    without, with_limit = _limits(servers, ground, kinds[2].work, options)
    return Found(kinds, found, ours, in_all, theirs, without, with_limit)


def _limits(servers: Servers, ground: Ground, work: Work, options: Options) -> tuple[list[Sample], list[Sample]]:
    """Rounds of one kind of call without the limiter and with it as it is by default, never met."""
    samples: tuple[list[Sample], list[Sample]] = ([], [])
    seconds = min(options.seconds, _LONGEST_LIMITED_SECONDS)
    with running_clause(servers, "0") as free, running_clause(servers, _DEFAULT_LIMIT) as limited:
        for number in range(options.rounds + 1):
            say(f"Rate limiter, round {number} of {options.rounds}…")
            pairs = list(zip((free, limited), samples, strict=True))
            for stand, kept in pairs if number % 2 else reversed(pairs):
                kept.append(measure_limited(ground, work, stand, servers, seconds))
    return samples


def _print(servers: Servers, ground: Ground, found: Found, rows: int, options: Options) -> bool:
    sizes = ground.prepared.plan.sizes
    print(machine(servers))
    print(
        f"Data of both: {rows:,} hours rows, {sizes.organisations * sizes.lots:,} lots, {sizes.companies:,} companies,"
        f" {sizes.crews * sizes.companies:,} people with a hire, {sizes.organisations} organisations;"
        f" {sizes.booked_months * sizes.people * sizes.booked_companies:,} rows are of the one that is read."
    )
    print(
        f"{options.rounds} rounds of {options.seconds} s after a warm-up; Clause: two processes, row-level security,"
        f" journal, idempotency and rate limiter on; Django: {WEB_PROCESSES} processes of {THREADS} threads, no"
        " journal, no idempotency key, no row-level security. Medians (least–most).\n"
    )
    print(report.calls(found.kinds), report.processors(found.kinds), report.singles(found.singles), sep="\n\n")
    print("", report.memory(found.clause, found.clause_in_all, found.peer), sep="\n")
    print("", report.limits(found.kinds[2].work.title, found.without_limit, found.with_limit), sep="\n")
    print("", promises(found.kinds, found.singles, found.clause), sep="\n")
    return _is_sound(servers, found)


def _is_sound(servers: Servers, found: Found) -> bool:
    """Whether all was answered as it should be and both services say the same."""
    wrong = []
    print()
    for kind in found.kinds:
        for name, samples in (("Clause", kind.clause), ("Django", kind.peer)):
            counts = report.statuses(samples)
            if counts:
                print(f"{kind.work.title}, {name}: {', '.join(f'{n} × {status}' for status, n in counts.items())}")
            wrong += [f"{name}: {status}" for status in counts if status != kind.work.status]
    for name, samples in (("without limit", found.without_limit), ("with limit", found.with_limit)):
        wrong += [f"{name}: {status}" for status in report.statuses(samples) if status != "200"]
    chains = count_kept(servers.superuser()).broken_chains
    print(f"The same 50 lots from the kept totals, summed by PostgreSQL and by Django: {found.singles.same_lots}.")
    print(f"As many lines in both CSV files: {found.singles.same_lines}. Journal chains that do not verify: {chains}.")
    if wrong:
        print(f"Answers that should not be: {', '.join(wrong)}.")
    return not wrong and not chains and found.singles.same_lots and found.singles.same_lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
