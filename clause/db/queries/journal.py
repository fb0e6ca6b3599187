"""The journal: appended through one function of the database, read by its organisation."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.actors import Actor


def appending(
    line_id: UUID,
    org_id: UUID,
    at: datetime,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: UUID,
    reason: str | None,
    data: dict[str, str],
) -> str:
    """The statement that adds a link to the organisation's chain, to be said with the end of the transaction."""
    return sql.written_out(
        "SELECT clause_journal_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb)",
        line_id,
        org_id,
        at,
        actor.kind.value,
        actor.id,
        actor.org_id,
        action,
        subject_kind,
        subject_id,
        reason,
        json.dumps(data),
    )


async def list_lines(subject_id: UUID) -> list[dict[str, Any]]:
    """What happened to a subject, oldest first."""
    return await sql.fetch(
        "SELECT seq, at, actor_kind, actor_id, actor_org_id, action, reason, data FROM journal"
        " WHERE subject_id = $1 ORDER BY org_id, seq",
        subject_id,
    )


async def find_last_line(org_id: UUID, subject_id: UUID, action: str) -> dict[str, str] | None:
    """What the journal of an organisation holds of the last time that this was done to a subject, or None."""
    found = await sql.fetch_value(
        "SELECT data FROM journal WHERE org_id = $1 AND subject_id = $2 AND action = $3 ORDER BY seq DESC LIMIT 1",
        org_id,
        subject_id,
        action,
    )
    return None if found is None else dict(json.loads(found))
