"""An operation is settled once its final claim and all others are paid or paid back."""

from datetime import date
from typing import Protocol
from uuid import UUID

from clause.db import sql
from clause.db.queries.claim_events import Mover
from clause.db.queries.operation_moves import record_move
from clause.domain.claims import ClaimKind, ClaimState
from clause.domain.operation_moves import MOVES, OperationAction
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
    if done and operation.state in MOVES.moves[OperationAction.SETTLE]:
        await _move(uow, operation, OperationAction.SETTLE, settled_on=uow.today)
        return True
    if not done and operation.state is OperationState.SETTLED:
        await _move(uow, operation, OperationAction.AWAIT_FINAL_CLAIM, settled_on=None)
    return False


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


async def _move(uow: DatedMover, operation: Operation, action: OperationAction, *, settled_on: date | None) -> None:
    await record_move(uow, operation, action, MOVES.after(operation.state, action), at=uow.now)
    await sql.execute("UPDATE operation SET settled_on = $2 WHERE id = $1", operation.id, settled_on)
