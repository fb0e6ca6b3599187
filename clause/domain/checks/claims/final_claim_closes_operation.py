"""A final claim goes to the end of the operation and is filed in time."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claims import ClaimKind
from clause.domain.findings import Finding, Severity
from clause.rules.calendar import Month
from clause.rules.claim_calendar import final_claim_due_on


def final_claim_closes_operation(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A warning for a final claim that leaves months out at the end, and for one that is late."""
    if inputs.terms.kind is not ClaimKind.FINAL:
        return
    last_day = inputs.operation.last_day
    if inputs.terms.last_month < Month.of(last_day):
        values = {"last_day": last_day.isoformat()}
        raw = str(inputs.terms.last_month)
        yield Finding(code="CLM-107", severity=Severity.WARNING, field="last_month", raw=raw, values=values)
    due_on = final_claim_due_on(last_day)
    if today > due_on:
        values = {"due_on": due_on.isoformat()}
        yield Finding(code="CLM-108", severity=Severity.WARNING, field="kind", raw=today.isoformat(), values=values)
