"""The operation's length tells how many interim claims come before the final one."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claims import ClaimKind
from clause.domain.findings import Finding, Severity
from clause.rules.claim_calendar import interim_claims


def number_of_claims_fits_length(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A warning for one interim claim too many, or for a final claim that comes before those that are needed."""
    expected = interim_claims(inputs.operation.period)
    interim = sum(1 for claim in inputs.earlier if claim.kind is ClaimKind.INTERIM)
    kind = inputs.terms.kind
    if kind is ClaimKind.INTERIM and expected.most is not None and interim + 1 > expected.most:
        values = {"most": str(expected.most), "found": str(interim + 1)}
        yield Finding(code="CLM-105", severity=Severity.WARNING, field="kind", raw=kind.value, values=values)
    if kind is ClaimKind.FINAL and interim < expected.least:
        values = {"least": str(expected.least), "found": str(interim)}
        yield Finding(code="CLM-106", severity=Severity.WARNING, field="kind", raw=kind.value, values=values)
