"""The FSE intervenes last: other resources that pay for the whole cost leave it nothing to do (CR-FSE, DF-A)."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding, Severity


def resources_leave_a_need(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A warning when other resources reach the whole planned cost: a sign of double funding (§8, fraud flags)."""
    planned = inputs.operation.agreement.planned_total_cost
    if inputs.other_resources >= planned:
        values = {"resources": format(inputs.other_resources, "f"), "planned": format(planned, "f")}
        raw = format(inputs.other_resources, "f")
        yield Finding(code="CLM-126", severity=Severity.WARNING, field="other_resources", raw=raw, values=values)
