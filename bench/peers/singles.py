"""What is asked one at a time: the lots furthest behind, and a whole organisation's hours as CSV."""

import asyncio
import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from bench.compliance import FURTHEST_BEHIND
from bench.peers.data import Ground
from bench.peers.rounds import Stands, peer_headers
from bench.peers.service import Web
from bench.plan import Call
from bench.processes import memory_mib
from bench.stage import Servers

_PIECE_BYTES = 1 << 16
_LOOK_AT_MEMORY_EVERY = 64
"""Pieces of a CSV between two looks at the memory."""
_BEHIND = "/api/v1/compliance?sort=shortfall&limit=50"
_CSV = "/api/v1/ledger-entries.csv"
_PEER_BEHIND, _PEER_CSV = "/api/lots/furthest-behind/", "/api/hours/csv/"


@dataclass
class Singles:
    """Milliseconds of each way to the lots furthest behind, and seconds of each way to the CSV, a round each."""

    behind_ms: list[float] = field(default_factory=list)
    behind_summed_ms: list[float] = field(default_factory=list)
    behind_peer_ms: list[float] = field(default_factory=list)
    same_lots: bool = True
    csv_s: list[float] = field(default_factory=list)
    csv_copied_s: list[float] = field(default_factory=list)
    csv_peer_s: list[float] = field(default_factory=list)
    first_byte_ms: list[float] = field(default_factory=list)
    peer_first_byte_ms: list[float] = field(default_factory=list)
    csv_lines: int = 0
    same_lines: bool = True


@dataclass(frozen=True)
class Streamed:
    """A CSV as it came: its header, lines below it, seconds to the first byte and in all, and the most memory."""

    header: str
    lines: int
    first_byte_s: float
    seconds: float
    most_mib: float


def one_round(singles: Singles, stands: Stands, ground: Ground, *, behind_turns: int) -> None:
    """Each way once (Clause's table ``behind_turns`` times), one after the other."""
    headers = {"authorization": f"Bearer {ground.prepared.tokens[0]}"}
    peers = peer_headers(Call("GET", "", 0))
    kept: list[str] = []
    for _ in range(behind_turns):
        taken, answer = _ask(stands.clause, _BEHIND, headers)
        singles.behind_ms.append(taken)
        kept = [item["lot_id"] for item in answer["items"]]
    taken, answer = _ask(stands.peer, _PEER_BEHIND, peers)
    singles.behind_peer_ms.append(taken)
    of_peer = [item["id"] for item in answer]
    taken, summed = asyncio.run(_summed(stands.servers, ground))
    singles.behind_summed_ms.append(taken)
    singles.same_lots &= kept == of_peer == summed
    ours = stream(stands.clause, _CSV, headers)
    singles.csv_s.append(ours.seconds)
    singles.first_byte_ms.append(ours.first_byte_s * 1000)
    singles.csv_copied_s.append(asyncio.run(_copied(stands.servers, ground, ours.header)))
    theirs = stream(stands.peer, _PEER_CSV, peers)
    singles.csv_peer_s.append(theirs.seconds)
    singles.peer_first_byte_ms.append(theirs.first_byte_s * 1000)
    singles.csv_lines = ours.lines
    singles.same_lines &= ours.lines == theirs.lines


def csv_memory(stands: Stands, ground: Ground) -> tuple[float, float]:
    """The most memory, in MiB, of Clause's web processes and of the peer's while a CSV is read; not timed."""
    ours = stream(stands.clause, _CSV, {"authorization": f"Bearer {ground.prepared.tokens[0]}"}, watched=True)
    theirs = stream(stands.peer, _PEER_CSV, peer_headers(Call("GET", "", 0)), watched=True)
    return ours.most_mib, theirs.most_mib


@contextmanager
def _answer(web: Web, path: str, headers: dict[str, str]) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection(*web.address, timeout=300)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {answer.read(2000)!r}")
        yield answer
    finally:
        connection.close()


def _ask(web: Web, path: str, headers: dict[str, str]) -> tuple[float, Any]:
    """Milliseconds, and the answer."""
    started = time.perf_counter()
    with _answer(web, path, headers) as answer:
        body = answer.read()
    return (time.perf_counter() - started) * 1000, json.loads(body)


def stream(web: Web, path: str, headers: dict[str, str], *, watched: bool = False) -> Streamed:
    """Read a CSV to its end; ``watched`` looks at the memory of the web processes meanwhile, which takes time."""
    started, header, lines, pieces, first, most = time.perf_counter(), b"", -1, 0, 0.0, 0.0
    with _answer(web, path, headers) as answer:
        while piece := answer.read1(_PIECE_BYTES):
            if not pieces:
                first, header = time.perf_counter() - started, piece.split(b"\n", 1)[0]
            lines += piece.count(b"\n")
            if watched and pieces % _LOOK_AT_MEMORY_EVERY == 0:
                most = max(most, memory_mib(web.pids))
            pieces += 1
    return Streamed(header.decode().strip(), lines, first, time.perf_counter() - started, most)


async def _summed(servers: Servers, ground: Ground) -> tuple[float, list[str]]:
    """Milliseconds of PostgreSQL alone for the same lots, summed from every hour; no row-level security."""
    connection = await asyncpg.connect(**servers.superuser())
    try:
        today = await connection.fetchval("SELECT clause_day(now())")
        started = time.perf_counter()
        rows = await connection.fetch(FURTHEST_BEHIND, today, ground.prepared.programs[0].organisation_id)
        return (time.perf_counter() - started) * 1000, [str(row["id"]) for row in rows]
    finally:
        await connection.close()


async def _copied(servers: Servers, ground: Ground, header: str) -> float:
    """Seconds of PostgreSQL alone to copy the same columns of the same entries."""
    connection = await asyncpg.connect(**servers.superuser())
    query = f"SELECT {header} FROM ledger_entry WHERE facilitator_org_id = $1 ORDER BY id"  # noqa: S608 - our columns
    organisation = ground.prepared.programs[0].organisation_id
    try:
        started = time.perf_counter()
        await connection.copy_from_query(query, organisation, output=_drop, format="csv", header=True)
        return time.perf_counter() - started
    finally:
        await connection.close()


async def _drop(data: bytes) -> None:
    """What is copied goes nowhere."""
