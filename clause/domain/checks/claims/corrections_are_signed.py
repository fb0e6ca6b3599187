"""A correction of a month that an earlier claim holds counts once it carries both signatures."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding, Severity


def corrections_are_signed(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A warning for each claimed month whose correction is not finished: this claim leaves it as it was declared."""
    for declared in inputs.declared:
        if not declared.is_ready:
            told = declared.declared
            values = {"staff_number": told.staff_number, "month": str(told.months[0]), "number": str(told.claim_number)}
            field = f"employments.{told.staff_number}.{told.months[0]}"
            yield Finding(code="CLM-127", severity=Severity.WARNING, field=field, values=values)
