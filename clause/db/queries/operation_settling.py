"""An operation is settled once its final claim and all others are paid or paid back."""

from datetime import date
from typing import Protocol
from uuid import UUID

from clause.db import sql
from clause.db.queries.claim_events import Mover
from clause.domain.claims import ClaimKind, ClaimState
from clause.domain.operations import Operation, OperationState

_OWING = [ClaimState.PAYABLE.value, ClaimState.RECOVERY_DUE.value]
_SETTLED = [ClaimState.PAID.value, ClaimState.RECOVERED.value, ClaimState.CORRECTED.value]


class DatedMover(Mover, Protocol):
    """Who moves an operation, and on which day: a unit of work."""

    @property
    def today(self) -> date:
        """The day of the call, in mainland France."""


async def settle_if_done(uow: DatedMover, operation: Operation) -> bool:
    """True when this settles an operation that the caller has locked; False leaves its state alone.

    An operation that owes or is owed again, by a correction or a reversal, waits for its final claim anew, unless its
    retention has begun.
    """
    done = await _nothing_is_left(operation.id)
    if done and operation.state in _BEFORE_SETTLEMENT:
        await _move(uow, operation, OperationState.SETTLED, "settle")
    elif not done and operation.state is OperationState.SETTLED:
        await _move(uow, operation, OperationState.FINAL_CLAIM_DUE, "await_final_claim")
    return done and operation.state in _BEFORE_SETTLEMENT


_BEFORE_SETTLEMENT = (
    OperationState.IN_FORCE,
    OperationState.AMENDMENT_PENDING,
    OperationState.IMPLEMENTATION_ENDED,
    OperationState.FINAL_CLAIM_DUE,
)


async def _nothing_is_left(operation_id: UUID) -> bool:
    owing: int = await sql.fetch_value(
        "SELECT count(*) FROM claim WHERE operation_id = $1 AND state = ANY($2)", operation_id, _OWING
    )
    final: int = await sql.fetch_value(
        "SELECT count(*) FROM claim WHERE operation_id = $1 AND kind = $2 AND state = ANY($3)",
        operation_id,
        ClaimKind.FINAL.value,
        _SETTLED,
    )
    return final > 0 and owing == 0


async def _move(uow: DatedMover, operation: Operation, state: OperationState, action: str) -> None:
    await sql.execute(
        "UPDATE operation SET state = $2, settled_on = $3, version = version + 1 WHERE id = $1",
        operation.id,
        state.value,
        uow.today if state is OperationState.SETTLED else None,
    )
    last = await sql.fetch_value("SELECT max(seq) FROM operation_event WHERE operation_id = $1", operation.id)
    await sql.insert(
        "operation_event",
        id=uow.new_id(),
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        operation_id=operation.id,
        seq=(last or 0) + 1,
        action=action,
        state_before=operation.state.value,
        state_after=state.value,
        happened_at=uow.now,
        recorded_by=uow.actor.id,
        recorded_by_kind=uow.actor.kind.value,
        recorded_at=uow.now,
    )
