"""Hours still to come from the people under contract, and where a lot would end with them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Period, days_after
from clause.rules.compliance import Course, days_covered
from clause.rules.errors import RuleError
from clause.rules.quantities import Hours, Rounding, Unit, amount, hundredths_of_hour, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

DAYS_A_WEEK = 7

_PRACTICE = LegalReference(text="Pratique des facilitateurs", source="contrats prévus × durée hebdomadaire")
_FORECAST = Formula(
    "CMP-FORECAST",
    "forecast = Σ weekly_hours × days_left ÷ 7",
    Unit.HOUR,
    reference=_PRACTICE,
    confidence=Confidence.ASSUMPTION,
)
_PROJECTED = Formula(
    "CMP-PROJECTED",
    "projected = credited + waiting + forecast",
    Unit.HOUR,
    reference=_PRACTICE,
    confidence=Confidence.ASSUMPTION,
)
_PROJECTED_GAP = Formula(
    "CMP-PROJECTED-GAP",
    "projected_gap = owed − projected",
    Unit.HOUR,
    reference=_PRACTICE,
    confidence=Confidence.ASSUMPTION,
)


@dataclass(frozen=True, slots=True)
class Staffing:
    """People under contract over the same days, all of them eligible: how many, and their hours a week together."""

    days: Period
    weekly_hours: Hours
    people: int


class ForecastFigures(BaseModel):
    """Where a lot would end if nothing changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    forecast: Figure
    """Hours to come from the contracts known on the day."""
    projected: Figure
    """credited + waiting + forecast."""
    projected_gap: Figure
    """owed − projected: negative when more would be done than owed."""


def forecast(
    owed: Hours, credited: Hours, waiting: Hours, staffing: tuple[Staffing, ...], course: Course, on: date
) -> ForecastFigures:
    """Hours to come after a day from the contracts known, and the end they lead to; each with its trace.

    ``waiting`` is what companies have submitted and nobody has decided on yet. Days left are those of each contract
    after the day, inside execution and eligibility, the days of a suspension left out; a week's hours are spread over
    its seven days. Rounded once to 0.01 h half up.
    Assumption: every contract goes on to its known end at its weekly hours, every waiting hour will count, and hours
    done before the day that nobody declared yet are not seen; built on the practice told in domain.md, 6.1.
    """
    left = _days_left(course, on)
    to_come = Fraction(0)
    people = 0
    for group in staffing:
        days = left.intersection(group.days) if left else None
        if days is None:
            continue
        stopped = sum(part.days for part in days_covered(days, course.suspensions))
        to_come += amount(group.weekly_hours, "weekly_hours") * (days.days - stopped) / DAYS_A_WEEK
        people += group.people
    hours = hundredths_of_hour(to_come)
    projected = amount(credited, "credited") + amount(waiting, "waiting") + Fraction(hours)
    gap = amount(owed, "owed") - projected
    forecast_figure = _FORECAST.figure(
        hours,
        {"people": people, "from_day": left.first_day.isoformat() if left else ""},
        rounding=Rounding.HUNDREDTHS_OF_HOUR,
    )
    projected_inputs: dict[str, Decimal] = {"credited": credited, "waiting": waiting, "forecast": hours}
    return ForecastFigures(
        forecast=forecast_figure,
        projected=_PROJECTED.figure(unrounded(projected), projected_inputs, steps=(forecast_figure.trace,)),
        projected_gap=_PROJECTED_GAP.figure(unrounded(gap), {"owed": owed, "projected": unrounded(projected)}),
    )


def _days_left(course: Course, on: date) -> Period | None:
    try:
        return course.execution.intersection(Period(days_after(on, 1), date.max))
    except RuleError:
        return None  # the last day of the calendar has no tomorrow
