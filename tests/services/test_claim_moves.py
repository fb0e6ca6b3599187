"""Every move of the beneficiary in every state of a claim up to its submission and its withdrawal (C1 to C4)."""

import contextlib
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from clause.db import sql
from clause.domain.claim_narrative import FiledAs
from clause.domain.claims import Claim, ClaimState
from clause.domain.errors import ClauseError
from clause.domain.operations import Operation
from clause.services import claim_contents, claims
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim, claim_terms, run_computation
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")

MONTHS = ("2026-01", "2026-02")
STARTED, BLOCKED, COMPUTED, SIGNED, SUBMITTED, TAKEN_BACK, TAKEN_BACK_LATE = PLACES = (
    "started",
    "blocked",
    "computed",
    "signed",
    "submitted",
    "withdrawn as a draft",
    "withdrawn once submitted",
)


async def _in_place(territory: Territory, place: str) -> tuple[Operation, Claim]:
    """A claim of January at this place; a blocked one goes to March, whose time and pay are not there."""
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, MONTHS)
    if place in (STARTED, TAKEN_BACK):
        claim = await claims.start_claim(manager.context, operation.id, claim_terms("2026-01", "2026-01"))
    else:
        claim = await a_claim(manager, operation, "2026-01", "2026-03" if place == BLOCKED else "2026-01")
    computing = claim.job_id
    if place == SIGNED:
        claim = await claims.sign_claim(manager.context, claim.id)
    if place in (SUBMITTED, TAKEN_BACK_LATE):
        claim = await a_submitted_claim(manager, claim)
    if place in (TAKEN_BACK, TAKEN_BACK_LATE):
        claim = await claims.withdraw_claim(manager.context, claim.id, "Repris")
    return operation, claim.model_copy(update={"job_id": computing})


async def _compute(territory: Territory, operation: Operation, claim: Claim) -> None:
    await run_computation(claim)


async def _recompute(territory: Territory, operation: Operation, claim: Claim) -> None:
    await claims.recompute_claim(territory.manager.context, claim.id)


async def _sign(territory: Territory, operation: Operation, claim: Claim) -> None:
    await claims.sign_claim(territory.manager.context, claim.id)


async def _submit(territory: Territory, operation: Operation, claim: Claim) -> None:
    await claims.submit_claim(territory.manager.context, claim.id)


async def _withdraw(territory: Territory, operation: Operation, claim: Claim) -> None:
    await claims.withdraw_claim(territory.manager.context, claim.id, "Repris")


async def _narrate(territory: Territory, operation: Operation, claim: Claim) -> None:
    await claim_contents.tell(territory.manager.context, claim.id, {"partners": "PLIE"}, claim.version)


async def _file(territory: Territory, operation: Operation, claim: Claim) -> None:
    filed = FiledAs(number="BIL-42", filed_on=date(2026, 6, 15))
    await claim_contents.record_filing(territory.manager.context, claim.id, filed)


async def _redo(territory: Territory, operation: Operation, claim: Claim) -> None:
    await claim_contents.redo_claim(territory.manager.context, claim.id)


async def _start_the_same(territory: Territory, operation: Operation, claim: Claim) -> None:
    await claims.start_claim(territory.manager.context, operation.id, claim_terms("2026-01", "2026-01"))


async def _start_the_next(territory: Territory, operation: Operation, claim: Claim) -> None:
    await claims.start_claim(territory.manager.context, operation.id, claim_terms("2026-02", "2026-02"))


D, C, S, H, W = ClaimState.DRAFT, ClaimState.COMPUTED, ClaimState.SIGNED, ClaimState.SUBMITTED, ClaimState.WITHDRAWN
NO = "CLM-002"
Move = Callable[[Territory, Operation, Claim], Awaitable[None]]
# What becomes of the claim, or the refusal: started, blocked, computed, signed, submitted, withdrawn early and late.
TABLE: dict[Move, tuple[ClaimState | str, ...]] = {
    _compute: (C, D, C, S, H, W, W),
    _recompute: (D, D, D, NO, NO, NO, NO),
    _sign: (NO, NO, S, NO, NO, NO, NO),
    _submit: (NO, NO, NO, H, NO, NO, NO),
    _withdraw: (W, W, W, W, W, NO, NO),
    _narrate: (D, D, C, NO, NO, NO, NO),
    _file: (NO, NO, NO, S, H, NO, NO),
    _redo: (NO, NO, NO, NO, NO, NO, NO),
    _start_the_same: ("CLM-005", "CLM-005", "CLM-005", "CLM-005", "CLM-006", W, W),
    _start_the_next: ("CLM-005", "CLM-005", "CLM-005", "CLM-005", H, W, W),
}


class _Undone(Exception):
    """Takes back what a move did."""


async def _outcome(territory: Territory, operation: Operation, claim: Claim, move: Move) -> ClaimState | str:
    """The claim's state after a move, or the code of a refusal that left claim and history as they were; undone."""
    manager = territory.manager.context
    before = await claims.load_claim(manager, claim.id), await claims.list_events(manager, claim.id)
    outcome: ClaimState | str = ""
    with contextlib.suppress(_Undone):
        async with sql.engine().transaction():
            try:
                await move(territory, operation, claim)
                outcome = (await claims.load_claim(manager, claim.id)).state
            except ClauseError as refusal:
                outcome = refusal.code
                assert before == (
                    await claims.load_claim(manager, claim.id),
                    await claims.list_events(manager, claim.id),
                )
            raise _Undone
    return outcome


@pytest.mark.parametrize("place", PLACES)
async def test_each_move_goes_where_the_table_says_or_changes_nothing(territory: Territory, place: str) -> None:
    """Every row of a column, each from the same claim."""
    operation, claim = await _in_place(territory, place)
    found = {move.__name__: await _outcome(territory, operation, claim, move) for move in TABLE}
    assert found == {move.__name__: row[PLACES.index(place)] for move, row in TABLE.items()}
