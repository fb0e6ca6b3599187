"""Calls of the rules of claims whose account is kept whole; see ``told``."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

from clause.rules import claim_calendar, cofinancing, payments, plan_checks, retention, staff_costs
from clause.rules.calendar import Period
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import BeneficiaryKind, CostMethod, CostPlan, CostPost
from clause.rules.cost_plans import admits, plan_figures
from clause.rules.double_funding import claimed_shares, methods_conflict
from clause.rules.flat_rates import FlatRate, flat_rate
from clause.rules.parameter import value_in_force, value_of_one_contract
from clause.rules.programmes import programme_ceiling, programme_of, programmes
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference

D = Decimal
TODAY = date(2026, 3, 31)
SPRING_2017 = date(2017, 4, 1)
OPERATION = Period(date(2025, 1, 1), date(2026, 12, 31))
RATE = D("0.4386")
AGREED = LegalReference(text="Convention", article="7")
COSTS = {post: D("100.01") * place for place, post in enumerate(CostPost, 1)}


def _terms(highest: bool = False) -> payments.PaymentTerms:
    cap = (
        value_of_one_contract(
            "max_before_balance",
            Unit.RATE,
            "0.80",
            TODAY,
            LegalReference(text="Convention", article="7"),
            Confidence.SURE,
        )
        if highest
        else None
    )
    return payments.PaymentTerms(D("10000.00"), value_in_force("advance_recovery", TODAY), cap)


def _settled(due: str, paid: str, advance: str, *, is_final: bool = False, highest: bool = False) -> object:
    return payments.settlement(D(due), D(paid), D(advance), terms=_terms(highest), is_final=is_final, on=TODAY)


def _due(cost: str, resources: str, *, applies: bool, rate: Decimal | Fraction = RATE) -> object:
    test = cofinancing.ResourceTest(applies, value_in_force("rounding_eu_share", TODAY) if applies else None)
    return cofinancing.amount_due(D("5000.00"), rate, D(cost), D(resources), test, TODAY)


def _plans(plan: CostPlan) -> Callable[[], object]:
    def call() -> object:
        costs = {post: euros for post, euros in COSTS.items() if admits(plan, post)}
        return plan_figures(plan, costs, TODAY)

    return call


def _checks(plan: CostPlan) -> Callable[[], object]:
    def call() -> object:
        euros = (D("199999.99"), D("200000.00"), D("200000.01"))
        return {
            "admits": [admits(plan, post) for post in CostPost],
            "covered": plan_checks.covered_by_flat_rate(plan),
            "allowed": [plan_checks.plan_is_allowed(plan, cost, aid, TODAY) for cost in euros for aid in (True, False)],
            "real cost": [
                plan_checks.real_cost_is_allowed(plan, post, cost, False, TODAY) for post in CostPost for cost in euros
            ],
            "agreed": [plan_checks.plan_is_agreed(plan, other, None) for other in CostPlan],
            "called for": [plan_checks.plan_is_agreed(plan, plan, calls) for calls in ([], [plan], [*CostPlan])],
        }

    return call


OF_CLAIMS: Mapping[str, Callable[[], object]] = {
    "advance: an association": lambda: payments.advance(
        D("10000.01"), BeneficiaryKind.ASSOCIATION, value_in_force("advance_rate", TODAY), None, TODAY
    ),
    "advance: kinds": lambda: [
        payments.advance(D("10000.01"), kind, value_in_force("advance_rate", TODAY), None, TODAY).value
        for kind in BeneficiaryKind
    ],
    "calendar: claims of an operation": lambda: [
        claim_calendar.interim_claims(Period(date(2025, 1, 1), last))
        for last in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 6, 30))
    ],
    "calendar: days": lambda: {
        "final claim": claim_calendar.final_claim_due_on(OPERATION.last_day),
        "paid": [claim_calendar.pay_by(TODAY, days, TODAY) for days in (0, 1, 30)],
        "expires": claim_calendar.agreement_expires_at(datetime(2026, 3, 31, 12, 30, tzinfo=UTC), TODAY),
        "payable": claim_calendar.payable_until(OPERATION.last_day),
        "kept": claim_calendar.keep_until(TODAY),
        "operation kept": [
            retention.operation_keep_until(TODAY, has_state_aid=aid, held_days=days)
            for aid in (True, False)
            for days in (0, 45)
        ],
    },
    "cofinancing: amount due by the rate": lambda: _due("10000.01", "100.00", applies=True),
    "cofinancing: amount due by the resources": lambda: _due("10000.01", "9000.00", applies=True),
    "cofinancing: resources above the cost": lambda: _due("10.00", "10.01", applies=True),
    "cofinancing: amount due by the grant": lambda: _due("20000.00", "0.00", applies=True),
    "cofinancing: without the test of resources": lambda: _due("10000.01", "9000.00", applies=False),
    "cofinancing: a tie of grant and resources": lambda: _due("20000.00", "15000.00", applies=True),
    "cofinancing: by an exact rate": lambda: _due("100.00", "0.00", applies=True, rate=Fraction(1, 3)),
    "cofinancing: own funds": lambda: cofinancing.own_funds(D("1000.00"), D("200.10"), D("438.60")),
    "cofinancing: own funds below zero": lambda: cofinancing.own_funds(D("1000.00"), D("600.00"), D("438.60")),
    "cofinancing: exact rate": lambda: [
        cofinancing.exact_rate(D("1.00"), D("3.00")),
        cofinancing.exact_rate(D("3.00"), D("3.00")),
    ],
    "cofinancing: grant above the cost": lambda: cofinancing.exact_rate(D("3.01"), D("3.00")),
    "cofinancing: planned cost of zero": lambda: cofinancing.exact_rate(D("0.00"), D("0.00")),
    "cofinancing: planned cost below zero": lambda: cofinancing.exact_rate(D("0.00"), D("-1.00")),
    "cofinancing: grant below zero": lambda: cofinancing.exact_rate(D("-0.01"), D("1.00")),
    "cofinancing: cost to date below zero": lambda: cofinancing.cost_to_date(D("-10.01"), D("10.00")),
    "cofinancing: due of a cost below zero": lambda: _due("-0.01", "0.00", applies=True),
    "cofinancing: due beside resources below zero": lambda: _due("1.00", "-0.01", applies=True),
    "cofinancing: due of a rate above one": lambda: _due("1.00", "0.00", applies=True, rate=D("1.01")),
    "cofinancing: own funds of a cost below zero": lambda: cofinancing.own_funds(D("-1.00"), D("0.00"), D("0.00")),
    "cofinancing: own funds beside resources below zero": lambda: cofinancing.own_funds(
        D("1.00"), D("-1.00"), D("0.00")
    ),
    "cofinancing: own funds beside a due below zero": lambda: cofinancing.own_funds(D("1.00"), D("0.00"), D("-1.00")),
    "double funding: more than one": lambda: claimed_shares({"A": D("0.75"), "B": D("0.26")}).exceeds_one,
    "double funding: not a share": lambda: claimed_shares({"A": D("1.75")}),
    "double funding: methods": lambda: [
        methods_conflict(two) for two in ([], [CostMethod.M1], [CostMethod.M1, CostMethod.M1], [*CostMethod])
    ],
    "flat rates": lambda: [flat_rate(rate, D("1234.56"), TODAY) for rate in FlatRate if rate is not FlatRate.P25],
    "flat rate of indirect costs in 2017": lambda: flat_rate(FlatRate.INDIRECT_2014, D("1234.56"), SPRING_2017),
    "flat rate of a base below zero": lambda: flat_rate(FlatRate.P40, D("-0.01"), TODAY),
    "flat rate of flat-rate staff": lambda: flat_rate(FlatRate.P40, D("100.00"), TODAY, staff_is_flat_rate=True),
    "flat rate of fifteen per cent of flat-rate staff": lambda: flat_rate(
        FlatRate.P15, D("100.00"), TODAY, staff_is_flat_rate=True
    ),
    "flat rate that is calculated, without it": lambda: flat_rate(FlatRate.P25, D("100.00"), TODAY),
    "payments: taken back with the balance": lambda: payments.advance_recovered(
        D("2000.00"), D("4000.01"), D("10000.00"), True, value_in_force("advance_recovery", TODAY), TODAY
    ),
    "payments: taken back before": lambda: payments.advance_recovered(
        D("2000.00"), D("4000.01"), D("10000.00"), False, value_in_force("advance_recovery", TODAY), TODAY
    ),
    "payments: interim": lambda: _settled("4000.01", "2000.00", "2000.00"),
    "payments: interim under a ceiling": lambda: _settled("9500.00", "2000.00", "2000.00", highest=True),
    "payments: never above the grant": lambda: _settled("9500.00", "2000.00", "2000.00"),
    "payments: balance": lambda: _settled("9500.00", "6000.00", "2000.00", is_final=True, highest=True),
    "payments: recovery": lambda: _settled("5000.00", "6000.00", "2000.00", is_final=True),
    "payments: due below zero": lambda: _settled("-0.01", "0.00", "0.00"),
    "payments: paid below zero": lambda: _settled("1.00", "-0.01", "0.00"),
    "payments: advance below zero": lambda: _settled("1.00", "0.00", "-0.01"),
    "payments: publicity": lambda: payments.publicity_reduction(
        D("4000.01"), D("10000.00"), D("0.03"), value_in_force("publicity_penalty_base", TODAY), TODAY
    ),
    "payments: publicity, more than what is due": lambda: payments.publicity_reduction(
        D("0.00"), D("10000.00"), D("0.03"), value_in_force("publicity_penalty_base", TODAY), TODAY
    ),
    "payments: publicity above the maximum": lambda: payments.publicity_reduction(
        D("1.00"), D("1.00"), D("0.031"), value_in_force("publicity_penalty_base", TODAY), TODAY
    ),
    "payments: shares of funders": lambda: payments.funding_shares(
        D("1000.01"), {"esf": D("0.5"), "state": D("0.25")}, TODAY
    ),
    "payments: shares above one": lambda: payments.funding_shares(D("1.00"), {"a": D("0.5"), "b": D("0.51")}, TODAY),
    "payments: a share above one": lambda: payments.funding_shares(D("1.00"), {"a": D("1.5")}, TODAY),
    "plans: compulsory": lambda: [
        plan_checks.simplified_costs_compulsory(cost, aid, TODAY)
        for cost in (D("199999.99"), D("200000.00"), D("200000.01"))
        for aid in (True, False)
    ],
    "plans: draft budget": lambda: [
        plan_checks.draft_budget_is_allowed(cost, agreed, date(2026, 1, 15), TODAY)
        for cost in (D("200000.00"), D("200000.01"))
        for agreed in (date(2026, 1, 14), date(2026, 1, 15), date(2026, 1, 16))
    ],
    "plans: minimum share": lambda: [
        plan_checks.below_minimum_share(D("0.20"), least) for least in (None, D("0.19"), D("0.20"), D("0.21"))
    ],
    **{f"plan {plan.value}: figures": _plans(plan) for plan in CostPlan},
    **{f"plan {plan.value}: checks": _checks(plan) for plan in CostPlan},
    "programmes: ceilings": lambda: [
        found.value if (found := programme_ceiling(programme, priority, region, TODAY)) else None
        for programme in programmes()
        for priority in programme.priorities
        for region in RegionCategory
    ],
    "programmes: of a priority": lambda: [
        found.code if (found := programme_of(programme.cci, priority.code)) else None
        for programme in programmes()
        for priority in (*programme.priorities[:1], *programme.priorities[-1:])
    ],
    "programmes: none": lambda: [programme_of(programmes()[0].cci, "none"), programme_of("none", "1")],
    "staff: fixed share": lambda: staff_costs.staff_cost_fixed_share(D("3912.37"), D("0.333"), TODAY),
    "staff: not a share": lambda: staff_costs.staff_cost_fixed_share(D("3912.37"), D("1.001"), TODAY),
    "staff: cost below zero": lambda: staff_costs.staff_cost_fixed_share(D("-0.01"), D("0.5"), TODAY),
    "staff: variable time": lambda: staff_costs.staff_cost_variable_time(D("3912.37"), D("98.50"), D("133.00"), TODAY),
    "staff: nothing worked": lambda: staff_costs.staff_cost_variable_time(D("3912.37"), D("0.00"), D("0.00"), TODAY),
    "staff: more than was worked": lambda: staff_costs.staff_cost_variable_time(
        D("3912.37"), D("133.01"), D("133.00"), TODAY
    ),
    "staff: hours below zero": lambda: staff_costs.staff_cost_variable_time(D("1.00"), D("-0.01"), D("1.00"), TODAY),
    "staff: worked below zero": lambda: staff_costs.staff_cost_variable_time(D("1.00"), D("0.00"), D("-1.00"), TODAY),
}
