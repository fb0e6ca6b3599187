"""Structures that operations support."""

from datetime import datetime
from uuid import UUID

from clause.db import sql
from clause.domain.operation_entities import OperationEntity

_COLUMNS = (
    "id, facilitator_org_id, operation_id, organisation_id, kind, supported_on, note, recorded_by, created_at,"
    " withdrawn_at, withdrawal_reason"
)


async def insert_entity(entity: OperationEntity) -> None:
    """Add a structure to an operation."""
    await sql.execute(
        f"INSERT INTO operation_entity ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",  # noqa: S608
        entity.id,
        entity.facilitator_org_id,
        entity.operation_id,
        entity.organisation_id,
        entity.kind.value,
        entity.supported_on,
        entity.note,
        entity.recorded_by,
        entity.created_at,
        entity.withdrawn_at,
        entity.withdrawal_reason,
    )


async def lock_entity(operation_id: UUID, entity_id: UUID) -> OperationEntity | None:
    """A structure of an operation, locked until the transaction ends; None when there is none."""
    row = await sql.fetch_one(
        f"SELECT {_COLUMNS} FROM operation_entity WHERE operation_id = $1 AND id = $2 FOR UPDATE",  # noqa: S608
        operation_id,
        entity_id,
    )
    return OperationEntity.model_validate(row) if row else None


async def withdraw_entity(entity_id: UUID, now: datetime, reason: str) -> None:
    """Take a locked structure out of the count."""
    await sql.execute(
        "UPDATE operation_entity SET withdrawn_at = $2, withdrawal_reason = $3 WHERE id = $1", entity_id, now, reason
    )


async def list_entities(operation_id: UUID, *, after: UUID | None, limit: int | None) -> list[OperationEntity]:
    """A page of the structures of an operation, withdrawn ones included, oldest first; all of them without a limit."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM operation_entity WHERE operation_id = $1"  # noqa: S608
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        operation_id,
        after,
        limit,
    )
    return [OperationEntity.model_validate(row) for row in rows]
