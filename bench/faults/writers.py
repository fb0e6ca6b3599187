"""Writers: each declares, submits and validates hours and asks for certificates, again and again until it is told so.

A writer knows nothing of faults. When it gets no answer, or 503, it sends the same call again under the same key.
"""

import asyncio
import itertools
import json
import random
import time
from dataclasses import dataclass
from typing import Any

import httpx

from bench.faults.ledger import Acknowledged, Kind, Ledger, digest_of
from bench.plan import Kind as Made
from bench.plan import Plan, made_id

LONGEST_ANSWER_SECONDS = 30.0
MOST_TRIES = 400
_PAUSE = 0.2
_CERTIFICATE_EVERY, _REPLAY_EVERY = 6, 9
_CHANGED_HOURS = "100.00"


class Surprise(Exception):
    """An answer that no fault excuses."""


@dataclass(frozen=True)
class Desk:
    """Where a writer works: its organisation and token, and the pairs of company and month that are its own."""

    number: int
    organisation: int
    organisation_id: str
    token: str
    first_pair: int
    step: int


class Writer:
    """One connection, one call at a time, with a pause for thought between two."""

    def __init__(self, desk: Desk, base_url: str, plan: Plan, ledger: Ledger, thought: float) -> None:
        self._desk, self._plan, self._ledger, self.thought = desk, plan, ledger, thought
        self._random = random.Random(desk.number)  # a fixed seed: a run can be made again
        self._http = httpx.AsyncClient(
            base_url=f"{base_url}/api/v1",
            headers={"authorization": f"Bearer {desk.token}"},
            timeout=LONGEST_ANSWER_SECONDS,
        )
        self._calls = itertools.count()

    async def work(self, stop: asyncio.Event) -> None:
        """Until asked to stop; a cycle that was begun is brought to its end."""
        pairs = range(self._desk.first_pair, self._plan.sizes.pairs, self._desk.step)
        async with self._http:
            try:
                for turn, pair in enumerate(pairs):
                    if stop.is_set():
                        return
                    await self._month(pair, change=turn % 3 == 0)
                    if turn % _CERTIFICATE_EVERY == 0:
                        await self.certificate(pair)
            except Surprise as surprise:
                self._ledger.surprises.append(str(surprise))

    async def _month(self, pair: int, *, change: bool) -> None:
        body = self._plan.declare(self._desk.organisation, pair, "faults").body
        declared = await self._change(Kind.DECLARED, "POST", "/hours-statements", body, 201)
        path = f"/hours-statements/{declared['id']}"
        if change:
            lines = json.loads(body)["lines"]
            body = json.dumps({"lines": [{**lines[0], "hours_declared": _CHANGED_HOURS}]})
            await self._change(Kind.CHANGED, "PUT", f"{path}/lines", body, 200, version=declared["version"])
        await self._change(Kind.SUBMITTED, "POST", f"{path}/submit", "", 200)
        await self._change(Kind.VALIDATED, "POST", f"{path}/validate", "{}", 200)

    async def certificate(self, pair: int) -> str:
        """Ask for the certificate of a company's year; the result is the path of the job that draws it."""
        company = made_id(Made.COMPANY, self._plan.company_of(pair))
        body = json.dumps({"year": self._plan.month_of(pair).year})
        made = await self._change(Kind.CERTIFICATE, "POST", f"/companies/{company}/certificates", body, 202)
        return str(made["location"]).removeprefix("/api/v1")

    async def job(self, path: str) -> str:
        """Where a job stands now."""
        answer = await self._send("GET", path, "", {})
        return str(answer.json()["state"]) if answer.status_code == 200 else str(answer.status_code)

    async def _change(
        self, kind: Kind, method: str, path: str, body: str, status: int, *, version: int | None = None
    ) -> dict[str, Any]:
        """The body of an answer that was acknowledged, and kept in the ledger."""
        key = f"faults-{self._desk.number}-{next(self._calls)}"
        headers = {"idempotency-key": key}
        if version is not None:
            headers["if-match"] = f'"{version}"'
        answer, tries = await self._insist(method, path, body, headers, status)
        said: dict[str, Any] = answer.json()
        number = str(said["number"]) if kind is Kind.CERTIFICATE else str(said["lines"][0]["hours_declared"])
        promise = Acknowledged(
            kind, key, self._desk.organisation_id, said["id"], status, digest_of(answer), tries, number
        )
        self._ledger.add(promise)
        if self._random.randrange(_REPLAY_EVERY) == 0:
            again, _ = await self._insist(method, path, body, headers, status)
            self._ledger.replays += 1
            if digest_of(again) != promise.digest or again.headers.get("etag") != answer.headers.get("etag"):
                raise Surprise(f"{method} {path}: another answer under the same key")
        await asyncio.sleep(self.thought * self._random.uniform(0.5, 1.5))
        return {**said, "location": answer.headers.get("location", "")}

    async def _insist(
        self, method: str, path: str, body: str, headers: dict[str, str], status: int
    ) -> tuple[httpx.Response, int]:
        for tries in range(1, MOST_TRIES + 1):
            try:
                answer = await self._send(method, path, body, headers)
            except httpx.HTTPError as error:
                self._ledger.note(f"no answer ({type(error).__name__})")
                await asyncio.sleep(_PAUSE)
                continue
            self._ledger.note(str(answer.status_code))
            if answer.status_code == status:
                return answer, tries
            if answer.status_code != 503:
                raise Surprise(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
            if not answer.headers.get("retry-after", "").isdecimal():
                raise Surprise(f"{method} {path}: 503 without Retry-After")
            await asyncio.sleep(min(float(answer.headers["retry-after"]), 2.0))
        raise Surprise(f"{method} {path}: no acknowledgement after {MOST_TRIES} tries")

    async def _send(self, method: str, path: str, body: str, headers: dict[str, str]) -> httpx.Response:
        kind = {"content-type": "application/json"} if body else {}
        began = time.monotonic()
        answer = await self._http.request(method, path, content=body.encode(), headers={**headers, **kind})
        self._ledger.took.append((time.monotonic(), time.monotonic() - began))
        return answer
