"""Who takes part in operations."""

import json
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.operation_participants import OperationParticipant

_COLUMNS = (
    "id, facilitator_org_id, operation_id, participant_id, entry_on, exit_on, questionnaire_on, special_consent_on,"
    " contact, entry, exit, follow_up, created_at, version"
)
_JSON = ("contact", "entry", "exit", "follow_up")


def record_of(row: dict[str, Any]) -> OperationParticipant:
    """A record from its columns."""
    documents = {name: json.loads(row[name]) if row[name] is not None else None for name in _JSON}
    return OperationParticipant.model_validate({**row, **documents})


def _documents(record: OperationParticipant) -> list[str | None]:
    parts = (record.contact, record.entry, record.exit, record.follow_up)
    return [part.model_dump_json(exclude_none=True) if part is not None else None for part in parts]


async def insert_record(record: OperationParticipant) -> None:
    """Add a person to an operation."""
    await sql.execute(
        f"INSERT INTO operation_participant ({_COLUMNS})"  # noqa: S608
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb, $12::jsonb, $13, $14)",
        record.id,
        record.facilitator_org_id,
        record.operation_id,
        record.participant_id,
        record.entry_on,
        record.exit_on,
        record.questionnaire_on,
        record.special_consent_on,
        *_documents(record),
        record.created_at,
        record.version,
    )


async def find_record(operation_id: UUID, record_id: UUID, *, locked: bool = False) -> OperationParticipant | None:
    """A record of an operation, or None; ``locked`` keeps it until the transaction ends."""
    row = await sql.fetch_one(
        f"SELECT {_COLUMNS} FROM operation_participant WHERE operation_id = $1 AND id = $2"  # noqa: S608
        + (" FOR UPDATE" if locked else ""),
        operation_id,
        record_id,
    )
    return record_of(row) if row else None


async def list_records(operation_id: UUID, *, after: UUID | None, limit: int) -> list[OperationParticipant]:
    """A page of the records of an operation, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM operation_participant WHERE operation_id = $1"  # noqa: S608
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        operation_id,
        after,
        limit,
    )
    return [record_of(row) for row in rows]


async def update_record(record: OperationParticipant) -> None:
    """Write a locked record back, with its new version."""
    await sql.execute(
        "UPDATE operation_participant SET entry_on = $2, exit_on = $3, questionnaire_on = $4, special_consent_on = $5,"
        " contact = $6::jsonb, entry = $7::jsonb, exit = $8::jsonb, follow_up = $9::jsonb, version = $10 WHERE id = $1",
        record.id,
        record.entry_on,
        record.exit_on,
        record.questionnaire_on,
        record.special_consent_on,
        *_documents(record),
        record.version,
    )
