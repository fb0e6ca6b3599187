"""What must be true before a claim is computed: the list below, in order, all findings at once.

A check takes the ``ClaimInputs`` and the day, and yields findings. Blocking ones leave the claim a draft; warnings go
along with it to the intermediate body.
"""

from datetime import date

from clause.domain.checks.claims.final_claim_closes_operation import final_claim_closes_operation
from clause.domain.checks.claims.number_of_claims_fits_length import number_of_claims_fits_length
from clause.domain.checks.claims.pay_is_known import pay_is_known
from clause.domain.checks.claims.someone_is_assigned import someone_is_assigned
from clause.domain.checks.claims.time_is_approved import time_is_approved
from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding

CHECKS = (
    someone_is_assigned,
    time_is_approved,
    pay_is_known,
    number_of_claims_fits_length,
    final_claim_closes_operation,
)


def findings_of(inputs: ClaimInputs, today: date) -> tuple[Finding, ...]:
    """Everything that is wrong with a claim, or worth a look, in the order of the checks."""
    return tuple(finding for check in CHECKS for finding in check(inputs, today))


__all__ = ["CHECKS", "findings_of"]
