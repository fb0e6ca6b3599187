"""Moves of a claim after its submission: its state, what stands beside it, its rank in the OI's list, its history."""

from uuid import UUID

from clause.db import sql
from clause.db.queries import claims as claim_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries.claim_events import Mover, insert_event
from clause.domain.claim_events import Move
from clause.domain.claim_standing import ClaimStanding, standing_of
from clause.domain.claims import MOVES, Claim
from clause.domain.operations import Operation


async def lock_with_operation(claim_id: UUID) -> tuple[Claim, Operation] | None:
    """A claim that the caller may move, with its operation, both locked, the operation first; None when it may not.

    The figures of conclusions and payments run since the start of the operation: two people who change them follow one
    another.
    """
    seen = await claim_queries.find_claim(claim_id)
    operation = await operation_queries.lock_operation(seen.operation_id) if seen else None
    claim = await claim_queries.lock_claim(claim_id) if operation else None
    return (claim, operation) if claim and operation else None


async def move_claim(
    uow: Mover, claim: Claim, action: str, *, reason: str | None = None, standing: ClaimStanding | None = None
) -> Claim:
    """The claim after a move, at the end of the OI's list. WrongState CLM-002 for a move that its state forbids."""
    state = MOVES.after(claim.state, action)
    kept = standing or standing_of(claim.conclusions)
    sequence = await claim_queries.next_sequence(claim.intermediate_body_id)
    await sql.execute(
        "UPDATE claim SET state = $2, conclusions = $3::jsonb, oi_sequence = $4, updated_at = $5,"
        " version = version + 1 WHERE id = $1",
        claim.id,
        state.value,
        kept.model_dump_json(),
        sequence,
        uow.now,
    )
    move = Move(action=action, from_state=claim.state, to_state=state, reason=reason, snapshot_hash=claim.snapshot_hash)
    await insert_event(uow, claim, move)
    return claim.model_copy(
        update={
            "state": state,
            "conclusions": kept.model_dump(mode="json"),
            "oi_sequence": sequence,
            "updated_at": uow.now,
            "version": claim.version + 1,
        }
    )
