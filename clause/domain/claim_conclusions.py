"""The amounts of conclusions: what is retained, what is due since the start, and what is to be paid or paid back.

The formulas are those of the claim itself; what goes in is what the officer retained. Flat rates fall with their base.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from clause.domain.agreement_rules import agreement_value, agreement_value_of, payment_terms, resource_test_of
from clause.domain.agreements import GrantAgreement
from clause.domain.claims import Claim, ClaimKind, ClaimLine, ClaimLineKind
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.payments import NOTHING, Payment, advance_paid, paid_for
from clause.domain.verifications import (
    ConclusionFigures,
    DecidedLine,
    LineOutcome,
    RetainedClaim,
    RetainedFlatRate,
    VerificationTerms,
)
from clause.rules.cofinancing import AmountDue, amount_due, cost_to_date, own_funds
from clause.rules.cost_codes import CostPlan, CostPost
from clause.rules.cost_plans import PlanFigures, plan_figures
from clause.rules.parameter import value_in_force
from clause.rules.payments import PublicityReduction, Settlement, publicity_reduction, settlement
from clause.rules.quantities import Euros, Rate, Unit, unrounded
from clause.rules.trace import Figure, Trace


@dataclass(frozen=True, slots=True)
class ConclusionInputs:
    """What conclusions are computed from beside the officer's decisions.

    ``agreement`` is the version that the claim was computed with; ``others`` are the other concluded claims of the
    operation; ``in_force`` the conclusions that are replaced, if there are any.
    """

    claim: Claim
    lines: tuple[ClaimLine, ...]
    agreement: GrantAgreement
    others: tuple[RetainedClaim, ...]
    payments: tuple[Payment, ...]
    in_force: ConclusionFigures | None = None

    @property
    def settles_operation(self) -> bool:
        """True when the final claim is among the concluded ones: everything is weighed, the advance is taken back."""
        return self.claim.kind is ClaimKind.FINAL or any(other.kind is ClaimKind.FINAL for other in self.others)


@dataclass(frozen=True, slots=True)
class Conclusions:
    """The figures with the account of each."""

    figures: ConclusionFigures
    account: dict[str, Trace]


@dataclass(frozen=True, slots=True)
class _Dues:
    plan: PlanFigures
    to_date: Figure
    due: AmountDue
    publicity: PublicityReduction
    settled: Settlement
    own_funds: Figure


def conclude(inputs: ConclusionInputs, decisions: Iterable[DecidedLine], terms: VerificationTerms) -> Conclusions:
    """The figures of conclusions, in euros, each with its trace.

    The day whose dated values apply is the last one of the claim, as for the claim. ``to_settle`` is what is payable
    since the start less all that was paid and all that conclusions on other claims leave to be settled, so that every
    euro is asked for once. Refused CSF-011 for resources below those known, CSF-012 for a publicity rate above the
    highest; RuleError of the formulas, as NEGATIVE for a retained cost below zero since the start.
    """
    kept = tuple(decisions)
    resources, rate = _resources(inputs, terms), _publicity_rate(inputs, terms)
    settled_before = already_settled(inputs)
    dues = _dues(inputs, kept, resources, rate, settled_before)
    mine = paid_for(inputs.payments, inputs.claim.id)
    figures = ConclusionFigures(
        **_line_sums(inputs, kept, dues.plan),
        retained_cost=dues.plan.total.value,
        retained_elsewhere=_retained_elsewhere(inputs),
        cost_to_date=dues.to_date.value,
        other_resources=resources,
        by_grant=dues.due.by_grant,
        by_rate=dues.due.by_rate,
        by_resources=dues.due.by_resources,
        binding=dues.due.binding,
        due_by_terms=dues.due.value,
        publicity_rate=rate,
        publicity_reduction=dues.publicity.penalty.value,
        due_total=dues.publicity.due_after.value,
        requested_total=inputs.claim.figures.amount_due if inputs.claim.figures else NOTHING,
        already_settled=settled_before,
        to_settle=dues.settled.value,
        settles_at=mine + dues.settled.value,
        own_funds=dues.own_funds.value,
    )
    return Conclusions(figures, _account(dues))


def already_settled(inputs: ConclusionInputs) -> Euros:
    """Euros paid for the operation, and what conclusions on other claims leave to be paid (less: to be paid back)."""
    left = sum(
        (other.figures.settles_at - paid_for(inputs.payments, other.claim_id) for other in inputs.others), NOTHING
    )
    return paid_for(inputs.payments) + left


def _dues(
    inputs: ConclusionInputs, decisions: tuple[DecidedLine, ...], resources: Euros, rate: Rate, settled_before: Euros
) -> _Dues:
    claim, agreement, on = inputs.claim, inputs.agreement, inputs.claim.period.last_day
    final = inputs.settles_operation
    has_own_rate = agreement.cost_plan is CostPlan.P25
    calculated = agreement_value(agreement, "calculated_flat_rate", on) if has_own_rate else None
    plan = plan_figures(
        agreement.cost_plan,
        _retained_by_post(inputs.lines, decisions),
        on,
        calculated_rate=calculated,
    )
    to_date = cost_to_date(plan.total.value, _retained_elsewhere(inputs))
    test = resource_test_of(agreement, final, on)
    due = amount_due(agreement.grant_amount, agreement.applied_rate, to_date.value, resources, test, on)
    base = agreement_value_of(agreement, "publicity_penalty_base", on)
    publicity = publicity_reduction(due.value, agreement.grant_amount, rate, base, on)
    settled = settlement(
        publicity.due_after.value,
        settled_before,
        advance_paid(inputs.payments),
        terms=payment_terms(agreement, on),
        is_final=final,
        on=claim.period.last_day,
    )
    return _Dues(plan, to_date, due, publicity, settled, own_funds(to_date.value, resources, publicity.due_after.value))


def _retained_elsewhere(inputs: ConclusionInputs) -> Euros:
    return sum((other.retained_cost for other in inputs.others), NOTHING)


def _retained_by_post(lines: Iterable[ClaimLine], decisions: Iterable[DecidedLine]) -> dict[CostPost, Euros]:
    certified = {line.claim_line_id: line.amount_certified for line in decisions}
    sums: dict[CostPost, Fraction] = {}
    for line in lines:
        if line.kind is not ClaimLineKind.FLAT_RATE:
            post = line.post or CostPost.STAFF
            sums[post] = sums.get(post, Fraction(0)) + Fraction(certified[line.id])
    return {post: unrounded(total) for post, total in sums.items()}


def _line_sums(inputs: ConclusionInputs, decisions: tuple[DecidedLine, ...], plan: PlanFigures) -> dict[str, object]:
    amounts = {line.id: line.amount for line in inputs.lines}
    flats = [line for line in inputs.lines if line.kind is ClaimLineKind.FLAT_RATE]
    parked = (amounts[line.claim_line_id] for line in decisions if line.outcome is LineOutcome.PARKED)
    return {
        "declared_cost": sum(amounts.values(), NOTHING),
        "certified": sum((line.amount_certified for line in decisions), NOTHING),
        "deducted": sum((line.amount_deducted for line in decisions), NOTHING),
        "parked": sum(parked, NOTHING),
        "flat_rates": tuple(
            RetainedFlatRate(claim_line_id=line.id, amount_declared=line.amount, amount_retained=flat.amount.value)
            for line, flat in zip(flats, plan.flat_rates, strict=True)
        ),
    }


def _resources(inputs: ConclusionInputs, terms: VerificationTerms) -> Euros:
    """Resources run since the start: what the latest concluded claim retained is the least."""
    declared = inputs.claim.figures.other_resources if inputs.claim.figures else NOTHING
    known = [declared, *(other.figures.other_resources for other in inputs.others)]
    least = max([*known, inputs.in_force.other_resources] if inputs.in_force else known)
    if terms.other_resources is None:
        return least
    if terms.other_resources < least:
        raw, values = format(terms.other_resources, "f"), {"least": format(least, "f")}
        raise Refused("CSF-011", findings=(Finding(code="CSF-115", field="other_resources", raw=raw, values=values),))
    return terms.other_resources


def _publicity_rate(inputs: ConclusionInputs, terms: VerificationTerms) -> Rate:
    latest = max(inputs.others, key=lambda other: other.number, default=None)
    if terms.publicity_rate is None:
        if latest is not None and (inputs.in_force is None or latest.number > inputs.claim.number):
            return latest.figures.publicity_rate
        return inputs.in_force.publicity_rate if inputs.in_force else NOTHING
    highest = value_in_force("publicity_penalty_max", inputs.claim.period.last_day).decimal(Unit.RATE)
    if terms.publicity_rate > highest:
        raw, values = format(terms.publicity_rate, "f"), {"highest": format(highest, "f")}
        raise Refused("CSF-012", findings=(Finding(code="CSF-116", field="publicity_rate", raw=raw, values=values),))
    return terms.publicity_rate


def _account(dues: _Dues) -> dict[str, Trace]:
    return {
        "retained_cost": dues.plan.total.trace,
        "cost_to_date": dues.to_date.trace,
        "due_by_terms": dues.due.trace,
        "publicity_reduction": dues.publicity.penalty.trace,
        "due_total": dues.publicity.due_after.trace,
        "to_settle": dues.settled.trace,
        "own_funds": dues.own_funds.trace,
    }
