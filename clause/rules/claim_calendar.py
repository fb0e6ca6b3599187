"""The days of an operation: agreement, claims, answers, payment, retention; and how many claims there are to be."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clause.rules.calendar import Period, add_months, days_after
from clause.rules.errors import Reason, RuleError
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Unit, exact


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


def pay_by(submitted_on: date, interrupted_days: int, on: date) -> date:
    """The last day on which a claim may be paid: so many days after its submission, and as many as were interrupted.

    Source: regulation (EU) 2021/1060, art. 74(1)(b): 80 days, probable. Raises RuleError NEGATIVE.
    """
    if interrupted_days < 0:
        raise RuleError(Reason.NEGATIVE, input="interrupted_days", value=str(interrupted_days))
    return days_after(submitted_on, value_in_force("payment_days", on).whole(Unit.DAY) + interrupted_days)


def agreement_expires_at(created_at: datetime, on: date) -> datetime:
    """The instant by which both parties have signed an agreement, or the round of signatures begins again.

    Source: fse.gouv.fr, la convention: 144 hours. Assumption: it begins again.
    """
    hours = exact(value_in_force("agreement_signature_hours", on).decimal(Unit.HOUR))
    return created_at + timedelta(seconds=float(hours * 3600))


def answer_until(asked_on: date, days: ParameterValue) -> date:
    """The last day of an answer: so many days after the question, or after the interim conclusions.

    ``days`` is ``contradictory_days`` or ``clarification_days``, the agreement's own or the dated one (assumption).
    """
    return days_after(asked_on, days.whole(Unit.DAY))


def payable_until(operation_last_day: date) -> date:
    """The last day on which a cost of the operation may have been paid (CR-42); a claim made before closes it earlier.

    Assumption: six months, as a call of 2014-2020 required.
    """
    return add_months(operation_last_day, value_in_force("late_payment_months", operation_last_day).whole(Unit.MONTH))


def keep_until(last_payment_on: date) -> date:
    """The last day on which the file must be kept: 31 December so many years after that of the last payment.

    The last payment of the operation counts, so old claims wait for its settlement. Legal proceedings stop the clock.
    Source: regulation (EU) 2021/1060, art. 82(1): five years, probable.
    """
    return date(last_payment_on.year + value_in_force("retention_years", last_payment_on).whole(Unit.YEAR), 12, 31)


def _lasts_at_most(operation: Period, months: int) -> bool:
    return operation.last_day <= days_after(add_months(operation.first_day, months), -1)
