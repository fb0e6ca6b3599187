"""How many of a line's validated hours count towards an obligation."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Period, days_after
from clause.rules.errors import RuleError
from clause.rules.quantities import Hours, Unit, amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Formula, Trace


class NotCredited(StrEnum):
    """Why hours are kept without being credited, or why nothing can be said from their total alone."""

    OUTSIDE_EXECUTION_WINDOW = "OUTSIDE_EXECUTION_WINDOW"
    OUTSIDE_ELIGIBILITY_WINDOW = "OUTSIDE_ELIGIBILITY_WINDOW"
    STRADDLES_EXECUTION_WINDOW = "STRADDLES_EXECUTION_WINDOW"
    STRADDLES_ELIGIBILITY_WINDOW = "STRADDLES_ELIGIBILITY_WINDOW"


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
    "hours_credited = hours_validated if worked ⊆ execution ∩ eligibility, 0 if worked is outside one of them",
    Unit.HOUR,
    reference=LegalReference(
        text="CCAP 21_BAM_048 (Secrétariat général du Gouvernement)",
        article="1.4",
        source="heures faites entre la notification et la livraison, par une personne éligible",
    ),
    confidence=Confidence.SURE,
)


def credited_hours(hours_validated: Hours, worked: Period, execution: Period, eligibility: Period) -> CreditDecision:
    """Hours of a line that count: all when every day lies in both windows, none when no day lies in one of them.

    Hours with two decimals, unrounded. A line whose days lie on both sides of an edge is undecided: a total does not
    say on which days the hours were done, so it must be split at ``split_on``. Execution is looked at before
    eligibility, and being outside before straddling.
    Source: CCAP 21_BAM_048, art. 1.4: hours count between notification and delivery, for eligible people.
    Raises RuleError on hours that are negative or finer than 0.01 h.
    """
    validated = unrounded(amount(hours_validated, "hours_validated"))
    reason = _reason(worked, execution, eligibility)
    is_undecided = reason in {NotCredited.STRADDLES_EXECUTION_WINDOW, NotCredited.STRADDLES_ELIGIBILITY_WINDOW}
    credited = None if is_undecided else (validated if reason is None else unrounded(Fraction(0)))
    trace = _CREDIT.trace(
        "undecided" if credited is None else format(credited, "f"),
        {
            "hours_validated": validated,
            "worked": str(worked),
            "execution": str(execution),
            "eligibility": str(eligibility),
            "reason": reason.value if reason else "",
        },
    )
    split_on = _edges_inside(worked, execution, eligibility) if is_undecided else ()
    return CreditDecision(hours_credited=credited, reason=reason, split_on=split_on, trace=trace)


def _reason(worked: Period, execution: Period, eligibility: Period) -> NotCredited | None:
    if not worked.overlaps(execution):
        return NotCredited.OUTSIDE_EXECUTION_WINDOW
    if not worked.overlaps(eligibility):
        return NotCredited.OUTSIDE_ELIGIBILITY_WINDOW
    if not execution.covers(worked):
        return NotCredited.STRADDLES_EXECUTION_WINDOW
    if not eligibility.covers(worked):
        return NotCredited.STRADDLES_ELIGIBILITY_WINDOW
    return None


def _edges_inside(worked: Period, *windows: Period) -> tuple[date, ...]:
    edges = {window.first_day for window in windows}
    for window in windows:
        try:
            edges.add(days_after(window.last_day, 1))
        except RuleError:
            continue  # a window up to the last day of the calendar has no edge at its end
    return tuple(sorted(day for day in edges if worked.first_day < day <= worked.last_day))
