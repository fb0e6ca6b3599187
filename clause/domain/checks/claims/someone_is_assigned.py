"""A claim under a plan of staff costs without a mission letter in its period has no cost to claim."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import ClaimInputs
from clause.domain.findings import Finding
from clause.rules.cost_codes import CostPost
from clause.rules.cost_plans import admits


def someone_is_assigned(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """A blocking finding when nobody is assigned in the months of the claim, and nothing else is claimed."""
    if inputs.months or inputs.returned or inputs.cost_items:
        return
    raw = str(inputs.terms.first_month)
    if admits(inputs.operation.agreement.cost_plan, CostPost.STAFF):
        yield Finding(code="CLM-101", field="first_month", raw=raw)
    else:
        yield Finding(code="CLM-109", field="cost_items", raw=raw)
