"""The history of a claim: each move from a state to another, by whom and why; never changed."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import Actor, ActorKind, Role
from clause.domain.claims import Claim, ClaimState


class ClaimEvent(BaseModel):
    """One move of a claim; ``from_state`` is None for the first one.

    ``snapshot_hash`` is that of what was handed over, on the moves that hand over or rest on it.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    claim_id: UUID
    seq: int
    at: datetime
    actor_kind: ActorKind
    actor_id: UUID | None
    actor_org_id: UUID | None
    actor_role: Role | None
    action: str
    from_state: ClaimState | None
    to_state: ClaimState
    reason: str | None
    snapshot_hash: str | None


class Move(BaseModel):
    """What is to be written of a move."""

    model_config = ConfigDict(frozen=True)

    action: str
    """A key of ``clause.domain.claims.MOVES``, or ``start``."""
    from_state: ClaimState | None
    to_state: ClaimState
    reason: str | None = None
    snapshot_hash: str | None = None


def event_of(event_id: UUID, seq: int, claim: Claim, move: Move, actor: Actor, at: datetime) -> ClaimEvent:
    """The move as the history keeps it."""
    return ClaimEvent(
        **dict(move),
        id=event_id,
        claim_id=claim.id,
        seq=seq,
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_org_id=actor.org_id,
        actor_role=actor.role,
    )
