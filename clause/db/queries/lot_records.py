"""Append-only lines of lots, all of one shape: one insert, one page by id."""

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from clause.db import sql
from clause.domain.lot_records import LotRecord
from clause.domain.obligations import LotTerms
from clause.rules.calendar import Month

R = TypeVar("R", bound=LotRecord)


async def insert_record(
    table: str, lot: LotTerms, record: LotRecord, *, without: Collection[str] = (), **more: object
) -> None:
    """Add a line to a lot; ``more`` are columns that the line itself does not tell, ``without`` what it only shows."""
    values = {
        name: value.first_day if isinstance(value, Month) else value for name, value in record if name not in without
    }
    owner = {"facilitator_org_id": lot.facilitator_org_id, "buyer_id": lot.buyer_id}
    await sql.insert(table, **values, **owner, **more)


async def list_records(
    table: str, model: type[R], lot_id: UUID, *, after: UUID | None = None, limit: int | None = None
) -> list[R]:
    """A page of the lines of a lot, in the order in which they were recorded."""
    rows = await sql.fetch(
        f'SELECT * FROM "{table}" WHERE lot_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3',  # noqa: S608
        lot_id,
        after,
        limit,
    )
    return [model.model_validate(row) for row in rows]
