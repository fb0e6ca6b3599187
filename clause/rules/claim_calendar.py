"""When claims of an operation are due, and how many there are to be."""

from dataclasses import dataclass
from datetime import date

from clause.rules.calendar import Period, add_months, days_after
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit


@dataclass(frozen=True, slots=True)
class InterimClaims:
    """How many interim claims come before the final one; ``most`` is None where only a least number is known."""

    least: int
    most: int | None


def interim_claims(operation: Period) -> InterimClaims:
    """How many interim claims an operation of this length needs and allows.

    Source: fse.gouv.fr, bilan et contrôle de service fait: up to 12 months none; up to 24 one at most; up to 36 one at
    least; beyond, two at least.
    Assumption: at exactly 12, 24 or 36 months the lower class.
    """
    first = operation.first_day
    if _lasts_at_most(operation, value_in_force("single_claim_up_to_months", first).whole(Unit.MONTH)):
        return InterimClaims(0, 0)
    if _lasts_at_most(operation, value_in_force("optional_interim_claim_up_to_months", first).whole(Unit.MONTH)):
        return InterimClaims(0, 1)
    if _lasts_at_most(operation, value_in_force("one_interim_claim_up_to_months", first).whole(Unit.MONTH)):
        return InterimClaims(1, None)
    return InterimClaims(2, None)


def final_claim_due_on(operation_last_day: date) -> date:
    """The last day on which the final claim may be filed: the same day so many months after the operation's end.

    Source: fse.gouv.fr, bilan et contrôle de service fait: six months after the end.
    """
    months = value_in_force("final_claim_months", operation_last_day).whole(Unit.MONTH)
    return add_months(operation_last_day, months)


def _lasts_at_most(operation: Period, months: int) -> bool:
    return operation.last_day <= days_after(add_months(operation.first_day, months), -1)
