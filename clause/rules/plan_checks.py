"""Which cost plan an operation may have, and which costs it may then declare: CR-01 to CR-07, one predicate each."""

from collections.abc import Collection
from datetime import date

from clause.rules.cost_codes import CostPlan, CostPost
from clause.rules.cost_plans import PLANS, admits
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Euros, Exact, Unit, amount, exact, share


def simplified_costs_compulsory(planned_total_cost: Euros, has_state_aid: bool, on: date) -> bool:
    """True when an operation may not be paid on real costs alone (CR-01): up to 200 000.00 € planned, no State aid.

    The cost planned at selection counts, never the one spent (CR-03); the threshold itself is inside.
    Source: regulation (EU) 2021/1060, art. 53(2).
    """
    threshold = exact(value_in_force("sco_threshold", on).decimal(Unit.EURO))
    return not has_state_aid and amount(planned_total_cost, "planned_total_cost") <= threshold


def plan_is_allowed(plan: CostPlan, planned_total_cost: Euros, has_state_aid: bool, on: date) -> bool:
    """True unless the plan is real costs only where simplified costs are compulsory (CR-01, CR-03)."""
    return plan is not CostPlan.REAL or not simplified_costs_compulsory(planned_total_cost, has_state_aid, on)


def real_cost_is_allowed(
    plan: CostPlan, post: CostPost, planned_total_cost: Euros, has_state_aid: bool, on: date
) -> bool:
    """True when a real cost of this post may be declared: the plan takes it, and under CR-01 it is a base (CR-02).

    Units and deliverables are simplified costs themselves. Interpretation: salaries and allowances of participants stay
    possible under CR-01, as art. 53(2) says of them (probable).
    Source: regulation (EU) 2021/1060, art. 53(2).
    """
    if not admits(plan, post):
        return False
    if post in (CostPost.UNITS, CostPost.DELIVERABLES, CostPost.PARTICIPANTS):
        return True
    if not simplified_costs_compulsory(planned_total_cost, has_state_aid, on):
        return True
    return any(post in rule.base for rule in PLANS[plan].flat_rates)


def draft_budget_is_allowed(
    planned_total_cost: Euros, budget_agreed_on: date, agreement_signed_on: date, on: date
) -> bool:
    """True when a simplified cost may rest on a draft budget (CR-04): up to 200 000.00 €, agreed before the agreement.

    Assumption: a budget agreed on the day of the signature was agreed before it.
    Source: regulation (EU) 2021/1060, art. 53(3)(b).
    """
    threshold = exact(value_in_force("sco_threshold", on).decimal(Unit.EURO))
    return amount(planned_total_cost, "planned_total_cost") <= threshold and budget_agreed_on <= agreement_signed_on


def plan_is_agreed(plan: CostPlan, agreed_plan: CostPlan, call_plans: Collection[CostPlan] | None) -> bool:
    """True when a claim's plan is that of the agreement, and the call names it (CR-05).

    ``call_plans`` is None where nothing is recorded of the call.
    Source: regulation (EU) 2021/1060, art. 73(3).
    """
    return plan is agreed_plan and (call_plans is None or plan in call_plans)


def covered_by_flat_rate(plan: CostPlan) -> tuple[CostPost, ...]:
    """The posts that flat rates of the plan stand for, so that no real cost of theirs is taken (CR-06)."""
    return tuple(rule.post for rule in PLANS[plan].flat_rates)


def below_minimum_share(time_share: Exact, minimum: Exact | None) -> bool:
    """True when a person works too small a share for the operation to be a direct cost of it (CR-14).

    Assumption: no general minimum is known; ``minimum`` is what an agreement fixes, None for nothing. The minimum
    itself is enough.
    """
    return minimum is not None and share(time_share, "time_share") < share(minimum, "min_time_share")
