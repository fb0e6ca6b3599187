"""The history of a claim, move by move."""

import pytest

from clause.domain.claims import ClaimState
from clause.services import claims
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def test_each_move_of_a_claim_is_written_with_who_and_why(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_submitted_claim(manager, await a_claim(manager, operation, "2026-01", "2026-01"))
    await claims.withdraw_claim(manager.context, claim.id, "Paie provisoire")
    events = await claims.list_events(manager.context, claim.id)
    assert [(event.seq, event.action, event.from_state, event.to_state) for event in events] == [
        (1, "start", None, ClaimState.DRAFT),
        (2, "compute", ClaimState.DRAFT, ClaimState.COMPUTED),
        (3, "sign", ClaimState.COMPUTED, ClaimState.SIGNED),
        (4, "submit", ClaimState.SIGNED, ClaimState.SUBMITTED),
        (5, "withdraw", ClaimState.SUBMITTED, ClaimState.WITHDRAWN),
    ]
    assert [event.actor_kind.value for event in events] == ["user", "worker", "user", "user", "user"]
    assert (events[3].snapshot_hash, events[4].reason) == (claim.snapshot_hash, "Paie provisoire")
