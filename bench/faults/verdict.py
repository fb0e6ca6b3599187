"""The client's ledger against the database: nothing lost, nothing doubled, nothing in between."""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import asyncpg

from bench.faults.ground import Ground
from bench.faults.ledger import Kind, Ledger, digest
from bench.faults.stand import Stand

_LONGEST_WAIT_FOR_JOBS = 120.0
_PENDING = "SELECT count(*) FROM job WHERE state IN ('queued', 'running') AND run_at <= now() + interval '2 minutes'"
_NUMBERS = """
SELECT facilitator_org_id::text AS org, year, count(*) AS certificates, count(DISTINCT sequence) AS numbers,
       max(sequence) AS last FROM certificate GROUP BY 1, 2
"""
_UNFINISHED_CERTIFICATES = """
SELECT count(*) FROM certificate c LEFT JOIN document d ON d.id = c.document_id
WHERE c.state = 'REQUESTED' OR d.id IS NULL OR encode(sha256(d.content), 'hex') <> d.sha256
"""
_BOOKED = """
SELECT s.id::text AS id, s.state, count(DISTINCT l.id) AS lines, count(e.id) AS entries,
       coalesce(sum(e.hours_validated), 0)::text AS booked, max(l.hours_declared)::text AS declared
FROM hours_statement s LEFT JOIN hours_statement_line l ON l.statement_id = s.id
LEFT JOIN ledger_entry e ON e.statement_line_id = l.id WHERE s.id = ANY($1::uuid[]) GROUP BY s.id
"""
_TOTALS = "SELECT lot_id, measure, worked_on, hours FROM lot_day_total WHERE hours <> 0"
_STANDINGS = "SELECT lot_id, hours_owed, hours_credited FROM lot_standing"


@dataclass(frozen=True)
class Check:
    """One comparison: how many were compared, and how many were wrong."""

    name: str
    compared: int
    wrong: int
    told: tuple[str, ...] = ()
    """What is known of the wrong ones."""

    def lines(self) -> list[str]:
        """The comparison as the report shows it."""
        return [f"{self.name:<62} {self.compared:>9} {self.wrong:>6}", *(f"  {line}" for line in self.told)]


async def compare(stand: Stand, ground: Ground, ledger: Ledger) -> list[Check]:
    """All comparisons, once the background work that was asked for is done (or has had two minutes)."""
    connection = await asyncpg.connect(**stand.superuser())
    try:
        await _wait_for_jobs(connection)
        checks = [await _statements(connection, ground, ledger), *await _bookings(connection, ledger)]
        checks += [await _keys(connection, ledger), await _journal(connection, ground, ledger)]
        checks += [*await _certificates(connection, ledger), *await _jobs(connection)]
        checks += [await chains(connection), *await kept_figures(connection)]
    finally:
        await connection.close()
    return checks


async def _wait_for_jobs(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    end = time.monotonic() + _LONGEST_WAIT_FOR_JOBS
    while time.monotonic() < end:
        if not await connection.fetchval(_PENDING):
            return
        await asyncio.sleep(0.2)


async def _statements(connection: "asyncpg.Connection[asyncpg.Record]", ground: Ground, ledger: Ledger) -> Check:
    """Those acknowledged are there, and no other one came into being."""
    promised = {answer.subject for answer in ledger.of(Kind.DECLARED)}
    found = await connection.fetchval("SELECT count(*) FROM hours_statement WHERE id = ANY($1::uuid[])", list(promised))
    all_of_them = await connection.fetchval("SELECT count(*) FROM hours_statement") - ground.statements
    wrong = len(promised) - found + abs(all_of_them - len(promised)) + len(ledger.of(Kind.DECLARED)) - len(promised)
    return Check("statements declared: all kept, none twice", len(promised), wrong)


async def _bookings(connection: "asyncpg.Connection[asyncpg.Record]", ledger: Ledger) -> list[Check]:
    promised = {answer.subject: answer for answer in ledger.of(*Kind) if answer.kind is not Kind.CERTIFICATE}
    rows = await connection.fetch(_BOOKED, list(promised))
    validated = {answer.subject for answer in ledger.of(Kind.VALIDATED)}
    states = {Kind.DECLARED: "DRAFT", Kind.CHANGED: "DRAFT", Kind.SUBMITTED: "SUBMITTED", Kind.VALIDATED: "VALIDATED"}
    as_promised = sum(
        row["state"] == states[promised[row["id"]].kind] and row["declared"] == promised[row["id"]].said for row in rows
    )
    booked_once = sum(
        row["lines"] == 1 and row["entries"] == (row["id"] in validated) and (not row["entries"] or _is_whole(row))
        for row in rows
    )
    return [
        Check(
            "statements in the state and with the hours last acknowledged", len(promised), len(promised) - as_promised
        ),
        Check("validated months booked once, for all their hours", len(promised), len(promised) - booked_once),
    ]


def _is_whole(row: asyncpg.Record) -> bool:
    return bool(row["booked"] == row["declared"])


async def _keys(connection: "asyncpg.Connection[asyncpg.Record]", ledger: Ledger) -> Check:
    """Under each key, to the byte, the answer that the client got."""
    rows = await connection.fetch("SELECT key, status, body FROM idempotency_key WHERE key LIKE 'faults-%'")
    kept = {row["key"]: (row["status"], digest(bytes(row["body"] or b""))) for row in rows}
    promised = {answer.key: (answer.status, answer.digest) for answer in ledger.acknowledged}
    wrong = sum(kept.get(key) != value for key, value in promised.items()) + len(kept.keys() - promised.keys())
    return Check("answers kept under their key, to the byte", len(promised), wrong)


async def _journal(connection: "asyncpg.Connection[asyncpg.Record]", ground: Ground, ledger: Ledger) -> Check:
    """One line for each thing done, and none for what was sent twice."""
    rows = await connection.fetch("SELECT action, count(*) FROM journal GROUP BY action")
    lines = Counter({row["action"]: row["count"] for row in rows}) - Counter(ground.journal)
    done = Counter(answer.kind.value for answer in ledger.acknowledged)
    done["certificate.issued"] = done[Kind.CERTIFICATE.value]
    wrong = sum(abs(lines[action] - done[action]) for action in lines.keys() | done.keys())
    return Check("journal lines: one for each thing done", sum(done.values()), wrong)


async def _certificates(connection: "asyncpg.Connection[asyncpg.Record]", ledger: Ledger) -> list[Check]:
    promised = {answer.subject: answer.said for answer in ledger.of(Kind.CERTIFICATE)}
    rows = await connection.fetch("SELECT id::text, number FROM certificate")
    kept = {row["id"]: row["number"] for row in rows}
    series = await connection.fetch(_NUMBERS)
    gaps = sum(row["last"] - row["numbers"] + row["certificates"] - row["numbers"] for row in series)
    return [
        Check("certificates under the number acknowledged, and no other", len(promised), _differences(promised, kept)),
        Check("certificate numbers missing or twice", len(kept), gaps),
        Check("certificates without a whole file", len(kept), await connection.fetchval(_UNFINISHED_CERTIFICATES)),
    ]


def _differences(one: dict[str, str], other: dict[str, str]) -> int:
    return len(set(one.items()) ^ set(other.items()))


async def _jobs(connection: "asyncpg.Connection[asyncpg.Record]") -> list[Check]:
    total = await connection.fetchval("SELECT count(*) FROM job")
    failed = await connection.fetch("SELECT kind, error FROM job WHERE state = 'failed'")
    return [
        Check("jobs failed for good", total, len(failed), tuple(f"{row['kind']}: {row['error']}" for row in failed)),
        Check("jobs left undone", total, await connection.fetchval(_PENDING)),
    ]


async def chains(connection: "asyncpg.Connection[asyncpg.Record]") -> Check:
    """Each organisation's journal, recomputed from its first line."""
    chains = await connection.fetchval("SELECT count(*) FROM journal_head")
    broken = await connection.fetchval("SELECT count(*) FROM journal_head h, clause_journal_verify(h.org_id)")
    return Check("journal chains that do not verify", chains, broken)


async def kept_figures(connection: "asyncpg.Connection[asyncpg.Record]") -> list[Check]:
    """Totals and standings as they are kept, and as the ledger gives them now; nothing is changed."""
    kept = [await connection.fetch(query) for query in (_TOTALS, _STANDINGS)]
    turn = connection.transaction()
    await turn.start()
    try:
        await connection.execute("SELECT clause_recount_totals(clause_day(now()))")
        live = [await connection.fetch(query) for query in (_TOTALS, _STANDINGS)]
    finally:
        await turn.rollback()
    names = ("totals of a lot and day, kept and summed", "standings of a lot, kept and summed")
    return [
        Check(name, len(after), len(_rows(before) ^ _rows(after)))
        for name, before, after in zip(names, kept, live, strict=True)
    ]


def _rows(records: Iterable[asyncpg.Record]) -> set[str]:
    return {hashlib.sha256(repr(tuple(record)).encode()).hexdigest() for record in records}
