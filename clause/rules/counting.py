"""How many of a line's validated hours count towards an obligation."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Period, days_after
from clause.rules.codes import HoursNature, TrainingRule
from clause.rules.errors import RuleError
from clause.rules.parameter import ParameterValue
from clause.rules.quantities import Hours, Unit, amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Formula, Trace


class NotCredited(StrEnum):
    """Why hours are kept without being credited, or why nothing can be said from their total alone."""

    OUTSIDE_EXECUTION_WINDOW = "OUTSIDE_EXECUTION_WINDOW"
    OUTSIDE_ELIGIBILITY_WINDOW = "OUTSIDE_ELIGIBILITY_WINDOW"
    STRADDLES_EXECUTION_WINDOW = "STRADDLES_EXECUTION_WINDOW"
    STRADDLES_ELIGIBILITY_WINDOW = "STRADDLES_ELIGIBILITY_WINDOW"
    """An edge of a suspension is an edge of the eligibility."""
    ELIGIBILITY_SUSPENDED = "ELIGIBILITY_SUSPENDED"
    TRAINING_NOT_COUNTED = "TRAINING_NOT_COUNTED"
    TUTORING_NOT_COUNTED = "TUTORING_NOT_COUNTED"


class CreditDecision(BaseModel):
    """How many hours count. Undecided (None) when the days worked lie on both sides of a window's edge."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hours_credited: Hours | None
    reason: NotCredited | None
    """None when all hours count."""
    split_on: tuple[date, ...]
    """First day of each further part if the line is split at every edge inside it; empty when decided."""
    trace: Trace


_CREDIT = Formula(
    "CNT-CREDIT",
    "hours_credited = hours_validated if nature counts and worked ⊆ execution ∩ (eligibility − suspensions),"
    " 0 if nature does not count or no day worked lies there",
    Unit.HOUR,
    reference=LegalReference(
        text="CCAP 21_BAM_048 (Secrétariat général du Gouvernement)",
        article="1.4",
        source="heures faites entre la notification et la livraison, par une personne éligible",
    ),
    confidence=Confidence.SURE,
)

_UNDECIDED = {NotCredited.STRADDLES_EXECUTION_WINDOW, NotCredited.STRADDLES_ELIGIBILITY_WINDOW}


def credited_hours(
    hours_validated: Hours,
    worked: Period,
    execution: Period,
    eligibility: Period,
    *,
    nature: HoursNature = HoursNature.WORK,
    suspensions: tuple[Period, ...] = (),
    book: Rulebook = DEFAULTS,
) -> CreditDecision:
    """Hours of a line that count: all when their nature counts and every day lies in both windows, else none.

    Hours with two decimals, unrounded. A line whose days lie on both sides of an edge (of a window, or of a suspension
    of the eligibility) is undecided: a total does not say on which days the hours were done, so it must be split at
    ``split_on``. Execution is looked at before eligibility, and being outside before straddling. Training inside the
    contract of employment, training outside it and tutoring count as ``training_rule`` and ``tutor_hours_count`` of the
    lot say on the last day worked.
    Source: CCAP 21_BAM_048, art. 1.4: hours count between notification and delivery, for eligible people; CCAG 2021,
    art. 20.1.2 (works): training that is part of the employment contract counts.
    Raises RuleError on hours that are negative or finer than 0.01 h, UnknownValue when no rule is in force.
    """
    validated = unrounded(amount(hours_validated, "hours_validated"))
    refused, rules = _nature(nature, book, worked.last_day)
    reason = _reason(worked, execution, eligibility, refused, suspensions)
    is_undecided = reason in _UNDECIDED
    credited = None if is_undecided else (validated if reason is None else unrounded(Fraction(0)))
    trace = _CREDIT.trace(
        "undecided" if credited is None else format(credited, "f"),
        {
            "hours_validated": validated,
            "worked": str(worked),
            "execution": str(execution),
            "eligibility": str(eligibility),
            "suspensions": " ".join(map(str, sorted(suspensions, key=_first_day))),
            "nature": nature.value,
            "reason": reason.value if reason else "",
        },
        parameters=rules,
    )
    split_on = _edges_inside(worked, execution, eligibility, *suspensions) if is_undecided else ()
    return CreditDecision(hours_credited=credited, reason=reason, split_on=split_on, trace=trace)


def not_credited(
    worked: Period,
    execution: Period,
    eligibility: Period,
    *,
    nature: HoursNature = HoursNature.WORK,
    suspensions: tuple[Period, ...] = (),
    book: Rulebook = DEFAULTS,
) -> NotCredited | None:
    """Why hours of these days do not count, or cannot be decided on, as ``credited_hours`` says; None when they count.

    Raises UnknownValue when no rule is in force.
    """
    refused, _ = _nature(nature, book, worked.last_day)
    return _reason(worked, execution, eligibility, refused, suspensions)


def _nature(nature: HoursNature, book: Rulebook, on: date) -> tuple[NotCredited | None, tuple[ParameterValue, ...]]:
    """Why hours of this nature do not count for the lot, if they do not, and the rule that says so."""
    if nature is HoursNature.WORK:
        return None, ()
    if nature is HoursNature.TUTORING:
        tutoring = book.value("tutor_hours_count", on)
        return (None if tutoring.flag() else NotCredited.TUTORING_NOT_COUNTED), (tutoring,)
    training = book.value("training_rule", on)
    enough = {TrainingRule.ALL}
    if nature is HoursNature.TRAINING_IN_CONTRACT:
        enough.add(TrainingRule.IN_CONTRACT)
    return (None if training.training_rule() in enough else NotCredited.TRAINING_NOT_COUNTED), (training,)


def _reason(
    worked: Period,
    execution: Period,
    eligibility: Period,
    refused: NotCredited | None,
    suspensions: tuple[Period, ...],
) -> NotCredited | None:
    if refused is None and not suspensions and execution.covers(worked) and eligibility.covers(worked):
        return None
    if not worked.overlaps(execution):
        return NotCredited.OUTSIDE_EXECUTION_WINDOW
    if not worked.overlaps(eligibility):
        return NotCredited.OUTSIDE_ELIGIBILITY_WINDOW
    if refused is not None:
        return refused
    if _is_suspended_throughout(worked, suspensions):
        return NotCredited.ELIGIBILITY_SUSPENDED
    if not execution.covers(worked):
        return NotCredited.STRADDLES_EXECUTION_WINDOW
    if not eligibility.covers(worked) or any(worked.overlaps(suspension) for suspension in suspensions):
        return NotCredited.STRADDLES_ELIGIBILITY_WINDOW
    return None


def _is_suspended_throughout(worked: Period, suspensions: tuple[Period, ...]) -> bool:
    """Whether each day worked lies in one of the suspensions, which may touch or overlap."""
    left = worked
    for suspension in sorted(suspensions, key=_first_day):
        if not suspension.contains(left.first_day):
            continue
        if suspension.last_day >= left.last_day:
            return True
        left = Period(days_after(suspension.last_day, 1), left.last_day)
    return False


def _first_day(period: Period) -> date:
    return period.first_day


def _edges_inside(worked: Period, *windows: Period) -> tuple[date, ...]:
    edges = {window.first_day for window in windows}
    for window in windows:
        try:
            edges.add(days_after(window.last_day, 1))
        except RuleError:
            continue  # a window up to the last day of the calendar has no edge at its end
    return tuple(sorted(day for day in edges if worked.first_day < day <= worked.last_day))
