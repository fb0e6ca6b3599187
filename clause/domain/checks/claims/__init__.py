"""What must be true before a claim is computed: the list below, in order, all findings at once.

A check takes the ``ClaimInputs`` and the day, and yields findings. Blocking ones leave the claim a draft; warnings go
along with it to the intermediate body. What is in ``WAIVABLE`` may be let pass by the legal representative with a
reason (C2): never what touches an amount.
"""

from collections.abc import Iterable
from datetime import date

from clause.domain.checks.claims.corrections_are_signed import corrections_are_signed
from clause.domain.checks.claims.costs_are_paid_in_time import costs_are_paid_in_time
from clause.domain.checks.claims.costs_fit_the_plan import costs_fit_the_plan
from clause.domain.checks.claims.evidence_is_there import evidence_is_there
from clause.domain.checks.claims.final_claim_closes_operation import final_claim_closes_operation
from clause.domain.checks.claims.interim_claim_is_on_time import LATE, interim_claim_is_on_time
from clause.domain.checks.claims.letter_is_accepted import letter_is_accepted
from clause.domain.checks.claims.letter_is_on_file import NOT_ON_FILE, letter_is_on_file
from clause.domain.checks.claims.long_absence_suspends import NOT_SUSPENDED, long_absence_suspends
from clause.domain.checks.claims.methods_are_not_mixed import methods_are_not_mixed
from clause.domain.checks.claims.nothing_is_claimed_twice import nothing_is_claimed_twice
from clause.domain.checks.claims.number_of_claims_fits_length import number_of_claims_fits_length
from clause.domain.checks.claims.participants_are_complete import participants_are_complete
from clause.domain.checks.claims.pay_is_known import pay_is_known
from clause.domain.checks.claims.rate_is_fixed import rate_is_fixed
from clause.domain.checks.claims.resources_leave_a_need import resources_leave_a_need
from clause.domain.checks.claims.someone_is_assigned import someone_is_assigned
from clause.domain.checks.claims.time_is_approved import time_is_approved
from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claim_narrative import Waiver
from clause.domain.findings import Finding, Severity

CHECKS = (
    someone_is_assigned,
    time_is_approved,
    pay_is_known,
    letter_is_accepted,
    letter_is_on_file,
    rate_is_fixed,
    methods_are_not_mixed,
    nothing_is_claimed_twice,
    costs_fit_the_plan,
    costs_are_paid_in_time,
    long_absence_suspends,
    corrections_are_signed,
    resources_leave_a_need,
    evidence_is_there,
    number_of_claims_fits_length,
    interim_claim_is_on_time,
    final_claim_closes_operation,
)
WAIVABLE = frozenset(check.__name__ for check in (interim_claim_is_on_time, letter_is_on_file, long_absence_suspends))
"""Checks whose blocking findings may be waived: about days and pieces, not about amounts."""
WAIVABLE_CODES = frozenset({LATE, NOT_SUSPENDED, NOT_ON_FILE})
"""The codes of their findings."""


def findings_of(inputs: ClaimInputs, today: date) -> tuple[Finding, ...]:
    """Everything that is wrong with a claim, or worth a look, in the order of the checks."""
    found = tuple(finding for check in CHECKS for finding in check(inputs, today))
    return (*found, *inputs.findings_of_time, *participants_are_complete(inputs.indicators, today))


def waivable(inputs: ClaimInputs, today: date) -> tuple[Finding, ...]:
    """The blocking findings that may be let pass with a reason."""
    checks = [check for check in CHECKS if check.__name__ in WAIVABLE]
    return tuple(
        finding for check in checks for finding in check(inputs, today) if finding.severity is Severity.BLOCKING
    )


def with_waivers(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> tuple[Finding, ...]:
    """The findings as they stand after what was waived: still told, as warnings."""
    passed = {(waiver.code, waiver.field) for waiver in waivers}
    return tuple(
        finding.model_copy(update={"severity": Severity.WARNING})
        if (finding.code, finding.field) in passed
        else finding
        for finding in findings
    )


__all__ = ["CHECKS", "WAIVABLE", "WAIVABLE_CODES", "findings_of", "waivable", "with_waivers"]
