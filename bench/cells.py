"""`python -m bench.cells`: how long saving one cell of the hours grid takes over HTTP; see ``bench/README.md``."""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

import asyncpg
import httpx

from bench.commands import add_folder
from bench.imports import COMPANIES, prepare
from bench.load import p95
from bench.stage import Servers, own_folder, running_servers, running_web
from clause.db.migrate import migrate
from clause.domain.actors import OrgKind, Role
from clause.edge.authentication import CSRF_HEADER, SESSION_COOKIE
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.runtime import open_runtime
from clause.services import accounts
from clause.services.context import Context, operator_context
from clause.services.opening import OpenSession

PROMISED_MS = 200.0
WRITERS = (1, 16)
_PASSWORD = "une phrase de passe assez longue"  # noqa: S105 - of this run only


@dataclass(frozen=True)
class Cell:
    """Where one figure is typed."""

    company: str
    hire: str
    month: str


def main(arguments: Sequence[str]) -> int:
    """Prepare, time, print; the status is 0 when every cell was saved and 95 of 100 within the promise."""
    parser = argparse.ArgumentParser(prog="python -m bench.cells", description=__doc__)
    parser.add_argument("--saves", type=int, default=500, help="saves in each round (500)")
    add_folder(parser)
    given = parser.parse_args(arguments)
    with own_folder(given.folder), running_servers() as servers:
        cookies, cells = asyncio.run(_prepared(servers, given.saves))
        with running_web(servers.settings) as (host, port):
            return asyncio.run(_measured(f"http://{host}:{port}", cookies, cells, given.saves))


async def _prepared(servers: Servers, saves: int) -> tuple[dict[str, str], Iterator[Cell]]:
    """The headers of a person at the grid, and cells of different people and months that nobody has typed in."""
    await migrate(servers.settings.asyncpg_owner_config())
    async with open_runtime(servers.settings):
        ground = await prepare(servers, max(COMPANIES, saves))
        connection = await asyncpg.connect(**servers.superuser())
        try:
            hires = await connection.fetch(
                "SELECT h.id, h.company_id FROM hire h JOIN organisation o ON o.id = h.company_id"
                " WHERE o.identifier = ANY($1) ORDER BY h.id",
                ground.sirets,
            )
            siret = await connection.fetchval(
                "SELECT identifier FROM organisation WHERE id = $1", ground.context.actor.org_id
            )
        finally:
            await connection.close()
        headers = await _signed_in(siret)
    return headers, iter(
        [Cell(str(row["company_id"]), str(row["id"]), str(Month.of(month))) for month in ground.months for row in hires]
    )


async def _signed_in(siret: str) -> dict[str, str]:
    now, email = datetime.now(UTC), "facilitatrice@bench.example"
    operator = operator_context(now)
    await accounts.add_user(
        operator, OrgKind.FACILITATOR_ORG, siret, email, "Claude Exemple", Role.FACILITATOR, _PASSWORD
    )
    session = await accounts.sign_in(Context(accounts.sign_in_actor(), now), email, _PASSWORD)
    if not isinstance(session, OpenSession):
        raise RuntimeError("the facilitator of the bench is asked for a code")
    return {"cookie": f"{SESSION_COOKIE}={session.token}", CSRF_HEADER: session.csrf_token}


async def _measured(address: str, headers: dict[str, str], cells: Iterator[Cell], saves: int) -> int:
    is_sound = True
    print("| writers | saves | median, ms | p95, ms | slowest, ms | answers |")
    print("|---|---|---|---|---|---|")
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=60, trust_env=False) as http:
        for _ in range(20):
            await _save(http, next(cells))
        for writers in WRITERS:
            left = iter([next(cells) for _ in range(saves)])
            seen: list[tuple[float, str]] = []
            await asyncio.gather(*(_write(http, left, seen) for _ in range(writers)))
            taken = [milliseconds for milliseconds, _ in seen]
            states = Counter(state for _, state in seen)
            is_sound = is_sound and states == {"saved": saves} and p95(taken) <= PROMISED_MS
            told = ", ".join(f"{count} {state}" for state, count in states.items())
            print(f"| {writers} | {len(seen)} | {median(taken):.0f} | {p95(taken):.0f} | {max(taken):.0f} | {told} |")
    return 0 if is_sound else 1


async def _write(http: httpx.AsyncClient, left: Iterator[Cell], seen: list[tuple[float, str]]) -> None:
    """One writer: the next cell as soon as the last one is saved."""
    for cell in left:
        started = time.perf_counter()
        state = await _save(http, cell)
        seen.append(((time.perf_counter() - started) * 1000, state))


async def _save(http: httpx.AsyncClient, cell: Cell) -> str:
    typed = {"row": f"{cell.hire}:{HoursNature.WORK.value}", "col": cell.month, "value": "35,5", "before": ""}
    answer = await http.post("/hours/cells", params={"company": cell.company}, json={"cells": [typed]})
    if answer.status_code != 200:
        return str(answer.status_code)
    (told,) = answer.json()["cells"]
    return str(told["state"] if told["state"] == "saved" else told["error"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
