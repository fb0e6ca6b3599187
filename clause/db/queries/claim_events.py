"""The history of claims, written move by move."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from clause.db import sql
from clause.domain.actors import Actor
from clause.domain.claim_events import ClaimEvent, Move, event_of
from clause.domain.claims import Claim

_COLUMNS = (
    "id, claim_id, seq, at, actor_kind, actor_id, actor_org_id, actor_role, action, from_state, to_state, reason,"
    " snapshot_hash"
)


class Mover(Protocol):
    """Who moves a claim, and when: a unit of work."""

    @property
    def actor(self) -> Actor:
        """Who acts."""

    @property
    def now(self) -> datetime:
        """The instant of the call."""

    def new_id(self) -> UUID:
        """A fresh identifier."""


async def insert_event(uow: Mover, claim: Claim, move: Move) -> ClaimEvent:
    """Add a move to the history of a claim that the caller has locked; the event with its rank."""
    last = await sql.fetch_value("SELECT max(seq) FROM claim_event WHERE claim_id = $1", claim.id)
    event = event_of(uow.new_id(), (last or 0) + 1, claim, move, uow.actor, uow.now)
    await sql.insert(
        "claim_event",
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
        **event.model_dump(mode="python")
        | {
            "actor_kind": event.actor_kind.value,
            "actor_role": event.actor_role.value if event.actor_role else None,
            "from_state": event.from_state.value if event.from_state else None,
            "to_state": event.to_state.value,
        },
    )
    return event


async def list_events(claim_id: UUID) -> list[ClaimEvent]:
    """The moves of a claim that the caller may see, in their order."""
    rows = await sql.fetch(f"SELECT {_COLUMNS} FROM claim_event WHERE claim_id = $1 ORDER BY seq", claim_id)  # noqa: S608
    return [ClaimEvent.model_validate(row) for row in rows]
