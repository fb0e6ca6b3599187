"""The amounts of a claim, computed once from its inputs: lines, flat rates, total, the amount due, the request.

Pure: what goes in was loaded and checked before. Every amount comes with its trace; the formulas are those of
``clause.rules``. A refusal is a ``RuleError`` whose values name the person and the month.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from clause.domain.agreement_rules import agreement_value, payment_terms, resource_test_of
from clause.domain.agreements import GrantAgreement
from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claim_lines import LineDraft, lines_of
from clause.domain.claim_snapshot_parts import SnapshotEarlierClaim, SnapshotPayment
from clause.domain.claims import ClaimKind
from clause.rules.claim_sums import (
    amount_to_request,
    post_cost,
    requested_before,
    requested_before_typed,
    retained_before,
)
from clause.rules.cofinancing import AmountDue, amount_due, cost_to_date, own_funds
from clause.rules.cost_codes import CostPlan, CostPost
from clause.rules.cost_plans import FlatAmount, plan_figures
from clause.rules.errors import Reason, RuleError
from clause.rules.payments import Settlement, settlement
from clause.rules.quantities import Euros
from clause.rules.staff_costs import staff_cost_total
from clause.rules.trace import Figure

NOTHING = Decimal("0.00")
ADVANCE = "ADVANCE"


class CostFigures(BaseModel):
    """The cost of a claim: each post, each flat rate of the plan on its base, and the total."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    posts: dict[CostPost, Figure]
    flat_rates: tuple[FlatAmount, ...]
    total: Figure

    @property
    def staff_cost(self) -> Figure:
        """The staff lines added up; nothing where there is none."""
        return self.posts.get(CostPost.STAFF) or staff_cost_total({})

    @property
    def other_costs(self) -> Euros:
        """The costs of other posts added up, flat rates left out."""
        return sum((figure.value for post, figure in self.posts.items() if post is not CostPost.STAFF), NOTHING)

    @property
    def flat_rate_amount(self) -> Euros:
        """All flat-rate amounts added up."""
        return sum((flat.amount.value for flat in self.flat_rates), NOTHING)


class ClaimFigures(BaseModel):
    """Every line and amount of a claim with its trace."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    lines: tuple[LineDraft, ...]
    costs: CostFigures
    cost_before: Figure
    cost_to_date: Figure
    due_to_date: AmountDue
    settlement: Settlement
    requested_before: Figure
    amount_requested: Figure
    own_funds: Figure
    already_paid: Euros
    other_resources: Euros


def compute_claim(inputs: ClaimInputs) -> ClaimFigures:
    """The lines and amounts of a claim, in euros; the same inputs give the same figures in one order.

    The parameter values are those of the last day of the claim's period. ``own_funds`` is cumulative.
    Raises RuleError: TIME_OVERCOMMITTED where operations together hold more hours than were worked, NEGATIVE where
    adjustments take more than a post of the claim holds, and the refusals of the formulas for amounts out of bounds.
    """
    on = inputs.terms.period.last_day
    agreement, is_final = inputs.operation.agreement, inputs.terms.kind is ClaimKind.FINAL
    lines = lines_of(inputs)
    costs = costs_of(lines, agreement, on)
    before = retained_before({f"claim {claim.number}": claim.cost_retained for claim in inputs.earlier})
    to_date = cost_to_date(costs.total.value, before.value)
    test = resource_test_of(agreement, is_final, on)
    resources = inputs.other_resources
    due = amount_due(agreement.grant_amount, agreement.applied_rate, to_date.value, resources, test, on)
    paid, advance = _paid(inputs)
    settled = settlement(due.value, paid, advance, terms=payment_terms(agreement, on), is_final=is_final, on=on)
    asked = asked_before(inputs.terms.already_paid, paid, inputs.earlier)
    return ClaimFigures(
        lines=lines,
        costs=costs,
        cost_before=before,
        cost_to_date=to_date,
        due_to_date=due,
        settlement=settled,
        requested_before=asked,
        amount_requested=amount_to_request(settled.payable_to_date, asked.value),
        own_funds=own_funds(to_date.value, resources, due.value),
        already_paid=paid,
        other_resources=resources,
    )


def costs_of(lines: Sequence[LineDraft], agreement: GrantAgreement, on: date) -> CostFigures:
    """Posts, flat rates and total of these lines under the agreement's plan.

    Raises RuleError NEGATIVE when adjustments take more from a post than it holds, COST_NOT_IN_PLAN (CR-06).
    """
    by_post: dict[CostPost, dict[str, Euros]] = {}
    for line in lines:
        by_post.setdefault(line.post, {})[line.name] = line.figure.value
    posts = {post: _post(post, amounts) for post, amounts in sorted(by_post.items())}
    plan = agreement.cost_plan
    if CostPost.STAFF not in posts and _has_staff(plan):
        posts[CostPost.STAFF] = staff_cost_total({})
    rate = agreement_value(agreement, "calculated_flat_rate", on) if plan is CostPlan.P25 else None
    figures = plan_figures(plan, {post: figure.value for post, figure in posts.items()}, on, calculated_rate=rate)
    return CostFigures(posts=posts, flat_rates=figures.flat_rates, total=figures.total)


def _post(post: CostPost, amounts: Mapping[str, Euros]) -> Figure:
    figure = staff_cost_total(amounts) if post is CostPost.STAFF else post_cost(amounts)
    if figure.value < 0:
        raise RuleError(Reason.NEGATIVE, input=post.value, value=format(figure.value, "f"))
    return figure


def _has_staff(plan: CostPlan) -> bool:
    return plan in (CostPlan.P40, CostPlan.P15, CostPlan.P07, CostPlan.P25, CostPlan.REAL)


def _paid(inputs: ClaimInputs) -> tuple[Euros, Euros]:
    """What was paid in all, and the advance in it; what was typed leaves the advance untold."""
    if inputs.terms.already_paid is not None:
        return inputs.terms.already_paid, NOTHING
    return sum((row.amount for row in inputs.payments), NOTHING), advance_paid(inputs.payments)


def advance_paid(payments: Sequence[SnapshotPayment]) -> Euros:
    """Euros of advance that stand: those paid, less those that a reversal undid."""
    reversed_ids = {row.reverses_id for row in payments if row.reverses_id}
    return sum((row.amount for row in payments if row.kind == ADVANCE and row.id not in reversed_ids), NOTHING)


def asked_before(typed: Euros | None, paid: Euros, earlier: Sequence[SnapshotEarlierClaim]) -> Figure:
    """What was paid and what earlier claims still ask for; by what was typed where payments are not recorded."""
    if typed is None:
        return requested_before(paid, {f"claim {claim.number}": claim.still_requested for claim in earlier})
    asked = {
        f"claim {claim.number}": claim.amount_requested if claim.amount_accepted is None else claim.amount_accepted
        for claim in earlier
    }
    if earlier:
        asked["before claim 1"] = earlier[0].requested_before
    return requested_before_typed(typed, asked)
