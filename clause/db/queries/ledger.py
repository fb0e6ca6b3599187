"""Ledger entries and their allocations: added and read, never changed."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.rule_sets import load_rulebook
from clause.domain.hours import HireWindow
from clause.domain.ledger import Allocation, Booked, EntriesAsked, LedgerEntry
from clause.rules.calendar import Month
from clause.rules.trace import Trace

ENTRY = """
SELECT e.id, e.facilitator_org_id, e.company_id, e.lot_id, e.hire_id, e.statement_line_id, e.kind, e.reverses_id,
       e.replaces_id, e.month, e.first_day, e.last_day, e.nature, e.hours_validated,
       (SELECT coalesce(sum(a.hours_credited), 0.00) FROM allocation a WHERE a.ledger_entry_id = e.id)
         AS hours_credited, e.not_credited_reason, e.reason, e.booked_by, e.booked_at, e.trace
FROM ledger_entry e
"""
"""Booked lines ``e``, their columns in the order in which the API names them."""

# One statement for all rows of a table, in the order of the lots: the totals are then kept in one go, and two bookings
# at once wait for each other instead of each holding what the other needs.
_APPEND_ENTRIES = """
INSERT INTO ledger_entry (id, facilitator_org_id, company_id, lot_id, hire_id, statement_line_id, kind, reverses_id,
  replaces_id, month, first_day, last_day, nature, hours_validated, not_credited_reason, reason, trace, booked_by,
  booked_at)
SELECT id, facilitator_org_id, company_id, lot_id, hire_id, statement_line_id, kind, reverses_id, replaces_id, month,
  first_day, last_day, nature, hours_validated, not_credited_reason, reason, trace::jsonb, booked_by, booked_at
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[],
  $9::uuid[], $10::date[], $11::date[], $12::date[], $13::text[], $14::numeric[], $15::text[], $16::text[],
  $17::text[], $18::uuid[], $19::timestamptz[]) WITH ORDINALITY AS e (id, facilitator_org_id, company_id, lot_id,
  hire_id, statement_line_id, kind, reverses_id, replaces_id, month, first_day, last_day, nature, hours_validated,
  not_credited_reason, reason, trace, booked_by, booked_at, position) ORDER BY lot_id, position
"""

_ALLOCATION = (
    "id, facilitator_org_id, buyer_id, company_id, ledger_entry_id, lot_id, worked_on, hours_credited, agreement_id,"
    " booked_at"
)
_APPEND_ALLOCATIONS = f"""
INSERT INTO allocation ({_ALLOCATION}) SELECT {_ALLOCATION}
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::date[], $8::numeric[],
  $9::uuid[], $10::timestamptz[]) WITH ORDINALITY AS a ({_ALLOCATION}, position) ORDER BY lot_id, position
"""  # noqa: S608


def entry_of(row: dict[str, Any]) -> LedgerEntry:
    """An entry from a row of ``ENTRY``."""
    row["month"] = Month.of(row["month"])
    row["trace"] = Trace.model_validate_json(row["trace"])
    return LedgerEntry.model_validate(row)


async def append(booked: Iterable[Booked]) -> None:
    """Add entries with their allocations; one call for all of a transaction, lest two at once block each other."""
    pairs = list(booked)
    entries = [_entry_values(pair.entry) for pair in pairs]
    if entries:
        await sql.execute(_APPEND_ENTRIES, *map(list, zip(*entries, strict=True)))
    await append_allocations(allocation for pair in pairs for allocation in pair.allocations)


async def append_allocations(allocations: Iterable[Allocation]) -> None:
    """Add allocations; one call for all of a transaction, as for entries."""
    rows = [_allocation_values(allocation) for allocation in allocations]
    if rows:
        await sql.execute(_APPEND_ALLOCATIONS, *map(list, zip(*rows, strict=True)))


def _entry_values(entry: LedgerEntry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.facilitator_org_id,
        entry.company_id,
        entry.lot_id,
        entry.hire_id,
        entry.statement_line_id,
        entry.kind.value,
        entry.reverses_id,
        entry.replaces_id,
        entry.month.first_day,
        entry.first_day,
        entry.last_day,
        entry.nature.value,
        entry.hours_validated,
        entry.not_credited_reason.value if entry.not_credited_reason else None,
        entry.reason,
        entry.trace.model_dump_json(),
        entry.booked_by,
        entry.booked_at,
    )


def _allocation_values(allocation: Allocation) -> tuple[object, ...]:
    return (
        allocation.id,
        allocation.facilitator_org_id,
        allocation.buyer_id,
        allocation.company_id,
        allocation.ledger_entry_id,
        allocation.lot_id,
        allocation.worked_on,
        allocation.hours_credited,
        allocation.agreement_id,
        allocation.booked_at,
    )


async def find_entry(entry_id: UUID) -> LedgerEntry | None:
    """An entry that the caller sees, or None."""
    row = await sql.fetch_one(f"{ENTRY} WHERE e.id = $1", entry_id)
    return entry_of(row) if row else None


async def is_reversed(entry_id: UUID) -> bool:
    """Whether an entry is undone by another."""
    return bool(await sql.fetch_value("SELECT EXISTS (SELECT FROM ledger_entry WHERE reverses_id = $1)", entry_id))


async def list_allocations(entry_id: UUID) -> list[Allocation]:
    """The allocations of an entry that the caller sees, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_ALLOCATION} FROM allocation WHERE ledger_entry_id = $1 ORDER BY id",  # noqa: S608
        entry_id,
    )
    return [Allocation.model_validate(row) for row in rows]


async def list_chain(statement_line_id: UUID) -> list[LedgerEntry]:
    """Every entry that came from a line of a statement, oldest first: bookings, reversals and what replaced them."""
    rows = await sql.fetch(f"{ENTRY} WHERE e.statement_line_id = $1 ORDER BY e.id", statement_line_id)
    return [entry_of(row) for row in rows]


async def window_on_lot(hire: HireWindow, lot_id: UUID) -> HireWindow | None:
    """The hire as if it were on another followed lot of its facilitator; the lot's days stay as they are meanwhile."""
    row = await sql.fetch_one(
        "SELECT l.id AS lot_id, l.buyer_id, l.first_day AS execution_first_day, l.last_day AS execution_last_day"
        " FROM lot l WHERE l.id = $1 AND l.facilitator_org_id = $2 AND l.follow_up = 'followed' FOR SHARE OF l",
        lot_id,
        hire.facilitator_org_id,
    )
    return replace(hire, **row, book=await load_rulebook(lot_id)) if row else None


async def holds_lot(company_id: UUID, lot_id: UUID) -> bool:
    """Whether a company is a holder of a lot."""
    query = "SELECT EXISTS (SELECT FROM lot_holder WHERE lot_id = $1 AND company_id = $2)"
    return bool(await sql.fetch_value(query, lot_id, company_id))


async def list_entry_rows(asked: EntriesAsked) -> list[dict[str, Any]]:
    """A page of the entries that the caller sees, oldest first, as rows that :func:`entry_of` reads."""
    conditions, arguments = sql.given(
        {
            "e.lot_id = {}": asked.lot_id,
            "e.hire_id = {}": asked.hire_id,
            "e.month = {}": asked.month.first_day if asked.month else None,
            "e.statement_line_id IN (SELECT id FROM hours_statement_line WHERE statement_id = {})": asked.statement_id,
            "e.id > {}": asked.after,
        },
        (asked.limit,),
    )
    return await sql.fetch(f"{ENTRY} WHERE {conditions} ORDER BY e.id LIMIT $1", *arguments)


async def list_entries(asked: EntriesAsked) -> list[LedgerEntry]:
    """The same page."""
    return [entry_of(row) for row in await list_entry_rows(asked)]
