"""Each month of each assigned person has its payroll cost, where the method values the time by it (M1, M2)."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import BY_RATE, ClaimInputs
from clause.domain.findings import Finding


def pay_is_known(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for each month whose cost to the employer is not recorded."""
    for expected in inputs.months:
        if expected.pay is None and expected.method not in BY_RATE:
            values = {"staff_number": expected.person.staff_number, "month": str(expected.month)}
            yield Finding(code="CLM-104", field=expected.field, values=values)
