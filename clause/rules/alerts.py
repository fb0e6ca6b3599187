"""When a lot deserves a look: each alert is one condition with its account, raised or not."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import days_after
from clause.rules.compliance import ComplianceFigures
from clause.rules.errors import RuleError
from clause.rules.parameter import ParameterValue
from clause.rules.quantities import Exact, Hours, Unit, as_text
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Formula, Trace


class AlertKind(StrEnum):
    """What deserves a look."""

    NO_HIRE = "NO_HIRE"
    FAR_BEHIND = "FAR_BEHIND"
    STATEMENT_OVERDUE = "STATEMENT_OVERDUE"
    ELIGIBILITY_ENDING = "ELIGIBILITY_ENDING"
    HOURS_AFTER_END = "HOURS_AFTER_END"
    SURPLUS = "SURPLUS"


class AlertCheck(BaseModel):
    """Whether an alert is raised, and the account of that."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: AlertKind
    is_raised: bool
    trace: Trace


_PRACTICE = LegalReference(text="Pratique des facilitateurs", source="alertes de suivi, aucun texte ne les fixe")


def _condition(kind: AlertKind, text: str) -> Formula:
    return Formula(f"ALR-{kind.replace('_', '-')}", text, Unit.YES_NO, _PRACTICE, Confidence.ASSUMPTION)


_FORMULAS = {
    AlertKind.NO_HIRE: _condition(
        AlertKind.NO_HIRE, "alert = hires = 0 and hours_missing > 0 and elapsed_share ≥ alert_no_hire_share"
    ),
    AlertKind.FAR_BEHIND: _condition(
        AlertKind.FAR_BEHIND,
        "alert = elapsed_share ≥ alert_behind_from_share and credited < expected × alert_behind_below_share",
    ),
    AlertKind.STATEMENT_OVERDUE: _condition(AlertKind.STATEMENT_OVERDUE, "alert = periods_overdue > 0"),
    AlertKind.ELIGIBILITY_ENDING: _condition(
        AlertKind.ELIGIBILITY_ENDING, "alert = people_ending_by(on + alert_eligibility_days) > 0"
    ),
    AlertKind.HOURS_AFTER_END: _condition(AlertKind.HOURS_AFTER_END, "alert = hours_after_last_day > 0"),
    AlertKind.SURPLUS: _condition(AlertKind.SURPLUS, "alert = credited > owed"),
}


def no_hire(figures: ComplianceFigures, hires: int, book: Rulebook = DEFAULTS) -> AlertCheck:
    """Raised from a quarter of the execution on (assumption) when nobody was hired and hours are still missing."""
    share = book.value("alert_no_hire_share", figures.on)
    raised = hires == 0 and figures.gap.value > 0 and _elapsed(figures) >= _rate(share)
    missing = max(figures.gap.value, Decimal("0.00"))
    return _check(AlertKind.NO_HIRE, raised, {**_clock(figures), "hires": hires, "hours_missing": missing}, share)


def far_behind(figures: ComplianceFigures, book: Rulebook = DEFAULTS) -> AlertCheck:
    """Raised from mid-term on when less than half of the hours expected by now is credited (assumption).

    ``expected`` is the figure shown, to 0.01 h.
    """
    since, below = (book.value(f"alert_behind_{name}_share", figures.on) for name in ("from", "below"))
    is_late = _elapsed(figures) >= _rate(since)
    is_low = Fraction(figures.credited) < Fraction(figures.expected.value) * _rate(below)
    inputs = {**_clock(figures), "credited": figures.credited, "expected": figures.expected.value}
    return _check(AlertKind.FAR_BEHIND, is_late and is_low, inputs, since, below)


def statement_overdue(periods_overdue: int) -> AlertCheck:
    """Raised when a statement of hours was due and has not come."""
    return _check(AlertKind.STATEMENT_OVERDUE, periods_overdue > 0, {"periods_overdue": periods_overdue})


def eligibility_limit(on: date, book: Rulebook = DEFAULTS) -> tuple[date, ParameterValue]:
    """The last day of the delay in which an end of eligibility is told, and the rule that sets it (assumption)."""
    delay = book.value("alert_eligibility_days", on)
    try:
        return days_after(on, delay.whole(Unit.DAY)), delay
    except RuleError:
        return date.max, delay


def eligibility_ending(people: int, on: date, book: Rulebook = DEFAULTS) -> AlertCheck:
    """Raised when people under contract stop being eligible within the delay, before their contract or the lot ends."""
    limit, delay = eligibility_limit(on, book)
    return _check(AlertKind.ELIGIBILITY_ENDING, people > 0, {"people": people, "limit": limit.isoformat()}, delay)


def hours_after_end(hours_after_last_day: Hours, last_day: date) -> AlertCheck:
    """Raised when hours are declared or booked for days after the last day of the execution."""
    inputs: dict[str, Exact | int | str] = {"hours_after_last_day": hours_after_last_day}
    return _check(AlertKind.HOURS_AFTER_END, hours_after_last_day > 0, {**inputs, "last_day": last_day.isoformat()})


def surplus(figures: ComplianceFigures) -> AlertCheck:
    """Raised when more hours are credited than owed: they go nowhere else without an agreement."""
    inputs = {"credited": figures.credited, "owed": figures.owed}
    return _check(AlertKind.SURPLUS, figures.surplus.value > 0, inputs)


def _check(
    kind: AlertKind, is_raised: bool, inputs: Mapping[str, Exact | int | str], *parameters: ParameterValue
) -> AlertCheck:
    result = "true" if is_raised else "false"
    return AlertCheck(
        kind=kind, is_raised=is_raised, trace=_FORMULAS[kind].trace(result, inputs, parameters=parameters)
    )


def _elapsed(figures: ComplianceFigures) -> Fraction:
    return Fraction(figures.elapsed_days, figures.total_days) if figures.total_days else Fraction(0)


def _clock(figures: ComplianceFigures) -> dict[str, Exact | int | str]:
    return {"elapsed_share": as_text(figures.elapsed_share.value)}


def _rate(value: ParameterValue) -> Fraction:
    return Fraction(value.decimal(Unit.RATE))
