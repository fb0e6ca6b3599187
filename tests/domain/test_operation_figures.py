"""How far an operation is in euros: which of its claims count, and what is left of the grant."""

from decimal import Decimal

import pytest

from clause.domain.claim_standing import ClaimStanding
from clause.domain.claims import Claim, ClaimState
from clause.domain.operation_figures import OperationFigures, figures_of
from tests.builders.claim_inputs import an_operation
from tests.builders.plain_claims import a_claim, claim_amounts, conclusion_figures


def claimed(number: int, cost: str, requested: str, state: ClaimState = ClaimState.SUBMITTED) -> Claim:
    return a_claim(number, state=state, figures=claim_amounts(total_cost=cost, amount_requested=requested))


def concluded(number: int, cost: str, requested: str, retained: str) -> Claim:
    standing = ClaimStanding(figures=conclusion_figures(retained_cost=retained))
    claim = claimed(number, cost, requested, ClaimState.PAYABLE)
    return claim.model_copy(update={"conclusions": standing.model_dump(mode="json")})


def of(*claims: Claim, paid: str = "0.00") -> OperationFigures:
    return figures_of(an_operation(), claims, Decimal(paid))


def test_an_operation_without_a_claim_has_its_plan_and_its_whole_grant_left() -> None:
    assert {name: str(value) for name, value in of().model_dump().items()} == {
        "planned_cost": "60000.00",
        "granted": "36000.00",
        "declared_cost": "0.00",
        "retained_cost": "0.00",
        "requested": "0.00",
        "paid": "0.00",
        "left": "36000.00",
    }


def test_claims_that_stand_add_up_and_only_what_was_concluded_is_retained() -> None:
    found = of(concluded(1, "1000.10", "600.06", "900.05"), claimed(2, "500.25", "300.15"), paid="540.03")
    assert (str(found.declared_cost), str(found.requested)) == ("1500.35", "900.21")
    assert str(found.retained_cost) == "900.05"
    assert (str(found.paid), str(found.left)) == ("540.03", "35459.97")


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (ClaimState.DRAFT, False),
        (ClaimState.COMPUTED, False),
        (ClaimState.SIGNED, False),
        (ClaimState.SUBMITTED, True),
        (ClaimState.WITHDRAWN, False),
        (ClaimState.INADMISSIBLE, False),
        (ClaimState.PAID, True),
    ],
)
def test_a_claim_in_the_making_or_gone_does_not_count(state: ClaimState, counts: bool) -> None:
    found = of(claimed(1, "10.00", "6.00", state))
    assert (str(found.declared_cost), str(found.requested)) == (("10.00", "6.00") if counts else ("0.00", "0.00"))


def test_a_claim_without_figures_does_not_count() -> None:
    bare = concluded(1, "1.00", "1.00", "5.00").model_copy(update={"figures": None})
    assert (str(of(bare).declared_cost), str(of(bare).retained_cost)) == ("0.00", "0.00")


def test_more_paid_than_granted_leaves_less_than_nothing() -> None:
    assert str(of(paid="36000.01").left) == "-0.01"
