"""What the demonstration shows of the FSE+: a claim verified and paid, a fixed time accepted, people followed."""

from decimal import Decimal

import pytest

from clause.devdata.world import World
from clause.domain.assignments import AssignmentState
from clause.domain.claims import ClaimState
from clause.domain.verifications import LineOutcome, VerificationStage
from clause.rules.cost_codes import CostMethod, ParticipantMode
from clause.services import assignments, claims, indicators, operations, payments, verifications
from tests.devdata.test_demo import DAYS

pytestmark = pytest.mark.parametrize("told", DAYS[:1], ids=str, indirect=True)
NOTHING = Decimal("0.00")


async def test_a_line_is_deducted_another_parked_and_what_remains_is_paid(world: World) -> None:
    helene, claim_id = world.by("helene", world.calendar.now), world.claim_id
    assert claim_id is not None
    assert (await claims.load_claim(helene, claim_id)).state is ClaimState.PAID
    versions = await verifications.list_verifications(helene, claim_id)
    assert [found.terms.stage for found in versions] == [VerificationStage.INTERIM, VerificationStage.FINAL]
    last = versions[-1]
    outcomes = [line.outcome for line in last.decisions if line.outcome is not LineOutcome.CERTIFIED]
    assert sorted(outcomes) == [LineOutcome.DEDUCTED, LineOutcome.PARKED]
    assert last.figures.deducted == Decimal("184.20")
    assert last.figures.due_total < last.figures.requested_total
    account = await payments.list_claim_payments(helene, claim_id)
    assert (account.paid_to_date, account.left_to_settle) == (last.figures.to_settle, NOTHING)


async def test_people_are_followed_by_an_operation_with_an_accepted_fixed_time(world: World) -> None:
    helene = world.by("helene", world.calendar.now)
    found = await operations.list_operations(helene, after=None, limit=50)
    followed = next(one for one in found if one.participant_mode is ParticipantMode.PARTICIPANTS)
    letters = await assignments.list_letters(helene, followed.id)
    assert [(view.letter.method, view.state) for view in letters] == [(CostMethod.M1, AssignmentState.ACTIVE)]
    seen = await indicators.load_indicators(helene, followed.id, None)
    totals = {one.code.value: one.total for one in seen.indicators}
    assert 5 <= seen.participants == totals["EECO01"]
    assert totals["EECO02"] > 0 < totals["EECO04"]
    assert seen.incomplete > 0
    assert seen.exits > 0 < totals["EECR04"]
    assert (seen.inconsistencies, seen.exposed) == ((), False)
