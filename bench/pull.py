"""`python -m bench.pull`: an intermediate body pulls ten thousand changed claims; see ``bench/README.md``."""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

import asyncpg
import httpx

from bench.commands import add_folder
from bench.data import copy_rows
from bench.load import p95
from bench.stage import Servers, own_folder, processor_seconds, running_servers, running_web, web_process
from clause.db.migrate import migrate
from clause.devdata import demo
from clause.domain.actors import OrgKind, Scope
from clause.runtime import open_runtime
from clause.services import accounts
from clause.services.context import Context, operator_context

PROMISED_SECONDS, PROMISED_KNOWN_MS = 1.0, 5.0
A_PAGE = 200
_CLAIMS = "/api/v1/oi/claims"
_ANY = "SELECT id, intermediate_body_id FROM claim WHERE submitted_at IS NOT NULL ORDER BY oi_sequence LIMIT 1"
_SIRET = "SELECT identifier FROM organisation WHERE id = $1"
_COUNT = "SELECT count(*) FROM claim WHERE intermediate_body_id = $1 AND submitted_at IS NOT NULL"


@dataclass(frozen=True)
class Prepared:
    """How many claims were handed over, one of them, and the bearer token that may read them."""

    claims: int
    one: str
    token: str


def main(arguments: Sequence[str]) -> int:
    """Prepare, pull, print; the status is 0 when every claim came once, as fast as promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.pull", description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000, help="claims that are copied (10,000)")
    parser.add_argument("--rounds", type=int, default=3, help="pulls of them all (3); the median is told")
    add_folder(parser)
    given = parser.parse_args(arguments)
    with own_folder(given.folder), running_servers() as servers:
        prepared = asyncio.run(_prepared(servers, given.claims))
        with running_web(servers.settings) as (host, port):
            return asyncio.run(_measured(f"http://{host}:{port}", prepared, given.rounds))


async def _prepared(servers: Servers, copies: int) -> Prepared:
    """The fictional territory; one claim of it copied, with all that the intermediate body is shown of it."""
    await migrate(servers.settings.asyncpg_owner_config())
    await demo.seed(servers.settings, lambda _: None)
    connection = await asyncpg.connect(**servers.superuser())
    try:
        claim = await connection.fetchrow(_ANY)
        if claim is None:
            raise RuntimeError("the demonstration handed no claim over")
        await connection.execute("SET session_replication_role = replica")
        values = {"id": "gen_random_uuid()", "oi_sequence": "1000000 + n", "number": "1000 + n"}
        await copy_rows(connection, "claim", claim["id"], f"generate_series(1, {copies}) n", values)
        await connection.execute("VACUUM ANALYZE claim")
        siret = await connection.fetchval(_SIRET, claim["intermediate_body_id"])
        count = await connection.fetchval(_COUNT, claim["intermediate_body_id"])
    finally:
        await connection.close()
    return Prepared(count, str(claim["id"]), await _token(servers, siret))


async def _token(servers: Servers, siret: str) -> str:
    now = datetime.now(UTC)
    async with open_runtime(servers.settings):
        client_id, secret = await accounts.add_client(
            operator_context(now), OrgKind.INTERMEDIATE_BODY, siret, "outil de gestion", (Scope.OI_READ,)
        )
        return (await accounts.issue_token(Context(accounts.sign_in_actor(), now), client_id, secret, ())).token


async def _measured(address: str, prepared: Prepared, rounds: int) -> int:
    headers = {"authorization": f"Bearer {prepared.token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=60, trust_env=False) as http:
        seen, web = await _pulled(http), web_process()
        taken, used = [], []
        for _ in range(rounds):
            began, spent = time.perf_counter(), processor_seconds(web)
            seen = await _pulled(http)
            taken.append(time.perf_counter() - began)
            used.append(processor_seconds(web) - spent)
        path = f"{_CLAIMS}/{prepared.one}"
        etag = (await http.get(path)).headers["etag"]
        spent = processor_seconds(web)
        known = [await _known(http, path, etag) for _ in range(200)]
        each = 1000 * (processor_seconds(web) - spent) / len(known)
    print(f"{len(seen)} of {prepared.claims} claims in pages of {A_PAGE}: median {median(taken):.2f} s,")
    print(f"{median(used):.2f} s of the web process's processor")
    print(f"a claim that is known already (304): median {median(known):.1f} ms, p95 {p95(known):.1f} ms,")
    print(f"{each:.1f} ms of the web process's processor")
    is_whole = len(seen) == len(set(seen)) == prepared.claims
    return 0 if is_whole and median(taken) <= PROMISED_SECONDS and median(known) <= PROMISED_KNOWN_MS else 1


async def _pulled(http: httpx.AsyncClient) -> list[str]:
    """The ids of all claims, page after page."""
    seen: list[str] = []
    params: dict[str, str | int] = {"limit": A_PAGE, "updated_since": "2020-01-01T00:00:00Z"}
    while True:
        answer = await http.get(_CLAIMS, params=params)
        answer.raise_for_status()
        page = answer.json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return seen
        params["after"] = page["next"]


async def _known(http: httpx.AsyncClient, path: str, etag: str) -> float:
    """Milliseconds of the answer to whoever has the claim already."""
    began = time.perf_counter()
    answer = await http.get(path, headers={"if-none-match": etag})
    if answer.status_code != 304:
        raise RuntimeError(f"answered {answer.status_code} to a known ETag")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
