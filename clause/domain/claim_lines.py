"""The cost lines of a claim before they are stored, each with its trace: staff, adjustments, other costs, returns."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.claim_inputs import ClaimInputs, DeclaredTime
from clause.domain.claim_snapshot_parts import SnapshotCostItem, SnapshotReturned
from clause.domain.claim_units import HoursCounter, TimeUnit, UnitCost, unit_cost, units_of
from clause.domain.claims import ClaimLineKind
from clause.rules.calendar import Month
from clause.rules.claim_sums import real_cost, returned_cost
from clause.rules.cost_codes import CostMethod, CostPost
from clause.rules.cost_plans import lump_sum
from clause.rules.cost_plans import unit_cost as cost_of_units
from clause.rules.quantities import Euros, Hours
from clause.rules.staff_costs import adjustment
from clause.rules.trace import Figure


class LineDraft(BaseModel):
    """A line of a claim with the records that it comes from; ``name`` is how accounts of sums call it."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: ClaimLineKind
    post: CostPost
    figure: Figure
    employment_id: UUID | None = None
    timesheet_id: UUID | None = None
    payroll_month_id: UUID | None = None
    assignment_id: UUID | None = None
    hourly_rate_id: UUID | None = None
    cost_item_id: UUID | None = None
    origin_line_id: UUID | None = None
    month: Month | None = None
    method: CostMethod | None = None
    employer_cost: Euros | None = None
    hours_on_operation: Hours | None = None
    hours_worked: Hours | None = None
    excess_hours: Hours = Decimal("0.00")
    details: dict[str, Any] | None = None


def lines_of(inputs: ClaimInputs) -> tuple[LineDraft, ...]:
    """Every line but the flat rates, in one order: staff, adjustments, other costs, what comes back.

    Raises the refusals of the formulas.
    """
    return (
        *_staff(inputs),
        *(line for declared in inputs.declared for line in _adjusted(declared, inputs)),
        *(_cost(item, inputs) for item in inputs.cost_items),
        *(_returned(parked) for parked in inputs.returned),
    )


def _staff(inputs: ClaimInputs) -> Iterator[LineDraft]:
    on = inputs.terms.period.last_day
    counter = HoursCounter(inputs.hours_used)
    for unit in units_of(inputs.months, inputs.key_period):
        cost = unit_cost(unit, on, counter.before(unit))
        counter.count(unit)
        yield _line(cost, ClaimLineKind.STAFF, unit.name, cost.figure)


def _line(
    cost: UnitCost, kind: ClaimLineKind, name: str, figure: Figure, details: dict[str, Any] | None = None
) -> LineDraft:
    unit, first = cost.unit, cost.unit.months[0]
    is_alone = not unit.spans_months
    by_pay = unit.method in (CostMethod.M1, CostMethod.M2)
    return LineDraft(
        name=name,
        kind=kind,
        post=CostPost.STAFF,
        figure=figure,
        employment_id=unit.person.employment_id,
        timesheet_id=first.time.timesheet_id if is_alone and first.time and unit.method is not CostMethod.M1 else None,
        payroll_month_id=first.pay.payroll_month_id if is_alone and first.pay and by_pay else None,
        assignment_id=unit.months[-1].letter.id,
        hourly_rate_id=first.rate.id if first.rate else None,
        month=unit.month,
        method=unit.method,
        employer_cost=cost.employer_cost,
        hours_on_operation=cost.hours_on_operation,
        hours_worked=cost.hours_worked,
        excess_hours=cost.excess_hours,
        details={**(cost.details or {}), **(details or {})} or None,
    )


def unit_again(declared: DeclaredTime) -> TimeUnit:
    """The months of an earlier line as they are known now, valued by the method it was declared with."""
    told = declared.declared
    spans = len(told.months) > 1 or told.spans_months
    return TimeUnit(declared.months[0].person, told.method, declared.months, spans_months=spans)


def _adjusted(declared: DeclaredTime, inputs: ClaimInputs) -> Iterator[LineDraft]:
    told, unit = declared.declared, unit_again(declared)
    if not declared.is_ready:
        return
    used = HoursCounter(inputs.hours_used).before(unit, without=told.line_id)
    cost = unit_cost(unit, told.computed_on, used)
    if cost.figure.value == told.amount:
        return
    change = adjustment(cost.figure.value, told.amount)
    traced = Figure(value=change.value, trace=change.trace.model_copy(update={"steps": (cost.figure.trace,)}))
    details = {
        "claim_number": told.claim_number,
        "declared_before": format(told.amount, "f"),
        "staff_cost_now": format(cost.figure.value, "f"),
        "computed_on": told.computed_on.isoformat(),
        "spans_months": unit.spans_months,
    }
    line = _line(cost, ClaimLineKind.ADJUSTMENT, f"adjustment {unit.name}", traced, details)
    yield line.model_copy(update={"origin_line_id": told.line_id})


def _cost(item: SnapshotCostItem, inputs: ClaimInputs) -> LineDraft:
    return LineDraft(
        name=f"cost {item.id}",
        kind=ClaimLineKind.COST,
        post=item.post,
        figure=_worth(item, inputs, inputs.terms.period.last_day),
        cost_item_id=item.id,
        month=Month.of(item.incurred_on),
    )


def _worth(item: SnapshotCostItem, inputs: ClaimInputs, on: date) -> Figure:
    """Units at their agreed value, a deliverable for its lump sum, or what the document says."""
    options = inputs.operation.agreement.options
    if item.unit_code is not None and item.units is not None:
        for agreed in options.unit_values:
            if agreed.code == item.unit_code:
                return cost_of_units(item.units, agreed.value, on)
    if item.deliverable_code is not None:
        for lump in options.deliverables:
            if lump.code == item.deliverable_code:
                return lump_sum(lump.amount, is_accepted=True)
    return real_cost(item.amount_declared)


def _returned(parked: SnapshotReturned) -> LineDraft:
    return LineDraft(
        name=f"claim {parked.claim_number} line {parked.position}",
        kind=ClaimLineKind.RETURNED,
        post=parked.post,
        figure=returned_cost(parked.amount),
        employment_id=parked.employment_id,
        cost_item_id=parked.cost_item_id,
        origin_line_id=parked.line_id,
        month=parked.month,
        method=parked.method,
        details={"claim_number": parked.claim_number, "position": parked.position},
    )
