"""`python -m bench.person`: how long exporting and purging one person takes among tens of thousands.

See ``bench/README.md``.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import asyncpg

from bench.commands import add_folder, everybody_booked
from bench.data import Prepared, ask
from bench.plan import Kind, made_id
from clause.domain.person_files import PurgeCause
from clause.runtime import open_runtime
from clause.services import accounts, person_files
from clause.services.context import Context
from clause.settings import Settings

MOST_SECONDS = 5.0


def main(arguments: Sequence[str]) -> int:
    """Prepare, export and purge some people of the first organisation; the status is 0 when each took 5 s at most."""
    parser = argparse.ArgumentParser(prog="python -m bench.person", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few data, to see whether it still runs")
    parser.add_argument("--people", type=int, default=5, help="how many are exported and purged (5)")
    add_folder(parser)
    given = parser.parse_args(arguments)
    with everybody_booked(given) as (servers, prepared):
        people, entries = ask(
            servers.superuser(), "SELECT count(*) FROM participant", "SELECT count(*) FROM ledger_entry"
        )
        print(f"{people} people, {entries} ledger entries, {prepared.plan.sizes.organisations} organisations")
        return asyncio.run(_measure(servers.settings, servers.superuser(), prepared, given.people))


async def _measure(settings: Settings, superuser: dict[str, object], prepared: Prepared, people: int) -> int:
    now, slowest = datetime.now(UTC), 0.0
    connection = await asyncpg.connect(**superuser)
    # Their contracts have ended: a file in use is not purged.
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("UPDATE hire SET last_day = eligible_first_day")
    await connection.close()
    async with open_runtime(settings):
        actor = await accounts.actor_of_token(prepared.tokens[0], now)
        if actor is None:
            raise RuntimeError("the program's token is not known")
        context = Context(actor, now)
        for number in range(people):
            start = time.perf_counter()
            view = await person_files.export_file(context, made_id(Kind.PARTICIPANT, number))
            exported = time.perf_counter()
            purged = await person_files.purge_file(context, view.person.id, PurgeCause.RETENTION, view.person.last_name)
            done = time.perf_counter()
            told = sum(len(rows) for rows in view.rows.values())
            print(f"exported {told} rows in {exported - start:.2f} s, purged {purged.rows} in {done - exported:.2f} s")
            slowest = max(slowest, exported - start, done - exported)
    return 0 if slowest <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
