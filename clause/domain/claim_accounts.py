"""A computed claim as it is stored: its amounts, their account, its lines, and the rule set that produced them."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from uuid import UUID

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claim_lines import LineDraft
from clause.domain.claims import (
    ClaimAccount,
    ClaimAmounts,
    ClaimLine,
    ClaimLineKind,
    FlatRateAmount,
    parameters_used,
)
from clause.domain.claims_computation import ClaimFigures
from clause.domain.operations import Operation
from clause.rules.cost_plans import FlatAmount
from clause.rules.quantities import Rate, Unit
from clause.rules.trace import Trace

RULE_SETS = {"2021FR05SFPR001": "pn-fse-plus"}
"""Names of programmes in the id of a rule set; another programme stands under its CCI."""


def amounts_of(figures: ClaimFigures) -> ClaimAmounts:
    """The amounts as they are stored, taken from the computation."""
    due, costs = figures.due_to_date, figures.costs
    payable = figures.settlement.trace.steps[0].inputs
    cap, recovered = payable.get("cap_before_balance"), payable.get("advance_recovered")
    rates = tuple(_flat_rate(flat) for flat in costs.flat_rates)
    return ClaimAmounts(
        staff_cost=costs.staff_cost.value,
        other_costs=costs.other_costs,
        flat_rate=rates[0].rate if rates else None,
        flat_rate_amount=costs.flat_rate_amount,
        flat_rates=rates,
        total_cost=costs.total.value,
        cost_claimed_before=figures.cost_before.value,
        cost_to_date=figures.cost_to_date.value,
        other_resources=figures.other_resources,
        by_grant=due.by_grant,
        by_rate=due.by_rate,
        by_resources=due.by_resources,
        binding=due.binding,
        amount_due=due.value,
        already_paid=figures.already_paid,
        requested_before=figures.requested_before.value,
        cap_before_balance=Decimal(cap) if cap else None,
        advance_recovered=Decimal(recovered) if recovered else None,
        amount_requested=figures.amount_requested.value,
        own_funds=figures.own_funds.value,
    )


def _flat_rate(flat: FlatAmount) -> FlatRateAmount:
    return FlatRateAmount(
        code=flat.rate.value, base=flat.base.value, rate=rate_of(flat.amount.trace), amount=flat.amount.value
    )


def rate_of(trace: Trace) -> Rate:
    """The rate that a flat-rate amount was computed with; RuntimeError for the trace of anything else."""
    for use in trace.parameters:
        if use.unit is Unit.RATE:
            return Decimal(use.value)
    raise RuntimeError("a flat rate without its rate")


def account_of(inputs: ClaimInputs, figures: ClaimFigures) -> ClaimAccount:
    """The account of the amounts, under the names of the amounts."""
    costs = figures.costs
    flat = {
        "flat_rate_amount" if len(costs.flat_rates) == 1 else f"flat_rate_amount_{one.rate.value}": one.amount.trace
        for one in costs.flat_rates
    }
    return ClaimAccount(
        inputs_hash=inputs.hash(),
        figures={
            "staff_cost": costs.staff_cost.trace,
            **{f"cost_{post.value}": figure.trace for post, figure in costs.posts.items() if post.value != "STAFF"},
            **flat,
            "total_cost": costs.total.trace,
            "cost_claimed_before": figures.cost_before.trace,
            "cost_to_date": figures.cost_to_date.trace,
            "amount_due": figures.due_to_date.trace,
            "settlement": figures.settlement.trace,
            "requested_before": figures.requested_before.trace,
            "amount_requested": figures.amount_requested.trace,
            "own_funds": figures.own_funds.trace,
        },
    )


def stored_lines(figures: ClaimFigures, new_id: Callable[[], UUID]) -> list[ClaimLine]:
    """The lines as they are stored, flat rates last, under fresh ids."""
    drafts = [_line(draft, position, new_id()) for position, draft in enumerate(figures.lines, start=1)]
    flat = [
        _flat_line(flat, position, new_id())
        for position, flat in enumerate(figures.costs.flat_rates, start=len(drafts) + 1)
    ]
    return [*drafts, *flat]


def _line(draft: LineDraft, position: int, line_id: UUID) -> ClaimLine:
    fields = draft.model_dump(exclude={"name", "figure", "excess_hours", "method"})
    return ClaimLine(
        **fields,
        id=line_id,
        position=position,
        method=draft.method.value if draft.method else None,
        amount=draft.figure.value,
        trace=draft.figure.trace,
    )


def _flat_line(flat: FlatAmount, position: int, line_id: UUID) -> ClaimLine:
    return ClaimLine(
        id=line_id,
        position=position,
        kind=ClaimLineKind.FLAT_RATE,
        post=flat.post,
        amount=flat.amount.value,
        trace=flat.amount.trace,
        details={"flat_rate": flat.rate.value, "base": format(flat.base.value, "f")},
    )


def rule_set_of(operation: Operation, traces: Iterable[Trace]) -> str:
    """The id of the rules that produced a claim: programme, day of its latest dated value, version of the agreement.

    ``pn-fse-plus/2021-01-01+agreement-v2``. What an agreement fixes itself is in its version.
    """
    programme = RULE_SETS.get(operation.programme_cci, operation.programme_cci)
    dated = [use.in_force_from for use in parameters_used(traces) if use.reference.text != AGREEMENT_TEXT]
    latest = max(dated, default=operation.first_day)
    return f"{programme}/{latest.isoformat()}+agreement-v{operation.agreement.version_no}"


AGREEMENT_TEXT = "Convention de subvention FSE+"
