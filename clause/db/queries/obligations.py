"""Versions of the hours that lots owe."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.progress import version_in_effect
from clause.domain.obligations import LotTerms, Obligation

_COLUMNS = (
    "id, facilitator_org_id, buyer_id, lot_id, version_no, effective_on, method, hours_owed, trace, reason,"
    " decided_by, recorded_at"
)
_LOT = "SELECT id, facilitator_org_id, buyer_id, amount_excl_vat FROM lot WHERE id = $1"


def _obligation(row: dict[str, Any]) -> Obligation:
    return Obligation.model_validate({**row, "trace": json.loads(row["trace"])})


async def find_lot_terms(lot_id: UUID) -> LotTerms | None:
    """What an obligation needs to know of a lot that the caller may see, or None."""
    row = await sql.fetch_one(_LOT, lot_id)
    return LotTerms.model_validate(row) if row else None


async def lock_lot_terms(lot_id: UUID) -> LotTerms | None:
    """The same for the tenant alone, locked until the transaction ends: versions are numbered one after another."""
    row = await sql.fetch_one(f"{_LOT} FOR UPDATE", lot_id)
    return LotTerms.model_validate(row) if row else None


async def insert_obligation(obligation: Obligation) -> None:
    """Add a version."""
    await sql.execute(
        f"INSERT INTO obligation ({_COLUMNS})"  # noqa: S608
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12)",
        obligation.id,
        obligation.facilitator_org_id,
        obligation.buyer_id,
        obligation.lot_id,
        obligation.version_no,
        obligation.effective_on,
        obligation.method.value,
        obligation.hours_owed,
        obligation.trace.model_dump_json(),
        obligation.reason,
        obligation.decided_by,
        obligation.recorded_at,
    )


async def list_obligations(lot_id: UUID, *, after: int = 0, limit: int | None = None) -> list[Obligation]:
    """Versions of a lot in the order of their numbers, from the one that follows ``after``."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM obligation WHERE lot_id = $1 AND version_no > $2"  # noqa: S608
        " ORDER BY version_no LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [_obligation(row) for row in rows]


async def owed_on(lot_id: UUID, day: date, *, known_at: datetime | None = None) -> Obligation | None:
    """The version in effect on a day, or None while nothing is owed: the highest number that has taken effect.

    With ``known_at``, only versions recorded by that instant count: what was known then of that day.
    """
    row = await sql.fetch_one(version_in_effect(_COLUMNS, "$1", "$2", known_at="$3"), lot_id, day, known_at)
    return _obligation(row) if row else None
