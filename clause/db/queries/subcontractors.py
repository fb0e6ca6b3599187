"""Subcontractors of lots."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.subcontractors import Subcontractor

_SUBCONTRACTOR = (
    "SELECT s.id, s.facilitator_org_id, s.buyer_id, s.lot_id, s.company_id, s.holder_company_id, s.tier,"
    " s.declared_on, s.first_day, s.last_day, s.created_at, s.version,"
    " jsonb_build_object('id', o.id, 'kind', o.kind, 'name', o.name, 'identifier', o.identifier) AS company"
    " FROM subcontractor s JOIN organisation o ON o.id = s.company_id"
)


def _subcontractor(row: dict[str, Any]) -> Subcontractor:
    row["company"] = json.loads(row["company"])
    return Subcontractor.model_validate(row)


async def insert_subcontractor(found: Subcontractor) -> None:
    """Add a subcontract."""
    await sql.execute(
        "INSERT INTO subcontractor (id, facilitator_org_id, buyer_id, lot_id, company_id, holder_company_id, tier,"
        " declared_on, first_day, last_day, created_at, version)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        found.id,
        found.facilitator_org_id,
        found.buyer_id,
        found.lot_id,
        found.company_id,
        found.holder_company_id,
        found.tier,
        found.declared_on,
        found.first_day,
        found.last_day,
        found.created_at,
        found.version,
    )


async def list_subcontractors(
    lot_id: UUID, *, after: UUID | None = None, limit: int | None = None
) -> list[Subcontractor]:
    """Subcontracts of a lot that the caller may see, in the order in which they were recorded."""
    rows = await sql.fetch(
        f"{_SUBCONTRACTOR} WHERE s.lot_id = $1 AND ($2::uuid IS NULL OR s.id > $2) ORDER BY s.id LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [_subcontractor(row) for row in rows]


async def find_subcontractor(subcontractor_id: UUID) -> Subcontractor | None:
    """A subcontract that the caller may see, or None."""
    row = await sql.fetch_one(f"{_SUBCONTRACTOR} WHERE s.id = $1", subcontractor_id)
    return _subcontractor(row) if row else None


async def lock_subcontractor(subcontractor_id: UUID) -> Subcontractor | None:
    """The same for the tenant alone, locked until the transaction ends."""
    row = await sql.fetch_one(f"{_SUBCONTRACTOR} WHERE s.id = $1 FOR UPDATE OF s", subcontractor_id)
    return _subcontractor(row) if row else None


async def set_last_day(subcontractor_id: UUID, last_day: date | None) -> None:
    """Write the day on which the work ends; None when that is not known any more."""
    await sql.execute(
        "UPDATE subcontractor SET last_day = $2, version = version + 1 WHERE id = $1", subcontractor_id, last_day
    )
