"""TR-04: a month is signed in the first days of the next one."""

from collections.abc import Iterator
from datetime import date

from clause.domain.findings import Finding, Severity
from clause.rules.calendar import Month
from clause.rules.limits import Verdict, timesheet_signature


def signature_is_on_time(month: Month, signed_on: date) -> Iterator[Finding]:
    """A warning for a month that was signed late."""
    if timesheet_signature(month, signed_on).verdict is not Verdict.FINE:
        values = {"month": str(month)}
        yield Finding(
            code="TIM-110", severity=Severity.WARNING, field="signed_at", raw=signed_on.isoformat(), values=values
        )
