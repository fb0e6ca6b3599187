"""A fixed share of time is suspended by a long absence (§2.4)."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding
from clause.rules.cost_codes import CostMethod
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit

NOT_SUSPENDED = "CLM-129"
"""The code of its finding."""


def long_absence_suspends(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for someone of a fixed share who was away longer than the parameter says; it can be waived.

    Assumption: 30 days; the employer then ends the mission and issues a new letter at the return.
    """
    longest = value_in_force("m1_absence_suspend_days", inputs.terms.period.last_day).whole(Unit.DAY)
    fixed = {month.person.staff_number for month in inputs.months if month.method is CostMethod.M1}
    for absence in inputs.absences:
        if absence.staff_number in fixed and absence.days > longest:
            values = {
                "staff_number": absence.staff_number,
                "first_day": absence.first_day.isoformat(),
                "last_day": absence.last_day.isoformat(),
                "days": str(longest),
            }
            yield Finding(code=NOT_SUSPENDED, field=f"employments.{absence.staff_number}", values=values)
