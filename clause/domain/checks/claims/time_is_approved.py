"""TR-03: each month of each assigned person has a time record, signed and approved."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding
from clause.domain.timesheets import TimesheetState


def time_is_approved(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for each month without a record, or with one that is not approved."""
    for expected in inputs.months:
        values = {"staff_number": expected.person.staff_number, "month": str(expected.month)}
        if expected.time is None:
            yield Finding(code="CLM-102", field=expected.field, values=values)
        elif expected.time.state is not TimesheetState.APPROVED:
            yield Finding(code="CLM-103", field=expected.field, raw=expected.time.state.value, values=values)
