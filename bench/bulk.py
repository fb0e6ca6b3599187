"""`python -m bench.bulk`: a thousand hours rows in one call over HTTP, and a bare INSERT; see ``bench/README.md``."""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

import asyncpg
import httpx

from bench.commands import add_folder
from bench.data import count_kept
from bench.imports import COMPANIES, Ground, prepare
from bench.stage import Servers, own_folder, processor_seconds, running_servers, running_web, web_process
from clause.db.migrate import migrate
from clause.rules.calendar import Month
from clause.runtime import open_runtime

ROWS = 1_000
PROMISED_ROWS_A_SECOND = 20_000


@dataclass(frozen=True)
class Prepared:
    """What is declared, and by whom."""

    ground: Ground
    token: str
    hires: dict[str, list[str]]
    """The hires of each company."""


def main(arguments: Sequence[str]) -> int:
    """Prepare, time, print; the status is 0 when every row was kept, and declared as fast as promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.bulk", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="calls that are timed, each of another month (9 at most)")
    add_folder(parser)
    given = parser.parse_args(arguments)
    with own_folder(given.folder), running_servers() as servers:
        prepared = asyncio.run(_prepared(servers))
        with running_web(servers.settings) as (host, port):
            return asyncio.run(_measured(servers, f"http://{host}:{port}", prepared, given.rounds))


async def _prepared(servers: Servers) -> Prepared:
    await migrate(servers.settings.asyncpg_owner_config())
    async with open_runtime(servers.settings):
        ground = await prepare(servers, ROWS)
    connection = await asyncpg.connect(**servers.superuser())
    try:
        rows = await connection.fetch(
            "SELECT h.company_id, array_agg(h.id) AS hires FROM hire h JOIN organisation o ON o.id = h.company_id"
            " WHERE o.identifier = ANY($1) GROUP BY 1",
            ground.sirets,
        )
    finally:
        await connection.close()
    return Prepared(ground, ground.token, {str(row["company_id"]): [str(id) for id in row["hires"]] for row in rows})


def _body(prepared: Prepared, month: Month) -> dict[str, Any]:
    return {
        "statements": [
            {
                "company_id": company,
                "month": str(month),
                "lines": [
                    {"hire_id": hire, "hours_declared": f"{30 + number % 12}.50"} for number, hire in enumerate(hires)
                ],
            }
            for company, hires in prepared.hires.items()
        ]
    }


async def _measured(servers: Servers, address: str, prepared: Prepared, rounds: int) -> int:
    headers = {"authorization": f"Bearer {prepared.token}"}
    months = [Month.of(day) for day in prepared.ground.months][: rounds + 1]
    taken: list[float] = []
    used: list[float] = []
    bare: list[float] = []
    web = web_process()
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=60, trust_env=False) as http:
        for month in months:
            bare.append(await _bare_insert(servers))
            body = _body(prepared, month)
            began, spent = time.perf_counter(), processor_seconds(web)
            answer = await http.post(
                "/api/v1/hours-statements/bulk", json=body, headers={"idempotency-key": f"bulk-{month}"}
            )
            taken.append(time.perf_counter() - began)
            used.append(processor_seconds(web) - spent)
            if answer.status_code != 201:
                print(answer.status_code, answer.text[:500])
                return 1
    kept = await asyncio.to_thread(count_kept, servers.superuser())
    print(f"processor of the web process: median {1000 * median(used[1:]):.0f} ms a call")
    return _told(taken[1:], bare[1:], kept.statements, kept.broken_chains, len(months))


def _told(taken: list[float], bare: list[float], statements: int, broken: int, calls: int) -> int:
    rate = ROWS / median(taken)
    print(f"{ROWS} rows a call, {COMPANIES} statements, {len(taken)} calls after one of warm-up:")
    print(f"median {1000 * median(taken):.0f} ms, fastest {1000 * min(taken):.0f} ms: {rate:,.0f} rows a second")
    print(
        f"the same rows into a bare table: {1000 * median(bare):.0f} ms, {median(taken) / median(bare):.1f} times less"
    )
    expected = calls * COMPANIES + 1
    print(f"statements kept: {statements} of {expected}; journal chains broken: {broken}")
    return 0 if (statements, broken) == (expected, 0) and rate >= PROMISED_ROWS_A_SECOND else 1


async def _bare_insert(servers: Servers) -> float:
    """Seconds of one INSERT of as many rows into a table without keys, triggers or row-level security."""
    connection = await asyncpg.connect(**servers.superuser())
    try:
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_bare"
            " (a uuid, b uuid, c uuid, d int, e uuid, f date, g numeric, h timestamptz)"
        )
        at = datetime.now(UTC)
        began = time.perf_counter()
        await connection.execute(
            "INSERT INTO bench_bare SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), n,"
            " gen_random_uuid(), current_date, 35.5, $2 FROM generate_series(1, $1::int) n",
            ROWS,
            at,
        )
        return time.perf_counter() - began
    finally:
        await connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
