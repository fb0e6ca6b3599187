"""CR-01 to CR-06: the plan is allowed for the operation, and each cost is one that the plan takes."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claim_snapshot_parts import SnapshotCostItem
from clause.domain.findings import Finding
from clause.rules.cost_codes import CostPost
from clause.rules.plan_checks import plan_is_allowed, real_cost_is_allowed


def costs_fit_the_plan(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """Blocking findings: real costs where simplified ones are compulsory (CLM-116), a cost that a flat rate covers or
    the plan does not take (CLM-117), a unit or a deliverable that the agreement does not name (CLM-118).
    """
    agreement, on = inputs.operation.agreement, inputs.operation.first_day
    planned, has_aid = agreement.planned_total_cost, agreement.options.state_aid
    if not plan_is_allowed(agreement.cost_plan, planned, has_aid, on):
        values = {"planned": format(planned, "f")}
        yield Finding(code="CLM-116", field="agreement.cost_plan", raw=agreement.cost_plan.value, values=values)
    agreed = {
        CostPost.UNITS: {unit.code for unit in agreement.options.unit_values},
        CostPost.DELIVERABLES: {lump.code for lump in agreement.options.deliverables},
    }
    for item in inputs.cost_items:
        values = {"label": item.label, "post": item.post.value, "plan": agreement.cost_plan.value}
        field = f"cost_items.{item.id}"
        if not real_cost_is_allowed(agreement.cost_plan, item.post, planned, has_aid, on):
            yield Finding(code="CLM-117", field=field, raw=item.post.value, values=values)
        elif item.post in agreed and _code(item) not in agreed[item.post]:
            raw = item.unit_code or item.deliverable_code or ""
            yield Finding(code="CLM-118", field=field, raw=raw, values=values)


def _code(item: SnapshotCostItem) -> str | None:
    return item.unit_code if item.post is CostPost.UNITS else item.deliverable_code
