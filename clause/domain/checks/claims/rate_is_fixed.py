"""Hours at a rate (M3a, M3b) need the rate, fixed and in effect; those above the cap are told."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import BY_RATE, ClaimInputs
from clause.domain.findings import Finding


def rate_is_fixed(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for each month valued by an hourly rate that is not fixed by its last day (CR-20)."""
    for expected in inputs.months:
        if expected.method in BY_RATE and expected.rate is None:
            values = {"staff_number": expected.person.staff_number, "month": str(expected.month)}
            yield Finding(code="CLM-115", field=expected.field, raw=expected.method.value, values=values)
