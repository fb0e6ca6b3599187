"""Ledger entries and their allocations: added and read, never changed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.ledger import Allocation, Booked, LedgerEntry
from clause.rules.calendar import Month
from clause.rules.trace import Trace

_SELECT = """
SELECT e.id, e.facilitator_org_id, e.company_id, e.lot_id, e.hire_id, e.statement_line_id, e.kind, e.reverses_id,
       e.month, e.first_day, e.last_day, e.hours_validated, coalesce(a.hours_credited, 0.00) AS hours_credited,
       e.not_credited_reason, e.reason, e.trace, e.booked_by, e.booked_at
FROM ledger_entry e LEFT JOIN allocation a ON a.ledger_entry_id = e.id AND a.lot_id = e.lot_id
"""


def _entry(row: dict[str, Any]) -> LedgerEntry:
    row["month"] = Month.of(row["month"])
    row["trace"] = Trace.model_validate_json(row["trace"])
    return LedgerEntry.model_validate(row)


async def append(booked: Iterable[Booked]) -> None:
    """Add entries with their allocations."""
    pairs = list(booked)
    await sql.execute_many(
        "INSERT INTO ledger_entry (id, facilitator_org_id, company_id, lot_id, hire_id, statement_line_id, kind,"
        " reverses_id, month, first_day, last_day, hours_validated, not_credited_reason, reason, trace, booked_by,"
        " booked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16, $17)",
        [_entry_values(pair.entry) for pair in pairs],
    )
    await sql.execute_many(
        "INSERT INTO allocation (id, facilitator_org_id, buyer_id, company_id, ledger_entry_id, lot_id, worked_on,"
        " hours_credited, booked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [_allocation_values(pair.allocation) for pair in pairs if pair.allocation],
    )


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
        entry.month.first_day,
        entry.first_day,
        entry.last_day,
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
        allocation.booked_at,
    )


async def find_entry(entry_id: UUID) -> LedgerEntry | None:
    """An entry that the caller sees, or None."""
    row = await sql.fetch_one(f"{_SELECT} WHERE e.id = $1", entry_id)
    return _entry(row) if row else None


async def is_reversed(entry_id: UUID) -> bool:
    """Whether an entry is undone by another."""
    return bool(await sql.fetch_value("SELECT EXISTS (SELECT FROM ledger_entry WHERE reverses_id = $1)", entry_id))


async def list_entries(
    *,
    lot_id: UUID | None,
    hire_id: UUID | None,
    month: Month | None,
    statement_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[LedgerEntry]:
    """A page of the entries that the caller sees, oldest first."""
    rows = await sql.fetch(
        f"{_SELECT} WHERE ($1::uuid IS NULL OR e.lot_id = $1) AND ($2::uuid IS NULL OR e.hire_id = $2)"  # noqa: S608
        " AND ($3::date IS NULL OR e.month = $3) AND ($4::uuid IS NULL OR e.statement_line_id IN ("
        "   SELECT id FROM hours_statement_line WHERE statement_id = $4))"
        " AND ($5::uuid IS NULL OR e.id > $5) ORDER BY e.id LIMIT $6",
        lot_id,
        hire_id,
        month.first_day if month else None,
        statement_id,
        after,
        limit,
    )
    return [_entry(row) for row in rows]
