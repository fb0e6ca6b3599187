"""What an intermediate body reads of the operations it co-finances."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.double_funding import ClaimedLine
from clause.domain.intermediate_body import OperationsAsked
from clause.rules.calendar import Month

_UPDATED = (
    "greatest(coalesce(o.changed_at, o.created_at),"
    " (SELECT max(g.created_at) FROM grant_agreement g WHERE g.operation_id = o.id))"
)


async def list_changes(
    intermediate_body_id: UUID, asked: OperationsAsked, *, after: UUID | None, limit: int
) -> dict[UUID, datetime]:
    """A page of the operations asked for, oldest first: id → when it or its agreement last changed."""
    rows = await sql.fetch(
        f"SELECT o.id, {_UPDATED} AS updated_at FROM operation o"  # noqa: S608
        " WHERE o.intermediate_body_id = $1 AND ($2::uuid IS NULL OR o.call_id = $2)"
        " AND ($3::text IS NULL OR o.state = $3)"
        f" AND ($4::timestamptz IS NULL OR {_UPDATED} >= $4)"
        " AND ($5::uuid IS NULL OR o.id > $5) ORDER BY o.id LIMIT $6",
        intermediate_body_id,
        asked.call_id,
        asked.state.value if asked.state else None,
        asked.updated_since,
        after,
        limit,
    )
    return {row["id"]: row["updated_at"] for row in rows}


async def find_change(intermediate_body_id: UUID, operation_id: UUID) -> datetime | None:
    """When an operation of the intermediate body or its agreement last changed; None for what is not its own."""
    found: datetime | None = await sql.fetch_value(
        f"SELECT {_UPDATED} FROM operation o WHERE o.intermediate_body_id = $1 AND o.id = $2",  # noqa: S608
        intermediate_body_id,
        operation_id,
    )
    return found


async def list_claimed_lines(operation_id: UUID) -> list[ClaimedLine]:
    """Every standing line of the employer on the months and the pay documents that an operation claims."""
    rows = await sql.fetch("SELECT * FROM clause_double_funding($1)", operation_id)
    return [_claimed(row) for row in rows]


def _claimed(row: dict[str, Any]) -> ClaimedLine:
    row["month"] = Month.of(row["month"])
    return ClaimedLine.model_validate(row)
