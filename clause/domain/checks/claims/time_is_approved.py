"""TR-03: each month of each person of variable time has a time record, signed and approved."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import BY_TIME, ClaimInputs
from clause.domain.findings import Finding


def time_is_approved(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for each month without a record, or with one that is not approved; M1 needs none (§2.7)."""
    for expected in inputs.months:
        if expected.method not in BY_TIME:
            continue
        values = {"staff_number": expected.person.staff_number, "month": str(expected.month)}
        if expected.time is None:
            yield Finding(code="CLM-102", field=expected.field, values=values)
        elif not expected.is_approved:
            yield Finding(code="CLM-103", field=expected.field, raw=expected.time.state.value, values=values)
