"""The moves of operations: written with the state that follows, read in their order."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.claim_events import Mover
from clause.domain.operation_moves import OperationAction, OperationEvent
from clause.domain.operations import OperationRecord, OperationState

_COLUMNS = ", ".join(OperationEvent.model_fields)


async def record_move(
    uow: Mover,
    operation: OperationRecord,
    action: OperationAction,
    state: OperationState,
    *,
    at: datetime,
    reference: str | None = None,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
    is_first: bool = False,
) -> OperationEvent:
    """Write a move of an operation that the caller has locked, and the state that follows."""
    if not is_first:
        await sql.execute(
            "UPDATE operation SET state = $2, version = version + 1 WHERE id = $1", operation.id, state.value
        )
    last = await sql.fetch_value("SELECT max(seq) FROM operation_event WHERE operation_id = $1", operation.id)
    event = OperationEvent(
        id=uow.new_id(),
        operation_id=operation.id,
        seq=(last or 0) + 1,
        action=action,
        state_before=None if is_first else operation.state,
        state_after=state,
        happened_at=at,
        reference=reference,
        reason=reason,
        details=details or {},
        recorded_by=uow.actor.id,
        recorded_by_kind=uow.actor.kind,
        recorded_at=uow.now,
    )
    values = event.model_dump(mode="python") | {
        "action": action.value,
        "state_before": event.state_before.value if event.state_before else None,
        "state_after": state.value,
        "details": json.dumps(event.details),
        "recorded_by_kind": uow.actor.kind.value,
    }
    await sql.insert(
        "operation_event",
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        **values,
    )
    return event


async def list_events(operation_id: UUID) -> list[OperationEvent]:
    """The moves of an operation that the caller may see, in their order."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM operation_event WHERE operation_id = $1 ORDER BY seq",  # noqa: S608
        operation_id,
    )
    for row in rows:
        row["details"] = json.loads(row["details"]) if row["details"] else {}
    return [OperationEvent.model_validate(row) for row in rows]


async def last_payment_on(operation_id: UUID) -> date | None:
    """The day of the last payment of an operation that stands, repayments included, or None."""
    day: date | None = await sql.fetch_value(
        "SELECT max(p.paid_on) FROM payment p WHERE p.operation_id = $1 AND p.reverses_id IS NULL"
        " AND NOT EXISTS (SELECT FROM payment r WHERE r.reverses_id = p.id)",
        operation_id,
    )
    return day


async def list_ids_that_may_move(facilitator_org_id: UUID, states: list[str], after: UUID | None) -> list[UUID]:
    """A page of the operations of an organisation in these states, oldest first."""
    rows = await sql.fetch(
        "SELECT id FROM operation WHERE facilitator_org_id = $1 AND state = ANY($2)"
        " AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT 200",
        facilitator_org_id,
        states,
        after,
    )
    return [row["id"] for row in rows]
