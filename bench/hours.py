"""`python -m bench.hours`: posting one hours row and listing 50, against pgbench with the same statements, in one run.

See ``bench/README.md``.
"""

import argparse
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import report
from bench.commands import add_folder, say
from bench.data import Prepared, count_kept, prepare
from bench.plan import Sizes
from bench.results import Results
from bench.stage import Servers, own_folder, running_servers, running_web
from bench.works import Work, listen

_WARM_UP_SECONDS = 1


@dataclass(frozen=True)
class Options:
    """How long, how often, how much, and where."""

    rounds: int
    seconds: int
    sizes: Sizes
    folder: Path | None
    every_script: bool


def main(arguments: Sequence[str]) -> int:
    """Prepare, time, print; the status is 0 when every call was answered as it should be and every row was kept."""
    options = _options(arguments)
    with own_folder(options.folder), running_servers() as servers:
        say("Preparing data…")
        prepared = prepare(servers.settings, servers.superuser(), options.sizes)
        works = listen(servers, prepared, secrets.token_hex(4))
        print(report.scripts(works, every=options.every_script))
        before = count_kept(servers.superuser())
        results = _measure(servers, prepared, works, options)
        written = count_kept(servers.superuser()).since(before)
        print(report.table(servers, prepared, results))
        print(report.answers(results, written))
    return 0 if report.is_sound(results, written) else 1


def _options(arguments: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(prog="python -m bench.hours", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few data and one short round: does it run at all?")
    parser.add_argument("--rounds", type=int, help="rounds (3)")
    parser.add_argument("--seconds", type=int, help="seconds of each measure (5)")
    parser.add_argument("--companies", type=int, help="companies, each with 36 months to declare (4000)")
    add_folder(parser)
    parser.add_argument("--every-script", action="store_true", help="print all pgbench scripts, not one of each kind")
    given = parser.parse_args(arguments)
    rounds, seconds, organisations, companies = (1, 1, 5, 1000) if given.quick else (3, 5, 17, 4000)
    companies = given.companies or companies
    sizes = Sizes(
        organisations=organisations,
        companies=companies,
        lots=40,
        declared_months=36,
        booked_months=16,
        booked_companies=companies // 4,
    )
    return Options(given.rounds or rounds, given.seconds or seconds, sizes, given.folder, given.every_script)


def _measure(servers: Servers, prepared: Prepared, works: Sequence[Work], options: Options) -> list[Results]:
    """All measures; every other round in the opposite order, so that none always profits from the one before it."""
    results = [Results(work) for work in works]
    with running_web(servers.settings) as address:
        for number in range(options.rounds + 1):
            say(f"Round {number} of {options.rounds}…" if number else "Warming up…")
            seconds = options.seconds if number else _WARM_UP_SECONDS
            steps = [(result, of_clause) for result in results for of_clause in (True, False)]
            for result, of_clause in steps if number % 2 else reversed(steps):
                if not of_clause:
                    result.pgbench.append(result.work.measure_pgbench(prepared, servers, seconds))
                elif result.work.call is not None:
                    result.clause.append(result.work.measure_clause(prepared, address, seconds))
    return results


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
