"""`python -m bench.faults.keys`: the same call sent several times at once under one key has one effect, and one answer.

See ``bench/README.md``.
"""

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import asyncpg
import httpx

from bench.faults.ground import Ground, lay_out
from bench.faults.ledger import digest_of
from bench.faults.stand import Stand
from bench.faults.verdict import Check
from bench.plan import Call

_AT_ONCE = 4
_MONTHS = 24


def main(arguments: Sequence[str]) -> int:
    """Send, compare, print; the status is 0 when each key had one effect."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.keys", description=__doc__)
    parser.add_argument("--keys", type=int, default=10_000, help="keys (10000)")
    parser.add_argument("--replays", type=int, default=5, help="calls at once under each key (5)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="clause-keys-", ignore_cleanup_errors=True) as place:
        stand = Stand(Path(place) / "data")
        try:
            stand.start()
            ground = lay_out(stand, max(given.keys // _MONTHS + 1, 20))
            began = time.monotonic()
            statuses, checks = asyncio.run(_run(stand, ground, given.keys, given.replays))
            seconds = time.monotonic() - began
        finally:
            stand.stop()
    print(f"{given.keys} keys × {given.replays} calls at once in {seconds:.0f} s; answers {dict(statuses)}")
    print("\n".join(f"{check.name:<62} {check.compared:>9} {check.wrong:>6}" for check in checks))
    return 0 if all(check.wrong == 0 and check.compared for check in checks) else 1


async def _run(stand: Stand, ground: Ground, keys: int, replays: int) -> tuple[Counter[int], list[Check]]:
    desk = ground.desk(0, 1)
    statuses: Counter[int] = Counter()
    wrong = {"answers": 0, "bodies": 0}
    headers = {"authorization": f"Bearer {desk.token}", "content-type": "application/json"}
    numbers = iter(range(keys))

    async def work(http: httpx.AsyncClient) -> None:
        for number in numbers:
            call = ground.plan.declare(0, number, "keys")
            key = {"idempotency-key": call.key}
            answers = await asyncio.gather(*(_insist(http, call, key) for _ in range(replays)))
            statuses.update(answer.status_code for answer in answers)
            wrong["answers"] += len({(answer.status_code, digest_of(answer)) for answer in answers}) != 1
            other = ground.plan.declare(0, number + 1, "keys").body
            refused = await _insist(http, replace(call, body=other), key)
            wrong["bodies"] += refused.status_code != 422 or refused.json()["code"] != "IDM-001"

    limits = httpx.Limits(max_connections=_AT_ONCE * replays)
    async with httpx.AsyncClient(base_url=stand.base_url, headers=headers, timeout=60.0, limits=limits) as http:
        await asyncio.gather(*(work(http) for _ in range(_AT_ONCE)))
    checks = [
        Check("keys whose calls did not all get the same answer", keys, wrong["answers"]),
        Check("keys that took another body", keys, wrong["bodies"]),
        Check("statements made (one a key)", keys, abs(await _made(stand) - ground.statements - keys)),
    ]
    return statuses, checks


async def _insist(http: httpx.AsyncClient, call: Call, headers: dict[str, str]) -> httpx.Response:
    """The answer; a connection that breaks is no answer, and the same call under the same key is what keys are for."""
    while True:
        with contextlib.suppress(httpx.NetworkError, httpx.RemoteProtocolError):
            return await http.post(call.path, content=call.body, headers=headers)


async def _made(stand: Stand) -> int:
    connection = await asyncpg.connect(**stand.superuser())
    try:
        return int(await connection.fetchval("SELECT count(*) FROM hours_statement"))
    finally:
        await connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
