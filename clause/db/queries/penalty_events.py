"""Formal notices and missed meetings of lots."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.penalty_events import FormalNotice, MeetingAbsence

_NOTICE = (
    "id, facilitator_org_id, buyer_id, lot_id, about, reference, sent_on, due_on, settled_on, recorded_by, created_at,"
    " version"
)
_ABSENCE = (
    "id, facilitator_org_id, buyer_id, lot_id, meeting, happened_on, recorded_by, created_at, withdrawn_at,"
    " withdrawal_reason, version"
)


def _row(columns: str, model: FormalNotice | MeetingAbsence) -> list[Any]:
    values = model.model_dump()
    return [values[name.strip()] for name in columns.split(",")]


async def insert_notice(notice: FormalNotice) -> None:
    """Add a formal notice."""
    await sql.execute(
        f"INSERT INTO formal_notice ({_NOTICE}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",  # noqa: S608
        *_row(_NOTICE, notice),
    )


async def find_notice(notice_id: UUID) -> FormalNotice | None:
    """A formal notice that the caller sees, or None."""
    row = await sql.fetch_one(f"SELECT {_NOTICE} FROM formal_notice WHERE id = $1", notice_id)  # noqa: S608
    return FormalNotice.model_validate(row) if row else None


async def lock_notice(notice_id: UUID) -> FormalNotice | None:
    """A formal notice of the tenant, locked until the transaction ends, or None."""
    row = await sql.fetch_one(f"SELECT {_NOTICE} FROM formal_notice WHERE id = $1 FOR UPDATE", notice_id)  # noqa: S608
    return FormalNotice.model_validate(row) if row else None


async def set_settled(notice_id: UUID, settled_on: date | None) -> None:
    """Write the day on which what was asked came; None takes it back."""
    await sql.execute(
        "UPDATE formal_notice SET settled_on = $2, version = version + 1 WHERE id = $1", notice_id, settled_on
    )


async def list_notices(
    lot_ids: Iterable[UUID], *, after: UUID | None = None, limit: int | None = None
) -> list[FormalNotice]:
    """Formal notices of lots that the caller sees, oldest record first."""
    rows = await sql.fetch(
        f"SELECT {_NOTICE} FROM formal_notice WHERE lot_id = ANY($1) AND ($2::uuid IS NULL OR id > $2)"  # noqa: S608
        " ORDER BY id LIMIT $3",
        list(lot_ids),
        after,
        limit,
    )
    return [FormalNotice.model_validate(row) for row in rows]


async def insert_absence(absence: MeetingAbsence) -> None:
    """Add a missed meeting."""
    await sql.execute(
        f"INSERT INTO meeting_absence ({_ABSENCE}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",  # noqa: S608
        *_row(_ABSENCE, absence),
    )


async def find_absence(absence_id: UUID) -> MeetingAbsence | None:
    """A missed meeting that the caller sees, or None."""
    row = await sql.fetch_one(f"SELECT {_ABSENCE} FROM meeting_absence WHERE id = $1", absence_id)  # noqa: S608
    return MeetingAbsence.model_validate(row) if row else None


async def lock_absence(absence_id: UUID) -> MeetingAbsence | None:
    """A missed meeting of the tenant, locked until the transaction ends, or None."""
    row = await sql.fetch_one(f"SELECT {_ABSENCE} FROM meeting_absence WHERE id = $1 FOR UPDATE", absence_id)  # noqa: S608
    return MeetingAbsence.model_validate(row) if row else None


async def withdraw_absence(absence_id: UUID, at: datetime, reason: str) -> None:
    """Mark a missed meeting as recorded by mistake."""
    await sql.execute(
        "UPDATE meeting_absence SET withdrawn_at = $2, withdrawal_reason = $3, version = version + 1 WHERE id = $1",
        absence_id,
        at,
        reason,
    )


async def list_absences(
    lot_ids: Iterable[UUID], *, after: UUID | None = None, limit: int | None = None
) -> list[MeetingAbsence]:
    """Missed meetings of lots that the caller sees, oldest record first, those withdrawn included."""
    rows = await sql.fetch(
        f"SELECT {_ABSENCE} FROM meeting_absence WHERE lot_id = ANY($1) AND ($2::uuid IS NULL OR id > $2)"  # noqa: S608
        " ORDER BY id LIMIT $3",
        list(lot_ids),
        after,
        limit,
    )
    return [MeetingAbsence.model_validate(row) for row in rows]
