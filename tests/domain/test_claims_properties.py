"""What holds of every claim, whatever its months, its methods and the order in which they come."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from clause.domain.claim_accounts import amounts_of
from clause.domain.claim_inputs import ClaimInputs, ExpectedMonth
from clause.domain.claims import ClaimAmounts, ClaimKind
from clause.domain.claims_computation import compute_claim
from clause.rules.cost_codes import CostMethod
from tests.builders.claim_inputs import a_letter, a_month, a_person, a_rate, an_earlier_claim, claim_inputs

MONTHS = [f"2025-{number:02}" for number in range(1, 13)]
PEOPLE = {
    "P1": a_person("P1"),
    "P2": a_person("P2", a_letter("P2", CostMethod.M1, time_share="0.35")),
    "P3": a_person("P3", a_letter("P3", CostMethod.M3A)),
    "P4": a_person("P4", a_letter("P4", CostMethod.M3B), share="0.8"),
}
RATES = {"P3": a_rate("P3", CostMethod.M3A, "27.90"), "P4": a_rate("P4", CostMethod.M3B, "31.05", "121.34")}
CENTS = st.integers(0, 900_000).map(lambda cents: format(Decimal(cents) / 100, ".2f"))


@st.composite
def months(draw: st.DrawFn) -> list[ExpectedMonth]:
    """Some months of some people, each with its own cost and hours in steps of three minutes."""
    chosen = draw(st.sets(st.tuples(st.sampled_from(sorted(PEOPLE)), st.sampled_from(MONTHS)), max_size=20))
    made = []
    for number, month in sorted(chosen):
        worked = draw(st.integers(0, 3500))
        hours = draw(st.integers(0, worked))
        made.append(
            a_month(
                month,
                PEOPLE[number],
                cost=draw(CENTS),
                hours=format(Decimal(hours) * 5 / 100, ".2f"),
                worked=format(Decimal(worked) * 5 / 100, ".2f"),
                rate=RATES.get(number),
            )
        )
    return made


def claimed(found: list[ExpectedMonth], resources: str = "0.00", cost_before: str | None = None) -> ClaimInputs:
    earlier = () if cost_before is None else (an_earlier_claim(1, cost_retained=cost_before),)
    return claim_inputs(
        *found, first_month="2025-01", last_month="2025-12", kind=ClaimKind.FINAL, resources=resources, earlier=earlier
    )


def amounts(inputs: ClaimInputs) -> ClaimAmounts:
    return amounts_of(compute_claim(inputs))


@settings(max_examples=60, deadline=None)
@given(months(), st.randoms(use_true_random=False))
def test_the_order_of_the_inputs_changes_nothing(found: list[ExpectedMonth], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = compute_claim(claimed(found)), compute_claim(claimed(shuffled))
    assert [(line.name, line.figure) for line in one.lines] == [(line.name, line.figure) for line in other.lines]
    assert amounts_of(one) == amounts_of(other)


@settings(max_examples=60, deadline=None)
@given(months(), CENTS, CENTS)
def test_the_amount_due_stays_under_its_three_bounds(found: list[ExpectedMonth], resources: str, before: str) -> None:
    due = amounts(claimed(found, resources, before))
    assert due.amount_due <= Decimal("36000.00")
    assert due.amount_due <= due.cost_to_date * Decimal("0.6")
    assert due.amount_due <= max(Decimal(0), due.cost_to_date - Decimal(resources))
    assert due.amount_due + due.own_funds + Decimal(resources) == due.cost_to_date


@settings(max_examples=60, deadline=None)
@given(months(), st.integers(0, 19))
def test_a_month_that_is_rejected_never_raises_the_amount(found: list[ExpectedMonth], place: int) -> None:
    if not found:
        return
    kept = [month for number, month in enumerate(found) if number != place % len(found)]
    whole, less = amounts(claimed(found)), amounts(claimed(kept))
    assert less.total_cost <= whole.total_cost
    assert less.flat_rate_amount <= whole.flat_rate_amount
    assert less.amount_due <= whole.amount_due
    assert less.amount_requested <= whole.amount_requested


@settings(max_examples=60, deadline=None)
@given(months())
def test_lines_and_flat_rates_add_up_to_the_total(found: list[ExpectedMonth]) -> None:
    figures = compute_claim(claimed(found))
    lines = sum((line.figure.value for line in figures.lines), Decimal(0))
    flat = sum((rate.amount.value for rate in figures.costs.flat_rates), Decimal(0))
    assert lines + flat == figures.costs.total.value
    assert all(line.figure.value >= 0 for line in figures.lines)


@settings(max_examples=60, deadline=None)
@given(months(), st.integers(1, 11))
def test_two_claims_ask_together_for_what_one_would(found: list[ExpectedMonth], cut: int) -> None:
    """Where no line spans the cut (M1, M2, M3b), costs add up to those of one claim, flat rates but for a cent."""
    by_month = [month for month in found if month.method is not CostMethod.M3A]
    first = [month for month in by_month if month.month.number <= cut]
    second = [month for month in by_month if month.month.number > cut]
    one, parts = amounts(claimed(by_month)), [amounts(claimed(first)), amounts(claimed(second))]
    assert sum(part.staff_cost for part in parts) == one.staff_cost
    assert 0 <= one.flat_rate_amount - sum(part.flat_rate_amount for part in parts) <= Decimal("0.01")
