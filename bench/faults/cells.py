"""`python -m bench.faults.cells`: two people write one draft from what each last read, and no write is lost.

See ``bench/README.md``.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from bench.faults.ground import Ground, lay_out
from bench.faults.stand import Stand
from bench.faults.verdict import Check

_DRAFTS = 4


class Draft:
    """One statement, and what its two writers were told."""

    def __init__(self, http: httpx.AsyncClient, made: dict[str, Any], seed: int) -> None:
        self._http, self._made = http, made
        self._path = f"/api/v1/hours-statements/{made['id']}"
        self._random = random.Random(seed)
        self.statuses: Counter[int] = Counter()
        self.doubled = 0
        self.won: dict[int, str] = {}
        """Version that a writer was told it had made → its hours."""

    async def turn(self) -> None:
        """Both have read; both write, the second at once or a moment later."""
        version = (await self._http.get(self._path)).headers["etag"]
        answers = await asyncio.gather(
            self._write(version, 0.0), self._write(version, self._random.choice((0, 0, 0.005)))
        )
        self.doubled += sum(answers) != 1

    async def is_as_told(self) -> bool:
        """The last version holds what its writer was told, and every version between was told to somebody."""
        kept = (await self._http.get(self._path)).json()
        whole = sorted(self.won) == list(range(self._made["version"] + 1, kept["version"] + 1))
        return whole and kept["lines"][0]["hours_declared"] == self.won[kept["version"]]

    async def _write(self, etag: str, pause: float) -> bool:
        await asyncio.sleep(pause)
        hours = f"{self._random.randrange(1, 120)}.00"
        line = {"hire_id": self._made["lines"][0]["hire_id"], "hours_declared": hours}
        answer = await self._http.put(
            f"{self._path}/lines", content=json.dumps({"lines": [line]}), headers={"if-match": etag}
        )
        self.statuses[answer.status_code] += 1
        if answer.status_code == 200:
            self.won[answer.json()["version"]] = hours
        return answer.status_code == 200


def main(arguments: Sequence[str]) -> int:
    """Write, compare, print; the status is 0 when of each two one was refused with 412 and nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults.cells", description=__doc__)
    parser.add_argument("--interleavings", type=int, default=10_000, help="times that two write at once (10000)")
    count = parser.parse_args(arguments).interleavings
    with tempfile.TemporaryDirectory(prefix="clause-cells-", ignore_cleanup_errors=True) as place:
        stand = Stand(Path(place) / "data")
        try:
            stand.start()
            ground = lay_out(stand, 20)
            began = time.monotonic()
            statuses, checks = asyncio.run(_run(stand, ground, count))
            seconds = time.monotonic() - began
        finally:
            stand.stop()
    print(f"{count} interleavings of two writers in {seconds:.0f} s; answers {dict(statuses)}")
    print("\n".join(f"{check.name:<62} {check.compared:>9} {check.wrong:>6}" for check in checks))
    sound = all(check.wrong == 0 and check.compared for check in checks) and set(statuses) <= {200, 412}
    return 0 if sound else 1


async def _run(stand: Stand, ground: Ground, count: int) -> tuple[Counter[int], list[Check]]:
    headers = {"content-type": "application/json"}
    async with httpx.AsyncClient(base_url=stand.base_url, headers=headers, timeout=60.0) as http:
        drafts = [await _draft(http, ground, number) for number in range(_DRAFTS)]
        await asyncio.gather(*(_turns(draft, count // _DRAFTS) for draft in drafts))
        lost = sum([not await draft.is_as_told() for draft in drafts])
    done = count // _DRAFTS * _DRAFTS
    statuses = sum((draft.statuses for draft in drafts), Counter())
    return statuses, [
        Check("interleavings of which not exactly one was written", done, sum(draft.doubled for draft in drafts)),
        Check("drafts that do not hold what their writers were told", _DRAFTS, lost),
        Check("writes told, each its own version", done, abs(statuses[200] - sum(len(draft.won) for draft in drafts))),
    ]


async def _draft(http: httpx.AsyncClient, ground: Ground, number: int) -> Draft:
    http.headers["authorization"] = f"Bearer {ground.desk(0, 1).token}"
    made = await http.post("/api/v1/hours-statements", content=ground.plan.declare(0, number, "cells").body)
    made.raise_for_status()
    return Draft(http, made.json(), number)


async def _turns(draft: Draft, count: int) -> None:
    for _ in range(count):
        await draft.turn()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
