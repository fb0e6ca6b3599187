"""The ledger as a long list."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.ledger import ENTRY, entry_of
from clause.db.queries.long_lists import Groups, LongList
from clause.domain.ledger import LedgerEntry
from clause.domain.ledger_names import EntryFilters
from clause.domain.tables import Slice, Window

# An entry is of the company and of the lot of its hire.
_HIRES_OF = """WHERE ($1::uuid IS NULL OR h.facilitator_org_id = $1) AND ($2::uuid IS NULL OR h.lot_id = $2)
  AND ($3::uuid IS NULL OR h.id = $3) AND ($5::uuid[] IS NULL OR h.id = ANY($5))
"""


def _by_hires(joined: str) -> Groups:
    """Entries in the order of what is said of their hires: thousands are ordered instead of a million."""
    return Groups(rows=f"FROM hire h {joined} {_HIRES_OF}", id="h.id", named="e.hire_id")


_ENTRIES = LongList(
    id="e.id",
    rows="""FROM ledger_entry e
WHERE ($1::uuid IS NULL OR e.facilitator_org_id = $1) AND ($2::uuid IS NULL OR e.lot_id = $2)
  AND ($3::uuid IS NULL OR e.hire_id = $3) AND ($4::date IS NULL OR e.month = $4)
  AND ($5::uuid[] IS NULL OR e.hire_id = ANY($5))
""",
    said=f"{ENTRY} JOIN page ON page.id = e.id",
    # Ids follow the order of booking.
    orders={
        "person": ("lower(p.last_name)", "lower(p.first_name)"),
        "month": ("e.month",),
        "lot": ("lower(c.reference)", "l.number"),
        "company": ("lower(o.name)",),
        "nature": ("e.nature",),
        "validated": ("e.hours_validated",),
        "state": ("e.kind", "e.not_credited_reason"),
        "booked": ("e.id",),
    },
    usual="e.id DESC",
    groups={
        "person": _by_hires("JOIN participant p ON p.id = h.participant_id"),
        "lot": _by_hires("LEFT JOIN lot l ON l.id = h.lot_id LEFT JOIN contract c ON c.id = l.contract_id"),
        "company": _by_hires("JOIN organisation o ON o.id = h.company_id"),
    },
    filled=frozenset({"e.month"}),
    dear=frozenset({"nature", "validated", "state"}),
)
# Hires are looked at first, so that it costs the same however many entries there are; apart, because the number of them
# decides how the entries are found.
_NAMED = """
SELECT h.id FROM hire h JOIN participant p ON p.id = h.participant_id JOIN organisation o ON o.id = h.company_id
WHERE ($1::uuid IS NULL OR h.facilitator_org_id = $1)
  AND strpos(lower(concat_ws(' ', p.last_name, p.first_name, p.last_name, o.name)), lower($2)) > 0
"""
_COPIED = (
    "id, kind, reverses_id, company_id, lot_id, hire_id, statement_line_id, month, first_day, last_day, nature,"
    " hours_validated, not_credited_reason, booked_at"
)
ORDERS_OF_ENTRIES = frozenset(_ENTRIES.orders)
DEAR_ORDERS = _ENTRIES.dear
"""Those not followed for more than ``MOST_COUNTED`` entries, which are then the latest first."""


async def _asked(filters: EntryFilters, org_id: UUID | None) -> tuple[object, ...]:
    month: date | None = filters.month.first_day if filters.month else None
    named = None if filters.text is None else [row["id"] for row in await sql.fetch(_NAMED, org_id, filters.text)]
    return org_id, filters.lot_id, filters.hire_id, month, named


def _entries(rows: list[dict[str, Any]]) -> list[LedgerEntry]:
    return [entry_of(row) for row in rows]


async def browse_entries(filters: EntryFilters, org_id: UUID | None, window: Window) -> Slice[LedgerEntry]:
    """A window on the entries that the caller sees; ``org_id`` says again beside the policy whose they are."""
    asked = await _asked(filters, org_id)
    count = await _ENTRIES.count(*asked)
    followed = replace(window, order=_ENTRIES.followed(window.order, count))
    return Slice(_entries(await _ENTRIES.read(followed, *asked)), count)


async def entries_in_parts(filters: EntryFilters, org_id: UUID | None, order: str) -> AsyncIterator[list[LedgerEntry]]:
    """The same entries, all of them, some hundred at a time."""
    asked = await _asked(filters, org_id)
    async for rows in _ENTRIES.parts(_ENTRIES.followed(order, await _ENTRIES.count(*asked)), *asked):
        yield _entries(rows)


async def copy_entries(filters: EntryFilters, org_id: UUID | None, send: Callable[[bytes], Awaitable[None]]) -> None:
    """The same entries as CSV, without names, oldest first; of ``text`` nothing is asked."""
    month: date | None = filters.month.first_day if filters.month else None
    wanted = {
        "facilitator_org_id": org_id,
        "lot_id": filters.lot_id,
        "hire_id": filters.hire_id,
        "month": month,
    }
    asked = {column: value for column, value in wanted.items() if value is not None}
    conditions = " AND ".join(f"{column} = ${number}" for number, column in enumerate(asked, 1)) or "true"
    query = f"SELECT {_COPIED} FROM ledger_entry WHERE {conditions} ORDER BY id"  # noqa: S608 - our own names
    await sql.copy_out(query, *asked.values(), send=send)


async def list_booked_lots() -> list[UUID]:
    """The lots for which the caller sees entries."""
    rows = await sql.fetch(
        "SELECT l.id FROM lot l WHERE EXISTS (SELECT FROM ledger_entry e WHERE e.lot_id = l.id)"
        " ORDER BY l.id LIMIT 1000"
    )
    return [row["id"] for row in rows]
