"""`python -m bench.audit`: how long verifying a million journal lines takes, and that one changed bit is found.

See ``bench/README.md``.
"""

import argparse
import asyncio
import statistics as means
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg

from bench.commands import add_folder
from bench.stage import own_folder, running_servers
from clause import audit
from clause.db.migrate import migrate
from clause.runtime import open_runtime
from clause.services import journal_seals
from clause.services.context import worker_context
from clause.settings import Settings

# Lines as hours, decisions and corrections leave them; one in ten has a reason.
_FILL = """
DO $$ BEGIN
  FOR n IN 1..{lines} LOOP
    PERFORM clause_journal_append(
      gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad((n % {chains})::text, 12, '0'))::uuid,
      timestamptz '2026-01-01' + n * interval '1 second', 'user', md5('person ' || n % 600)::uuid,
      md5('organisation')::uuid, 'hours_statement.submitted', 'hours_statement', md5('statement ' || n)::uuid,
      CASE WHEN n % 10 = 0 THEN 'Heures corrigées après contrôle.' END,
      jsonb_build_object('month', '2026-01', 'hours', (n % 15000) / 100.0, 'lines', n % 40));
    IF n % 1000 = 0 THEN COMMIT; END IF;
  END LOOP;
END $$
"""
# One bit of one letter of the code of an action, in the middle of the longest wait.
_FLIP = """
UPDATE journal SET action = 'hours_statement.submittee' WHERE id =
  (SELECT id FROM journal WHERE org_id = $1 ORDER BY seq OFFSET (SELECT count(*) / 2 FROM journal WHERE org_id = $1)
   LIMIT 1) RETURNING seq
"""


def main(arguments: Sequence[str]) -> int:
    """Fill, seal, verify, change one bit, verify; the status is 0 when it was found and nothing else was."""
    parser = argparse.ArgumentParser(prog="python -m bench.audit", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ten thousand lines, to see whether it still runs")
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines in all (1 000 000)")
    parser.add_argument("--chains", type=int, default=370, help="journals they are in (370)")
    parser.add_argument("--runs", type=int, default=3, help="verifications of the whole (3)")
    add_folder(parser)
    given = parser.parse_args(arguments)
    lines, runs = (10_000, 1) if given.quick else (given.lines, given.runs)
    with own_folder(given.folder), running_servers() as servers:
        return asyncio.run(_measure(servers.settings, servers.superuser(), lines, given.chains, runs))


async def _measure(settings: Settings, superuser: dict[str, Any], lines: int, chains: int, runs: int) -> int:
    await migrate(settings.asyncpg_owner_config())
    connection = await asyncpg.connect(**superuser)
    start = time.perf_counter()
    await connection.execute(_FILL.format(lines=lines, chains=chains))
    await connection.execute("VACUUM ANALYZE journal")
    print(f"{lines} lines in {chains} journals, written in {time.perf_counter() - start:.0f} s", flush=True)
    async with open_runtime(settings):
        start = time.perf_counter()
        sealed = await journal_seals.seal_heads(worker_context(datetime.now(UTC)))
        print(f"{sealed} heads sealed in {time.perf_counter() - start:.2f} s", flush=True)
    seconds = [await _verify(settings, lines) for _ in range(runs)]
    print(f"verified whole: median {means.median(seconds):.1f} s, slowest {max(seconds):.1f} s", flush=True)
    org_id = await connection.fetchval("SELECT max(org_id::text)::uuid FROM journal")
    await connection.execute("SET session_replication_role = replica")
    seq = await connection.fetchval(_FLIP, org_id)
    await connection.close()
    start = time.perf_counter()
    found, _ = await audit.verify(settings, [], [])
    told = [(one.org_id, one.number) for one in found.damages]
    print(f"one bit changed: found at its line in {time.perf_counter() - start:.1f} s", flush=True)
    return 0 if told == [(org_id, seq)] else 1


async def _verify(settings: Settings, lines: int) -> float:
    start = time.perf_counter()
    found, _ = await audit.verify(settings, [], [])
    if found.damages or found.lines != lines:
        raise RuntimeError(f"an untouched journal does not verify: {found.damages[:3]}")
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
