"""The amounts of a claim, computed once from approved months: method M2, plan P40, the amount due by three terms.

Pure: what goes in was loaded and approved before. Every amount comes with its trace; the formulas are those of
``clause.rules``. A refusal is a ``RuleError`` whose values name the person and the month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Month
from clause.rules.cofinancing import (
    AmountDue,
    amount_due,
    amount_requested,
    cost_to_date,
    flat_rate_amount,
    own_funds,
    resource_test_for,
    total_cost,
)
from clause.rules.errors import Reason, RuleError
from clause.rules.quantities import Euros, Exact, Hours
from clause.rules.staff_costs import hours_left, staff_cost_total, staff_cost_variable_time
from clause.rules.trace import Figure

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class StaffMonth:
    """One person's approved month: what it cost the employer, and how the hours worked were spent.

    ``person_ref`` is a pseudonym: it stands in traces. ``hours_worked`` leaves leave out.
    ``hours_on_other_operations`` are those of all other co-financed operations in the month.
    """

    person_ref: str
    month: Month
    employer_cost: Euros
    hours_on_operation: Hours
    hours_worked: Hours
    hours_on_other_operations: Hours = NOTHING


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What the grant agreement fixes: the grant, and the rate at its printed precision or as an exact fraction."""

    grant: Euros
    rate: Exact


@dataclass(frozen=True, slots=True)
class ClaimedBefore:
    """What earlier claims of the operation retained and asked for, added up."""

    cost: Euros = NOTHING
    requested: Euros = NOTHING


class StaffLine(BaseModel):
    """One person's month on the operation, with its cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person_ref: str
    month: Month
    employer_cost: Euros
    hours_on_operation: Hours
    hours_worked: Hours
    staff_cost: Figure


class ClaimFigures(BaseModel):
    """Every amount of a claim with its trace."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: tuple[StaffLine, ...]
    """In the order of persons, then months."""
    staff_cost: Figure
    flat_rate_amount: Figure
    total_cost: Figure
    cost_to_date: Figure
    due_to_date: AmountDue
    amount_requested: Figure
    own_funds: Figure


def compute_claim(
    months: Sequence[StaffMonth],
    terms: AgreementTerms,
    *,
    other_resources: Euros,
    is_final: bool,
    on: date,
    before: ClaimedBefore | None = None,
) -> ClaimFigures:
    """The amounts of a claim from its approved months, in euros; the same input gives the same figures in one order.

    ``other_resources`` are received since the start of the operation, other than FSE+ and own funds. ``on`` is the day
    whose parameter values apply: the last day of the claim's period. ``own_funds`` is cumulative, as the amount due.
    Raises RuleError: MONTH_CLAIMED_TWICE for a person's month given twice, TIME_OVERCOMMITTED where operations
    together hold more hours than were worked, and the refusals of the formulas for amounts out of their bounds.
    """
    earlier = before or ClaimedBefore()
    lines = _staff_lines(months, on)
    staff = staff_cost_total({f"{line.person_ref} {line.month}": line.staff_cost.value for line in lines})
    flat = flat_rate_amount(staff.value, on)
    total = total_cost(staff.value, flat.value)
    to_date = cost_to_date(total.value, earlier.cost)
    test = resource_test_for(is_final, on)
    due = amount_due(terms.grant, terms.rate, to_date.value, other_resources, test, on)
    return ClaimFigures(
        lines=lines,
        staff_cost=staff,
        flat_rate_amount=flat,
        total_cost=total,
        cost_to_date=to_date,
        due_to_date=due,
        amount_requested=amount_requested(due.value, earlier.requested),
        own_funds=own_funds(to_date.value, other_resources, due.value),
    )


def _staff_lines(months: Sequence[StaffMonth], on: date) -> tuple[StaffLine, ...]:
    seen: set[tuple[str, Month]] = set()
    lines = []
    for item in sorted(months, key=lambda item: (item.person_ref, item.month)):
        try:
            if (item.person_ref, item.month) in seen:
                raise RuleError(Reason.MONTH_CLAIMED_TWICE)
            lines.append(_staff_line(item, on))
        except RuleError as error:
            error.values |= {"person_ref": item.person_ref, "month": str(item.month)}
            raise
        seen.add((item.person_ref, item.month))
    return tuple(lines)


def _staff_line(item: StaffMonth, on: date) -> StaffLine:
    hours_left(
        {"this operation": item.hours_on_operation, "other operations": item.hours_on_other_operations},
        item.hours_worked,
    )
    return StaffLine(
        person_ref=item.person_ref,
        month=item.month,
        employer_cost=item.employer_cost,
        hours_on_operation=item.hours_on_operation,
        hours_worked=item.hours_worked,
        staff_cost=staff_cost_variable_time(item.employer_cost, item.hours_on_operation, item.hours_worked, on),
    )
