"""Tranches of lots, and their affirmations."""

from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.tranches import Tranche

_TRANCHE = (
    "SELECT t.id, t.lot_id, t.kind, t.label, t.hours, t.planned_first_day, t.planned_last_day, t.recorded_by,"
    " t.recorded_at, a.affirmed_on FROM tranche t LEFT JOIN tranche_affirmation a ON a.tranche_id = t.id"
)


def _tranche(row: dict[str, Any]) -> Tranche:
    return Tranche.model_validate(row)


async def find_tranche(tranche_id: UUID) -> Tranche | None:
    """A tranche that the caller may see, or None."""
    row = await sql.fetch_one(f"{_TRANCHE} WHERE t.id = $1", tranche_id)
    return _tranche(row) if row else None


async def list_tranches(lot_id: UUID, *, after: UUID | None = None, limit: int | None = None) -> list[Tranche]:
    """A page of the tranches of a lot, in the order in which they were recorded."""
    rows = await sql.fetch(
        f"{_TRANCHE} WHERE t.lot_id = $1 AND ($2::uuid IS NULL OR t.id > $2) ORDER BY t.id LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [_tranche(row) for row in rows]


async def move_last_day(lot_id: UUID, last_day: date) -> None:
    """Let a locked lot run until another day."""
    await sql.execute("UPDATE lot SET last_day = $2, version = version + 1 WHERE id = $1", lot_id, last_day)
