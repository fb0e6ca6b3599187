"""Progress of a lot on a day: what is owed, credited, expected by now, and how to read it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Period
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Hours, Rounding, Unit, amount, hundredths_of_hour, ratio_4dp, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula, ParameterUse, used


class ComplianceStatus(StrEnum):
    """How a lot stands on a day; the first that is true, in this order.

    NOTHING_OWED: no hour is owed. MET: as many hours credited as owed. MISSED: the execution is over, hours are
    missing. NOT_STARTED: the execution has not begun. ON_TRACK: as many credited as expected by now.
    STARTING: fewer, but less than ``compliance_starting_share`` of the time has gone. AT_RISK: at least
    ``compliance_at_risk_from_share`` of the time has gone and less than ``compliance_at_risk_below_share`` of the
    hours expected by now is credited. BEHIND: anything else.
    """

    NOTHING_OWED = "NOTHING_OWED"
    MET = "MET"
    MISSED = "MISSED"
    NOT_STARTED = "NOT_STARTED"
    ON_TRACK = "ON_TRACK"
    STARTING = "STARTING"
    AT_RISK = "AT_RISK"
    BEHIND = "BEHIND"


class ComplianceFigures(BaseModel):
    """What a lot owes and has been credited on a day, with the figures drawn from both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: date
    owed: Hours
    credited: Hours
    gap: Figure
    """owed − credited: negative when more was done than owed."""
    surplus: Figure
    """Hours credited above what is owed, never negative."""
    ratio: Figure | None
    """credited ÷ owed, 1.0000 when met; None when nothing is owed."""
    expected: Figure
    """Hours that an even pace would have reached by this day."""
    elapsed_days: int
    total_days: int
    status: ComplianceStatus
    parameters: tuple[ParameterUse, ...]
    """The shares by which the status was read."""


_PRACTICE = LegalReference(text="Pratique des facilitateurs", source="suivi d'avancement, aucun texte ne le fixe")
_GAP = Formula("CMP-GAP", "gap = owed − credited", Unit.HOUR, reference=_PRACTICE, confidence=Confidence.ASSUMPTION)
_SURPLUS = Formula(
    "CMP-SURPLUS", "surplus = max(0, credited − owed)", Unit.HOUR, reference=_PRACTICE, confidence=Confidence.ASSUMPTION
)
_RATIO = Formula(
    "CMP-RATIO", "ratio = credited ÷ owed", Unit.RATIO, reference=_PRACTICE, confidence=Confidence.ASSUMPTION
)
_EXPECTED = Formula(
    "CMP-EXPECTED",
    "expected = owed × elapsed_days ÷ total_days",
    Unit.HOUR,
    reference=_PRACTICE,
    confidence=Confidence.ASSUMPTION,
)


def assess(owed: Hours, credited: Hours, execution: Period, on: date) -> ComplianceFigures:
    """How a lot stands on a day: gap, surplus, ratio and hours expected by now, each with its trace, and a status.

    Hours with two decimals. ``expected`` is rounded to 0.01 h half up, ``ratio`` to 0.0001 half up, only to be shown.
    Days are counted with both ends: on the first day one day has gone, on the last day all of them; before and after,
    none and all.
    Assumption: an even pace over the execution time, and the shares in ``parameters/compliance.yaml``; no text says so.
    Raises RuleError on hours that are negative or finer than 0.01 h.
    """
    hours_owed, hours_credited = amount(owed, "owed"), amount(credited, "credited")
    elapsed = min(max((on - execution.first_day).days + 1, 0), execution.days)
    both: dict[str, Decimal] = {"owed": owed, "credited": credited}
    gap = hours_owed - hours_credited
    expected = hours_owed * Fraction(elapsed, execution.days)
    shares = _Shares(on)
    return ComplianceFigures(
        on=on,
        owed=unrounded(hours_owed),
        credited=unrounded(hours_credited),
        gap=_GAP.figure(unrounded(gap), both),
        surplus=_SURPLUS.figure(unrounded(max(-gap, Fraction(0))), both),
        ratio=_ratio(hours_owed, hours_credited, both),
        expected=_EXPECTED.figure(
            hundredths_of_hour(expected),
            {"owed": owed, "elapsed_days": elapsed, "total_days": execution.days},
            rounding=Rounding.HUNDREDTHS_OF_HOUR,
        ),
        elapsed_days=elapsed,
        total_days=execution.days,
        status=_status(hours_owed, hours_credited, expected, execution, on, shares),
        parameters=shares.used,
    )


def _ratio(owed: Fraction, credited: Fraction, inputs: dict[str, Decimal]) -> Figure | None:
    if owed == 0:
        return None
    return _RATIO.figure(ratio_4dp(credited / owed), inputs, rounding=Rounding.RATIO_4DP)


class _Shares:
    """The shares in force on a day."""

    def __init__(self, on: date) -> None:
        starting, from_share, below = (
            value_in_force(f"compliance_{name}_share", on) for name in ("starting", "at_risk_from", "at_risk_below")
        )
        self.starting = _fraction(starting)
        self.at_risk_from = _fraction(from_share)
        self.at_risk_below = _fraction(below)
        self.used = (used(starting), used(from_share), used(below))


def _fraction(value: ParameterValue) -> Fraction:
    return Fraction(value.decimal(Unit.RATE))


def _status(
    owed: Fraction, credited: Fraction, expected: Fraction, execution: Period, on: date, shares: _Shares
) -> ComplianceStatus:
    elapsed = Fraction((on - execution.first_day).days + 1, execution.days)
    is_far_behind = credited < expected * shares.at_risk_below
    in_order = (
        (ComplianceStatus.NOTHING_OWED, owed == 0),
        (ComplianceStatus.MET, credited >= owed),
        (ComplianceStatus.MISSED, on > execution.last_day),
        (ComplianceStatus.NOT_STARTED, on < execution.first_day),
        (ComplianceStatus.ON_TRACK, credited >= expected),
        (ComplianceStatus.STARTING, elapsed < shares.starting),
        (ComplianceStatus.AT_RISK, elapsed >= shares.at_risk_from and is_far_behind),
    )
    return next((status for status, is_true in in_order if is_true), ComplianceStatus.BEHIND)
