"""Writers that keep, in their own memory, every answer that promised something; and what the database says of it."""

import asyncio
import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import asyncpg
import httpx

from bench.data import Prepared
from bench.plan import Kind, key_of, made_id

_PAUSE_SECONDS = 0.1
_LONGEST_ANSWER_SECONDS = 30.0
RUN = "cluster"


class Surprise(Exception):
    """An answer that nothing excuses."""


@dataclass(frozen=True)
class Promise:
    """An answer: under which key, its body's digest, when it came, and the certificate's number, if it gave one."""

    key: str
    digest: str
    at: float
    number: str = ""


@dataclass
class Ledger:
    """What the client was told; nothing that breaks on the server's side touches it."""

    promises: list[Promise] = field(default_factory=list)
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By phase, and status or the name of the error in its place."""
    surprises: list[str] = field(default_factory=list)
    phase: str = "calm"

    def failures(self, phase: str) -> int:
        """Requests of a phase that got no answer, or one that promises nothing."""
        return sum(count for (when, status), count in self.answers.items() if when == phase and status[:1] != "2")

    def requests(self, phase: str) -> int:
        """Requests of a phase."""
        return sum(count for (when, _), count in self.answers.items() if when == phase)

    def since(self, instant: float) -> list[Promise]:
        """The promises made after an instant of ``time.monotonic``, in the order in which they came."""
        return [promise for promise in self.promises if promise.at > instant]


class Writer:
    """Declares hours, reads a list, thinks; when it gets no answer it sends the same call again under the same key."""

    def __init__(self, number: int, of: int, address: str, prepared: Prepared, ledger: Ledger, thought: float) -> None:
        self._prepared, self._ledger, self._thought = prepared, ledger, thought
        self._organisation = number % len(prepared.programs)
        step = -(-of // len(prepared.programs))
        self._pairs = range(number // len(prepared.programs), prepared.plan.sizes.pairs, step)
        token = prepared.programs[self._organisation].token
        self._http = httpx.AsyncClient(
            base_url=address, headers={"authorization": f"Bearer {token}"}, timeout=_LONGEST_ANSWER_SECONDS
        )

    async def work(self, stop: threading.Event) -> None:
        """Until asked to stop; a call that was begun is brought to its end."""
        try:
            await self._work(stop)
        except Surprise as surprise:
            self._ledger.surprises.append(str(surprise))

    async def _work(self, stop: threading.Event) -> None:
        async with self._http:
            for turn, pair in enumerate(self._pairs):
                if stop.is_set():
                    return
                await self._declare(pair)
                if turn % 3 == 0:
                    await self._read(turn)
                if turn % 8 == 0:
                    await self._ask_certificate(pair)
                await asyncio.sleep(self._thought)
        raise Surprise("a writer ran out of months to declare: give more --companies")

    async def _declare(self, pair: int) -> None:
        call = self._prepared.plan.declare(self._organisation, pair, RUN)
        answer = await self._insist(call.path, call.body, call.key)
        self._keep(call.key, answer)

    async def _ask_certificate(self, pair: int) -> None:
        plan, key = self._prepared.plan, key_of(f"{RUN}-certificate", self._organisation, pair)
        path = f"/api/v1/companies/{made_id(Kind.COMPANY, plan.company_of(pair))}/certificates"
        answer = await self._insist(path, json.dumps({"year": plan.month_of(pair).year}), key)
        self._keep(key, answer, f"{self._organisation} {answer.json()['number']}")

    def _keep(self, key: str, answer: httpx.Response, number: str = "") -> None:
        digest = hashlib.sha256(answer.content).hexdigest()
        self._ledger.promises.append(Promise(key, digest, time.monotonic(), number))

    async def _insist(self, path: str, body: str, key: str) -> httpx.Response:
        """The answer that promises something, under the same key however often it takes."""
        headers = {"idempotency-key": key, "content-type": "application/json"}
        while True:
            answer = await self._send("POST", path, body, headers)
            if answer is not None and answer.status_code in (201, 202):
                return answer
            if answer is not None and answer.status_code not in (502, 503, 504):
                raise Surprise(f"{path}: {answer.status_code} {answer.text[:300]}")
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _read(self, number: int) -> None:
        call = self._prepared.plan.list_statements(number)
        await self._send(call.method, call.path, "", {})

    async def _send(self, method: str, path: str, body: str, headers: dict[str, str]) -> httpx.Response | None:
        phase = self._ledger.phase
        try:
            answer = await self._http.request(method, path, content=body.encode(), headers=headers)
        except httpx.HTTPError as error:
            self._ledger.answers[phase, type(error).__name__] += 1
            return None
        self._ledger.answers[phase, str(answer.status_code)] += 1
        return answer


@dataclass(frozen=True)
class Kept:
    """The promises compared with the database: how many it does not keep, and what it holds that it should not."""

    promises: int
    lost: int
    numbers_twice: int
    """Certificate numbers that two different answers gave."""
    doubled: int
    """Months of a company declared twice, or declared without a key."""
    broken_chains: int


_DOUBLED = """
SELECT (SELECT count(*) FROM (SELECT FROM hours_statement WHERE state = 'DRAFT'
         GROUP BY facilitator_org_id, company_id, month HAVING count(*) > 1) twice)
     + (SELECT count(*) FROM hours_statement WHERE state = 'DRAFT')
     - (SELECT count(*) FROM idempotency_key WHERE status = 201 AND key LIKE 'bench-cluster-%')
"""


async def compare(superuser: dict[str, object], promises: Sequence[Promise]) -> Kept:
    """Each promise looked up under its key, to the byte of its answer; then what else the database holds."""
    connection = await asyncpg.connect(**superuser)
    try:
        rows = await connection.fetch("SELECT key, body FROM idempotency_key WHERE key LIKE $1", f"bench-{RUN}-%")
        kept = {row["key"]: hashlib.sha256(bytes(row["body"] or b"")).hexdigest() for row in rows}
        doubled = await connection.fetchval(_DOUBLED)
        broken = await connection.fetchval("SELECT count(*) FROM journal_head h, clause_journal_verify(h.org_id)")
    finally:
        await connection.close()
    lost = sum(kept.get(promise.key) != promise.digest for promise in promises)
    numbers = [promise.number for promise in promises if promise.number]
    return Kept(len(promises), lost, len(numbers) - len(set(numbers)), doubled, broken)
