"""A claim without a mission letter in its period has no cost to claim."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding


def someone_is_assigned(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding when nobody is assigned to the operation in the months of the claim."""
    if not inputs.months:
        yield Finding(code="CLM-101", field="first_month", raw=str(inputs.terms.first_month))
