"""What must hold of the money of a claim whatever its figures."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from clause.rules.cofinancing import ResourceTest, amount_due, own_funds
from clause.rules.cost_codes import AdvanceRecovery, CostMethod, CostPlan, CostPost
from clause.rules.cost_plans import PLANS, plan_figures
from clause.rules.hourly_rates import hourly_rate_annual, hours_left_under_cap, staff_cost_hourly
from clause.rules.parameter import ParameterValue, value_in_force, value_of_one_contract
from clause.rules.payments import PaymentTerms, advance_recovered, funding_shares, publicity_reduction, settlement
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.staff_costs import staff_cost_fixed_share

TODAY = date(2026, 3, 31)
CENT = Decimal("0.01")
FINAL = ResourceTest(applies=True)
REFERENCE = LegalReference(text="Convention", source="conditions particulières")


def cents(most: int = 50_000_000, least: int = 0) -> st.SearchStrategy[Decimal]:
    return st.integers(least, most).map(lambda value: Decimal(value).scaleb(-2))


def agreed(name: str, unit: Unit, raw: str) -> ParameterValue:
    return value_of_one_contract(name, unit, raw, TODAY, REFERENCE, Confidence.SURE)


RATES = st.integers(0, 10_000).map(lambda value: Decimal(value).scaleb(-4))
PLAN_COSTS = st.sampled_from(list(CostPlan)).flatmap(
    lambda plan: st.tuples(
        st.just(plan), st.fixed_dictionaries({post: st.lists(cents(), max_size=4) for post in PLANS[plan].admitted})
    )
)
P25 = agreed("calculated_flat_rate", Unit.RATE, "0.25")


def total_of(plan: CostPlan, lines: Mapping[CostPost, list[Decimal]]) -> Decimal:
    costs = {post: sum(rows, Decimal("0.00")) for post, rows in lines.items()}
    return plan_figures(plan, costs, TODAY, calculated_rate=P25).total.value


@given(PLAN_COSTS)
def test_a_total_is_its_costs_and_flat_rates_each_cut_once(
    case: tuple[CostPlan, dict[CostPost, list[Decimal]]],
) -> None:
    plan, lines = case
    costs = {post: sum(rows, Decimal("0.00")) for post, rows in lines.items()}
    figures = plan_figures(plan, costs, TODAY, calculated_rate=P25)
    assert figures.total.value == sum(costs.values()) + sum(flat.amount.value for flat in figures.flat_rates)
    for flat in figures.flat_rates:
        rate = Decimal(flat.amount.trace.parameters[0].value)
        assert 0 <= flat.base.value * rate - flat.amount.value < CENT


@given(PLAN_COSTS, cents(), RATES, cents(), st.data())
def test_a_rejected_line_never_raises_the_cost_nor_the_amount_due(
    case: tuple[CostPlan, dict[CostPost, list[Decimal]]],
    grant: Decimal,
    rate: Decimal,
    resources: Decimal,
    data: st.DataObject,
) -> None:
    plan, lines = case
    filled = [post for post, rows in lines.items() if rows]
    if not filled:
        return
    post = data.draw(st.sampled_from(filled))
    fewer = {**lines, post: lines[post][1:]}
    before, after = total_of(plan, lines), total_of(plan, fewer)
    assert after <= before
    dues = [amount_due(grant, rate, cost, resources, FINAL, TODAY).value for cost in (after, before)]
    assert dues[0] <= dues[1] <= grant


@given(cents(), cents(), RATES)
def test_a_flat_rate_falls_with_its_base(one: Decimal, two: Decimal, rate: Decimal) -> None:
    low, high = sorted((one, two))
    for plan in (CostPlan.P40, CostPlan.P15, CostPlan.P07):
        flats = [plan_figures(plan, {CostPost.STAFF: base}, TODAY).flat_rates[0].amount.value for base in (low, high)]
        assert flats[0] <= flats[1]


@given(cents(), RATES, cents(), cents())
def test_due_is_never_above_the_grant_nor_above_the_cost_less_resources(
    grant: Decimal, rate: Decimal, cost: Decimal, resources: Decimal
) -> None:
    due = amount_due(grant, rate, cost, resources, FINAL, TODAY).value
    assert 0 <= due <= grant
    assert due <= max(Decimal(0), cost - resources)
    assert due + resources + own_funds(cost, resources, due).value == cost


@given(cents(), st.lists(st.integers(0, 2500), max_size=4))
def test_funders_and_the_residual_always_make_the_total(total: Decimal, parts: list[int]) -> None:
    rates = {f"funder {number}": Fraction(part, 10_000) for number, part in enumerate(parts)}
    funding = funding_shares(total, rates, TODAY)
    assert sum(share.value for share in funding.shares.values()) + funding.residual.value == total
    assert funding.residual.value >= 0


@given(cents(10_000_000, 1), st.integers(1, 100), cents(300_000), st.lists(cents(200_000), max_size=4))
def test_hours_at_a_rate_never_pass_the_cap_over_any_number_of_claims(
    cost: Decimal, percent: int, first: Decimal, more: list[Decimal]
) -> None:
    share = Decimal(percent).scaleb(-2)
    rate = hourly_rate_annual(max(cost, Decimal("1720.00")), share, TODAY).value
    declared: dict[str, Decimal] = {}
    paid = Decimal("0.00")
    for number, hours in enumerate([first, *more]):
        left = hours_left_under_cap(CostMethod.M3A, share, declared, TODAY).value
        line = staff_cost_hourly(rate, hours, left, TODAY)
        assert line.hours_paid + line.excess_hours == hours
        declared[f"claim {number}"] = hours
        paid += line.hours_paid
    assert paid <= 1720 * share


@given(cents(), RATES)
def test_a_fixed_share_is_rounded_once_to_the_nearest_cent(cost: Decimal, share: Decimal) -> None:
    value = staff_cost_fixed_share(cost, share, TODAY).value
    assert abs(Fraction(value) - Fraction(cost) * Fraction(share)) * 2 <= Fraction(CENT)
    assert 0 <= value <= cost


@given(cents(), cents(), st.sampled_from(list(AdvanceRecovery)), st.integers(0, 100), st.booleans())
def test_an_advance_is_taken_back_once_and_in_full(
    grant: Decimal, due: Decimal, recovery: AdvanceRecovery, percent: int, is_final: bool
) -> None:
    paid = (grant * percent / 100).quantize(CENT)
    parameter = agreed("advance_recovery", Unit.ADVANCE_RECOVERY, recovery.value)
    taken = advance_recovered(paid, min(due, grant), grant, is_final, parameter, TODAY).value
    assert 0 <= taken <= paid
    assert not is_final or taken == paid


@given(cents(5_000_000, 1), st.lists(cents(2_000_000), min_size=1, max_size=5), st.sampled_from(list(AdvanceRecovery)))
def test_all_that_is_paid_by_the_balance_is_what_is_due(
    grant: Decimal, steps: list[Decimal], recovery: AdvanceRecovery
) -> None:
    terms = PaymentTerms(grant, agreed("advance_recovery", Unit.ADVANCE_RECOVERY, recovery.value))
    advanced = (grant * 3 / 10).quantize(CENT, rounding="ROUND_DOWN")
    paid, due = advanced, Decimal("0.00")
    for number, step in enumerate(steps):
        due = min(grant, due + step)
        result = settlement(due, paid, advanced, terms=terms, is_final=number == len(steps) - 1, on=TODAY)
        assert result.to_pay * result.recovery == 0
        paid += result.value
        assert paid <= grant
    assert paid == due


@given(cents(), cents(), st.integers(0, 300))
def test_a_reduction_for_publicity_only_lowers_what_is_due(due: Decimal, grant: Decimal, parts: int) -> None:
    for base in ("due_total", "agreed_grant"):
        parameter = agreed("publicity_penalty_base", Unit.PENALTY_BASE, base)
        reduced = publicity_reduction(due, grant, Decimal(parts).scaleb(-4), parameter, TODAY)
        assert 0 <= reduced.due_after.value <= due
    assert value_in_force("publicity_penalty_max", TODAY).decimal(Unit.RATE) == Decimal("0.03")
