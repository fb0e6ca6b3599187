"""An interim claim is filed by the day that the agreement names, or by a later one that was agreed with a reason."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claims import ClaimKind
from clause.domain.findings import Finding

LATE = "CLM-128"
"""The code of its finding."""


def interim_claim_is_on_time(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding for an interim claim after its agreed day without a postponement (§1.4); it can be waived.

    The n-th interim claim goes with the n-th day of the agreement.
    """
    if inputs.terms.kind is not ClaimKind.INTERIM:
        return
    rank = sum(1 for claim in inputs.earlier if claim.kind is ClaimKind.INTERIM)
    days = inputs.operation.agreement.options.interim_claims_due_on
    if rank >= len(days):
        return
    due_on = inputs.terms.postponed_to or days[rank]
    if today > due_on:
        yield Finding(code=LATE, field="kind", raw=today.isoformat(), values={"due_on": due_on.isoformat()})
