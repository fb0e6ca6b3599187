"""What an agreement's cost plan makes of the costs of a claim: which posts it admits, its flat rates, the total."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from clause.rules.cost_codes import CostPlan, CostPost
from clause.rules.errors import Reason, RuleError
from clause.rules.flat_rates import FlatRate, flat_rate
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Euros, Exact, Unit, amount, exact, positive, rounded, signed_amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_ARTICLES = LegalReference(
    text="Règlement (UE) 2021/1060", article="53 à 56", link="https://eur-lex.europa.eu/eli/reg/2021/1060/oj"
)
_TOTAL = Formula(
    "CR-PLAN-TOTAL", "total_cost = Σ cost of each post", Unit.EURO, reference=_ARTICLES, confidence=Confidence.SURE
)
_BASE = Formula("CR-BASE", "base = Σ cost of its posts", Unit.EURO, reference=_ARTICLES, confidence=Confidence.SURE)
_UNITS = Formula("CR-UC", "cost = units × unit_value", Unit.EURO, reference=_ARTICLES, confidence=Confidence.SURE)
_LUMP = Formula(
    "CR-LS",
    "cost = amount if the deliverable is accepted, else 0",
    Unit.EURO,
    reference=_ARTICLES,
    confidence=Confidence.SURE,
)

_DIRECT = (CostPost.STAFF, CostPost.OPERATING, CostPost.SERVICES, CostPost.PARTICIPANTS)
_OTHER_DIRECT = (CostPost.OPERATING, CostPost.SERVICES, CostPost.PARTICIPANTS)


@dataclass(frozen=True, slots=True)
class PlanFlatRate:
    """A flat rate of a plan: the posts that are its base, and the post that it stands for."""

    rate: FlatRate
    base: tuple[CostPost, ...]
    post: CostPost


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What a plan admits as costs of their own, and its flat rates in the order in which they are computed."""

    admitted: tuple[CostPost, ...]
    flat_rates: tuple[PlanFlatRate, ...] = ()


_P20 = PlanFlatRate(FlatRate.P20, _OTHER_DIRECT, CostPost.STAFF)
PLANS: Mapping[CostPlan, PlanRules] = MappingProxyType(
    {
        CostPlan.P40: PlanRules(
            (CostPost.STAFF, CostPost.PARTICIPANTS),
            (PlanFlatRate(FlatRate.P40, (CostPost.STAFF,), CostPost.REMAINING),),
        ),
        CostPlan.P15: PlanRules(_DIRECT, (PlanFlatRate(FlatRate.P15, (CostPost.STAFF,), CostPost.INDIRECT),)),
        CostPlan.P07: PlanRules(_DIRECT, (PlanFlatRate(FlatRate.P07, _DIRECT, CostPost.INDIRECT),)),
        CostPlan.P25: PlanRules(_DIRECT, (PlanFlatRate(FlatRate.P25, _DIRECT, CostPost.INDIRECT),)),
        CostPlan.P20: PlanRules(_OTHER_DIRECT, (_P20,)),
        CostPlan.P20_P15: PlanRules(
            _OTHER_DIRECT, (_P20, PlanFlatRate(FlatRate.P15, (CostPost.STAFF,), CostPost.INDIRECT))
        ),
        CostPlan.UC: PlanRules((CostPost.UNITS,)),
        CostPlan.UC_P40: PlanRules(
            (CostPost.UNITS,), (PlanFlatRate(FlatRate.P40, (CostPost.UNITS,), CostPost.REMAINING),)
        ),
        CostPlan.LS: PlanRules((CostPost.DELIVERABLES,)),
        CostPlan.REAL: PlanRules((*_DIRECT, CostPost.INDIRECT, CostPost.REMAINING)),
    }
)
"""Every plan. P40 admits salaries and allowances of participants beside the flat rate (art. 56(2))."""


@dataclass(frozen=True, slots=True)
class FlatAmount:
    """A flat-rate amount of a claim: which rate, on what, for which post."""

    rate: FlatRate
    post: CostPost
    base: Figure
    amount: Figure


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The flat-rate amounts of a claim, in the plan's order, and its total cost."""

    flat_rates: tuple[FlatAmount, ...]
    total: Figure


def admits(plan: CostPlan, post: CostPost) -> bool:
    """True when a plan takes costs of a post as such; false for what a flat rate of the plan already covers (CR-06)."""
    return post in PLANS[plan].admitted


def plan_figures(
    plan: CostPlan, costs: Mapping[CostPost, Euros], on: date, *, calculated_rate: ParameterValue | None = None
) -> PlanFigures:
    """The flat-rate amounts of a plan on the costs of a claim, one after the other, and the total cost.

    ``costs`` holds the sum of the lines of each post, adjustments included, so that a sum may be negative; posts
    without a line are left out. The same function recomputes what is retained after verification: a flat rate falls
    with its base. Each flat-rate amount is rounded once, the total is a sum.
    Source: regulation (EU) 2021/1060, art. 53 to 56.
    Raises RuleError: COST_NOT_IN_PLAN for a cost of a post that the plan does not take (CR-06), RATE_NOT_AGREED and
    ABOVE_MAXIMUM for plan P25.
    """
    for post in costs:
        if not admits(plan, post):
            raise RuleError(Reason.COST_NOT_IN_PLAN, plan=plan.value, post=post.value)
    parts = {post: signed_amount(cost, post.value) for post, cost in costs.items()}
    flats: list[FlatAmount] = []
    for rule in PLANS[plan].flat_rates:
        base = _base(rule, parts)
        found = flat_rate(
            rule.rate,
            base.value,
            on,
            staff_is_flat_rate=any(flat.post in rule.base for flat in flats),
            calculated_rate=calculated_rate,
        )
        flats.append(FlatAmount(rule.rate, rule.post, base, found))
        parts[rule.post] = parts.get(rule.post, Fraction(0)) + Fraction(found.value)
    total = unrounded(sum(parts.values(), Fraction(0)))
    steps = tuple(flat.amount.trace for flat in flats)
    return PlanFigures(
        tuple(flats), _TOTAL.figure(total, {post.value: unrounded(cost) for post, cost in parts.items()}, steps=steps)
    )


def unit_cost(units: Exact, unit_value: Euros, on: date) -> Figure:
    """Euros of units delivered and evidenced, each at its agreed value; cut to the cent where units are not whole.

    Source: regulation (EU) 2021/1060, art. 53(1)(b); plan UC. Cut by ``rounding_hourly_staff_cost``, as hours are.
    Raises RuleError NEGATIVE, TOO_PRECISE, NOT_POSITIVE for the value.
    """
    delivered = exact(units, "units")
    if delivered < 0:
        raise RuleError(Reason.NEGATIVE, input="units")
    rounding = value_in_force("rounding_hourly_staff_cost", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    value = rounded(delivered * positive(unit_value, "unit_value"), policy)
    inputs = {"units": units, "unit_value": unit_value}
    return _UNITS.figure(value, inputs, parameters=(rounding,), rounding=policy)


def lump_sum(agreed: Euros, is_accepted: bool) -> Figure:
    """Euros of a deliverable: its whole agreed amount, or nothing.

    Source: regulation (EU) 2021/1060, art. 53(1)(c); plan LS.
    """
    value = unrounded(amount(agreed, "amount")) if is_accepted else Decimal("0.00")
    return _LUMP.figure(value, {"amount": agreed, "deliverable": "accepted" if is_accepted else "not accepted"})


def _base(rule: PlanFlatRate, parts: Mapping[CostPost, Fraction]) -> Figure:
    found = {post.value: unrounded(parts[post]) for post in rule.base if post in parts}
    return _BASE.figure(unrounded(sum((Fraction(cost) for cost in found.values()), Fraction(0))), found)
