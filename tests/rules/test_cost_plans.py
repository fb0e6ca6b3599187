"""Cost plans: which costs each takes, its flat rates in their order, and the total (CR-PLAN)."""

from datetime import date
from decimal import Decimal

import pytest

from clause.rules.cost_codes import CostPlan, CostPost
from clause.rules.cost_plans import PLANS, PlanFigures, admits, lump_sum, plan_figures, unit_cost
from clause.rules.errors import Reason, RuleError
from clause.rules.flat_rates import FlatRate, flat_rate
from clause.rules.parameter import ParameterValue, value_of_one_contract
from clause.rules.plan_checks import (
    below_minimum_share,
    covered_by_flat_rate,
    draft_budget_is_allowed,
    plan_is_agreed,
    plan_is_allowed,
    real_cost_is_allowed,
    simplified_costs_compulsory,
)
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference

TODAY = date(2026, 3, 31)
STAFF, OPERATING, SERVICES, PEOPLE = (
    CostPost.STAFF,
    CostPost.OPERATING,
    CostPost.SERVICES,
    CostPost.PARTICIPANTS,
)
BELOW, AT, ABOVE = Decimal("199999.99"), Decimal("200000.00"), Decimal("200000.01")


def euros(**costs: str) -> dict[CostPost, Decimal]:
    return {CostPost[post.upper()]: Decimal(cost) for post, cost in costs.items()}


def agreed_rate(rate: str) -> ParameterValue:
    reference = LegalReference(text="Convention", source="annexe financière")
    return value_of_one_contract("calculated_flat_rate", Unit.RATE, rate, TODAY, reference, Confidence.SURE)


def flats(figures: PlanFigures) -> list[tuple[str, str, str]]:
    return [(flat.rate.value, str(flat.base.value), str(flat.amount.value)) for flat in figures.flat_rates]


@pytest.mark.parametrize(
    ("plan", "costs", "expected", "total"),
    [
        (CostPlan.P40, {"staff": "45800.34"}, [("P40", "45800.34", "18320.13")], "64120.47"),
        (CostPlan.P40, {"staff": "100.00", "participants": "10.00"}, [("P40", "100.00", "40.00")], "150.00"),
        (CostPlan.P15, {"staff": "100.03", "operating": "50.00"}, [("P15", "100.03", "15.00")], "165.03"),
        (CostPlan.P07, {"staff": "100.00", "services": "50.50"}, [("P07", "150.50", "10.53")], "161.03"),
        (CostPlan.P25, {"staff": "100.00", "operating": "11.10"}, [("P25", "111.10", "22.22")], "133.32"),
        (CostPlan.P20, {"operating": "20000.00", "services": "10000.00"}, [("P20", "30000.00", "6000.00")], "36000.00"),
        (
            CostPlan.P20_P15,
            {"operating": "30000.00"},
            [("P20", "30000.00", "6000.00"), ("P15", "6000.00", "900.00")],
            "36900.00",
        ),
        (CostPlan.UC, {"units": "900.00"}, [], "900.00"),
        (CostPlan.UC_P40, {"units": "189000.00"}, [("P40", "189000.00", "75600.00")], "264600.00"),
        (CostPlan.LS, {"deliverables": "5000.00"}, [], "5000.00"),
        (CostPlan.REAL, {"staff": "10.00", "indirect": "2.00", "remaining": "1.00"}, [], "13.00"),
    ],
)
def test_each_plan_adds_its_flat_rates_to_its_costs(
    plan: CostPlan, costs: dict[str, str], expected: list[tuple[str, str, str]], total: str
) -> None:
    figures = plan_figures(plan, euros(**costs), TODAY, calculated_rate=agreed_rate("0.20"))
    assert flats(figures) == expected
    assert str(figures.total.value) == figures.total.trace.result == total


@pytest.mark.parametrize("plan", list(CostPlan))
def test_a_claim_without_a_cost_is_nil_under_every_plan(plan: CostPlan) -> None:
    assert plan_figures(plan, {}, TODAY, calculated_rate=agreed_rate("0.20")).total.value == 0


def test_a_plan_refuses_the_costs_that_its_flat_rate_covers() -> None:
    for plan, rules in PLANS.items():
        for post in set(CostPost) - set(rules.admitted):
            with pytest.raises(RuleError) as refusal:
                plan_figures(plan, {post: Decimal("1.00")}, TODAY, calculated_rate=agreed_rate("0.20"))
            assert refusal.value.reason is Reason.COST_NOT_IN_PLAN
            assert refusal.value.values == {"plan": plan.value, "post": post.value}
        assert not set(covered_by_flat_rate(plan)) & set(rules.admitted)


def test_adjustments_that_outweigh_the_lines_take_the_flat_rate_back() -> None:
    figures = plan_figures(CostPlan.P40, euros(staff="-100.01"), TODAY)
    assert flats(figures) == [("P40", "-100.01", "-40.00")]
    assert str(figures.total.value) == "-140.01"


@pytest.mark.parametrize(("rate", "is_taken"), [("0.2499", True), ("0.2500", True), ("0.2501", False)])
def test_the_calculated_rate_is_at_most_twenty_five_per_cent(rate: str, is_taken: bool) -> None:
    def compute() -> PlanFigures:
        return plan_figures(CostPlan.P25, euros(staff="100.00"), TODAY, calculated_rate=agreed_rate(rate))

    if is_taken:
        assert compute().flat_rates[0].amount.value == (Decimal(rate) * 100).quantize(Decimal("0.01"))
        return
    with pytest.raises(RuleError, match="ABOVE_MAXIMUM"):
        compute()


def test_a_calculated_rate_that_nobody_agreed_is_refused() -> None:
    with pytest.raises(RuleError, match="RATE_NOT_AGREED"):
        plan_figures(CostPlan.P25, euros(staff="100.00"), TODAY)


def test_forty_per_cent_is_not_put_on_staff_costs_that_are_a_flat_rate_and_fifteen_is() -> None:
    staff = Decimal("6000.00")
    with pytest.raises(RuleError, match="FLAT_ON_FLAT"):
        flat_rate(FlatRate.P40, staff, TODAY, staff_is_flat_rate=True)
    assert str(flat_rate(FlatRate.P15, staff, TODAY, staff_is_flat_rate=True).value) == "900.00"


def test_units_are_paid_at_their_value_and_a_deliverable_in_whole_or_not_at_all() -> None:
    assert str(unit_cost(Decimal("3"), Decimal("45.50"), TODAY).value) == "136.50"
    assert str(unit_cost(Decimal("0.333"), Decimal("10.00"), TODAY).value) == "3.33"
    assert [str(lump_sum(Decimal("500.00"), accepted).value) for accepted in (True, False)] == ["500.00", "0.00"]
    for units, value, reason in [("-1", "1.00", "NEGATIVE"), ("1", "0.00", "NOT_POSITIVE")]:
        with pytest.raises(RuleError, match=reason):
            unit_cost(Decimal(units), Decimal(value), TODAY)


def test_cr_01_simplified_costs_are_compulsory_up_to_the_threshold_without_state_aid() -> None:
    assert [simplified_costs_compulsory(cost, False, TODAY) for cost in (BELOW, AT, ABOVE)] == [True, True, False]
    assert [simplified_costs_compulsory(cost, True, TODAY) for cost in (BELOW, AT, ABOVE)] == [False] * 3
    assert [plan_is_allowed(CostPlan.REAL, cost, False, TODAY) for cost in (BELOW, AT, ABOVE)] == [False, False, True]
    assert plan_is_allowed(CostPlan.REAL, AT, True, TODAY)
    assert all(plan_is_allowed(plan, AT, False, TODAY) for plan in CostPlan if plan is not CostPlan.REAL)


@pytest.mark.parametrize(
    ("plan", "post", "below", "above"),
    [
        (CostPlan.P15, STAFF, True, True),
        (CostPlan.P15, OPERATING, False, True),
        (CostPlan.P07, OPERATING, True, True),
        (CostPlan.P20, SERVICES, True, True),
        (CostPlan.P40, STAFF, True, True),
        (CostPlan.P40, PEOPLE, True, True),
        (CostPlan.P40, OPERATING, False, False),
        (CostPlan.REAL, STAFF, False, True),
        (CostPlan.UC, CostPost.UNITS, True, True),
    ],
)
def test_cr_02_only_the_base_of_the_flat_rate_is_a_real_cost_of_a_small_operation(
    plan: CostPlan, post: CostPost, below: bool, above: bool
) -> None:
    assert [real_cost_is_allowed(plan, post, cost, False, TODAY) for cost in (AT, ABOVE)] == [below, above]


def test_cr_04_a_draft_budget_is_for_small_operations_and_comes_before_the_agreement() -> None:
    signed = date(2026, 1, 15)
    days = [date(2026, 1, 14), signed, date(2026, 1, 16)]
    assert [draft_budget_is_allowed(AT, day, signed, TODAY) for day in days] == [True, True, False]
    assert [draft_budget_is_allowed(cost, days[0], signed, TODAY) for cost in (BELOW, AT, ABOVE)] == [True, True, False]


def test_cr_05_a_claim_follows_the_plan_of_the_agreement_and_of_the_call() -> None:
    assert plan_is_agreed(CostPlan.P40, CostPlan.P40, None)
    assert plan_is_agreed(CostPlan.P40, CostPlan.P40, {CostPlan.P40, CostPlan.P15})
    assert not plan_is_agreed(CostPlan.P40, CostPlan.P40, {CostPlan.P15})
    assert not plan_is_agreed(CostPlan.P40, CostPlan.P15, {CostPlan.P40, CostPlan.P15})


def test_cr_06_a_post_is_claimed_as_such_or_covered_by_a_flat_rate() -> None:
    assert covered_by_flat_rate(CostPlan.P40) == (CostPost.REMAINING,)
    assert covered_by_flat_rate(CostPlan.P20_P15) == (CostPost.STAFF, CostPost.INDIRECT)
    assert not admits(CostPlan.P40, CostPost.REMAINING)


def test_cr_14_a_share_is_too_small_only_below_the_agreed_minimum() -> None:
    shares = [Decimal("0.1999"), Decimal("0.2000"), Decimal("0.2001")]
    assert [below_minimum_share(share, Decimal("0.20")) for share in shares] == [True, False, False]
    assert not below_minimum_share(Decimal("0.01"), None)


def refused_rate(rate: ParameterValue | None) -> RuleError:
    with pytest.raises(RuleError) as refusal:
        flat_rate(FlatRate.P25, Decimal("100.00"), TODAY, calculated_rate=rate)
    return refusal.value


def test_a_refusal_of_the_calculated_rate_says_what_was_agreed_and_the_most_there_may_be() -> None:
    """Regulation (EU) 2021/1060, art. 54(c): up to 25 % of eligible direct costs, by a calculation of its own."""
    above, missing = refused_rate(agreed_rate("0.2501")), refused_rate(None)
    assert above.values == {"input": "calculated_flat_rate", "value": "0.2501", "highest": "0.25"}
    assert (missing.reason, missing.values) == (Reason.RATE_NOT_AGREED, {"rate": "P25"})


ARTICLES = {
    FlatRate.P40: ("56(1)", "staff_cost", Confidence.SURE),
    FlatRate.P15: ("54(b)", "staff_cost", Confidence.SURE),
    FlatRate.P07: ("54(a)", "direct_cost", Confidence.SURE),
    FlatRate.P25: ("54(c)", "direct_cost", Confidence.PROBABLE),
    FlatRate.P20: ("55(1)", "other_direct_cost", Confidence.SURE),
    FlatRate.INDIRECT_2014: (None, "direct_cost_less_services", Confidence.PROBABLE),
}


@pytest.mark.parametrize("rate", list(FlatRate))
def test_each_flat_rate_names_its_base_its_rate_and_its_article(rate: FlatRate) -> None:
    """Claims, flat rates: regulation (EU) 2021/1060, art. 54 to 56; the 20 % of before 2021 is in no article of it."""
    article, base, confidence = ARTICLES[rate]
    agreed = agreed_rate("0.20") if rate is FlatRate.P25 else None
    trace = flat_rate(rate, Decimal("100.00"), TODAY, calculated_rate=agreed).trace
    name = "calculated_flat_rate" if rate is FlatRate.P25 else f"flat_rate_{rate.value.lower()}"
    assert (trace.formula, trace.inputs) == (f"flat_rate_amount = {name} × {base}", {base: "100.00"})
    assert (trace.formula_id, trace.unit) == (f"CR-{rate.value}".replace("_", "-"), Unit.EURO)
    assert (trace.reference.article, trace.confidence) == (article, confidence)
    if article is None:
        assert (trace.reference.text, trace.reference.link) == ("Forfait de 20 % des programmes 2014-2020", None)
    else:
        assert trace.reference.text == "Règlement (UE) 2021/1060"
        assert str(trace.reference.link).endswith("/reg/2021/1060/oj")
    assert name in [use.name for use in trace.parameters]
