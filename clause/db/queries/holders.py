"""Splits and transfers between the holders of a lot, and the hours credited by hire."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.progress import hours_credited_by_hire, version_in_effect
from clause.domain.contracts import LotHolder
from clause.domain.holder_positions import HireHours
from clause.domain.holders import HiredBy, HolderSplit, HolderTransfer
from clause.rules.quantities import Hours

_SPLIT = "id, facilitator_org_id, buyer_id, lot_id, version_no, effective_on, shares, reason, decided_by, recorded_at"
_TRANSFER = (
    "id, facilitator_org_id, buyer_id, lot_id, from_company_id, to_company_id, hours, effective_on, reason,"
    " decided_by, recorded_at"
)


async def update_holder(lot_id: UUID, holder: LotHolder, reason: str | None) -> None:
    """Write the role of a holder and its departure; the reason is kept only with a departure."""
    await sql.execute(
        "UPDATE lot_holder SET role = $3, left_on = $4,"
        " left_reason = CASE WHEN $4::date IS NULL THEN NULL ELSE coalesce($5, left_reason) END"
        " WHERE lot_id = $1 AND company_id = $2",
        lot_id,
        holder.company.id,
        holder.role.value,
        holder.left_on,
        reason,
    )


def _split(row: dict[str, Any]) -> HolderSplit:
    row["shares"] = json.loads(row["shares"])
    return HolderSplit.model_validate(row)


async def insert_split(split: HolderSplit) -> None:
    """Add a version."""
    await sql.execute(
        f"INSERT INTO holder_split ({_SPLIT}) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10)",  # noqa: S608
        split.id,
        split.facilitator_org_id,
        split.buyer_id,
        split.lot_id,
        split.version_no,
        split.effective_on,
        json.dumps([one.model_dump(mode="json") for one in split.shares]),
        split.reason,
        split.decided_by,
        split.recorded_at,
    )


async def list_splits(lot_id: UUID, *, after: int = 0, limit: int | None = None) -> list[HolderSplit]:
    """Versions of a lot in the order of their numbers, from the one that follows ``after``."""
    rows = await sql.fetch(
        f"SELECT {_SPLIT} FROM holder_split WHERE lot_id = $1 AND version_no > $2"  # noqa: S608
        " ORDER BY version_no LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [_split(row) for row in rows]


async def insert_transfer(transfer: HolderTransfer) -> None:
    """Add a transfer."""
    await sql.execute(
        f"INSERT INTO holder_transfer ({_TRANSFER}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",  # noqa: S608
        transfer.id,
        transfer.facilitator_org_id,
        transfer.buyer_id,
        transfer.lot_id,
        transfer.from_company_id,
        transfer.to_company_id,
        transfer.hours,
        transfer.effective_on,
        transfer.reason,
        transfer.decided_by,
        transfer.recorded_at,
    )


async def list_transfers(lot_id: UUID, *, after: UUID | None = None, limit: int | None = None) -> list[HolderTransfer]:
    """Transfers of a lot in the order in which they were recorded."""
    rows = await sql.fetch(
        f"SELECT {_TRANSFER} FROM holder_transfer WHERE lot_id = $1 AND ($2::uuid IS NULL OR id > $2)"  # noqa: S608
        " ORDER BY id LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [HolderTransfer.model_validate(row) for row in rows]


async def list_obligation_days(lot_id: UUID) -> list[date]:
    """The days on which versions of the obligation take effect, in order."""
    rows = await sql.fetch("SELECT DISTINCT effective_on FROM obligation WHERE lot_id = $1 ORDER BY 1", lot_id)
    return [row["effective_on"] for row in rows]


async def hours_owed_on(lot_id: UUID, days: Sequence[date]) -> dict[date, tuple[int, Hours]]:
    """Version and hours of the obligation in effect on each of these days; a day without one is left out."""
    rows = await sql.fetch(
        "SELECT d.day, o.version_no, o.hours_owed FROM unnest($2::date[]) AS d(day)"  # noqa: S608
        f" JOIN LATERAL ({version_in_effect('version_no, hours_owed', '$1', 'd.day')}) o ON true",
        lot_id,
        days,
    )
    return {row["day"]: (row["version_no"], row["hours_owed"]) for row in rows}


async def list_hours_by_hire(lot_id: UUID, on: date) -> list[HireHours]:
    """The hours credited to a lot for work until a day, by what decides for which holder they count."""
    rows = await sql.fetch(hours_credited_by_hire("$1", "$2"), lot_id, on)
    return [
        HireHours(HiredBy(row["company_id"], row["for_company_id"], row["first_day"]), row["hours_credited"])
        for row in rows
    ]
