"""Progress of a lot on a day: what is owed, credited, expected by now, and how to read it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Period
from clause.rules.parameter import ParameterValue
from clause.rules.quantities import Euros, Hours, Rounding, Unit, amount, hundredths_of_hour, ratio_4dp, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook
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
    """Days of execution gone by, those of a suspension left out."""
    total_days: int
    suspended_days: int
    """Days of execution on which the clause is suspended, those to come included."""
    elapsed_share: Figure
    """The part of the execution gone by, 1.0000 at the end."""
    status: ComplianceStatus
    parameters: tuple[ParameterUse, ...]
    """The shares by which the status was read."""


_PRACTICE = LegalReference(text="Pratique des facilitateurs", source="suivi d’avancement, aucun texte ne le fixe")
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
_EXPECTED_INVOICED = Formula(
    "CMP-EXPECTED-INVOICED",
    "expected = owed × invoiced ÷ to_be_invoiced",
    Unit.HOUR,
    reference=_PRACTICE,
    confidence=Confidence.ASSUMPTION,
)
_EXPECTED_DUE = Formula(
    "CMP-EXPECTED-DUE",
    "expected = owed",
    Unit.HOUR,
    reference=LegalReference(
        text="CCAP 21_BAM_048 (Secrétariat général du Gouvernement)",
        article="1.4",
        source="heures dues au fil des factures : ce qui est dû l’est déjà",
    ),
    confidence=Confidence.ASSUMPTION,
)
_ELAPSED = Formula(
    "CMP-ELAPSED",
    "elapsed_share = elapsed_days ÷ total_days",
    Unit.RATIO,
    reference=_PRACTICE,
    confidence=Confidence.ASSUMPTION,
)


@dataclass(frozen=True, slots=True)
class Invoiced:
    """What is invoiced by a day and what the whole contract is expected to bring, without VAT."""

    invoiced: Euros
    to_be_invoiced: Euros


class Pace(StrEnum):
    """What the hours expected by a day follow."""

    TIME = "TIME"
    """The days of execution gone by, in even steps."""
    INVOICES = "INVOICES"
    """The share of the price already invoiced."""
    DUE = "DUE"
    """The hours owed themselves, where they are computed from what was invoiced or worked so far."""


@dataclass(frozen=True, slots=True)
class Course:
    """How the execution of a lot goes: its days, those on which the clause is suspended, and what its pace follows."""

    execution: Period
    suspensions: tuple[Period, ...] = ()
    pace: Pace = Pace.TIME
    invoiced: Invoiced | None = None
    """Needed by INVOICES; without it, or with nothing to be invoiced, the pace follows the time."""


def assess(
    owed: Hours, credited: Hours, execution: Period | Course, on: date, book: Rulebook = DEFAULTS
) -> ComplianceFigures:
    """How a lot stands on a day: gap, surplus, ratio and hours expected by now, each with its trace, and a status.

    An execution given as a period alone goes by time, without suspension. Hours with two decimals. ``expected`` is
    rounded to 0.01 h half up, ``ratio`` to 0.0001 half up, only to be shown.
    Days are counted with both ends: on the first day one day has gone, on the last day all of them; before and after,
    none and all. Days of a suspension count neither as gone nor as part of the whole.
    Assumption: an even pace over the execution time, or over the price in a framework agreement, and the shares in
    ``parameters/compliance.yaml``; no text says so.
    Raises RuleError on hours that are negative or finer than 0.01 h, or on a day before any known share.
    """
    hours_owed, hours_credited = amount(owed, "owed"), amount(credited, "credited")
    both: dict[str, Decimal] = {"owed": owed, "credited": credited}
    gap = hours_owed - hours_credited
    course = execution if isinstance(execution, Course) else Course(execution)
    clock = _Clock(course, on)
    expected, expected_figure = _expected(owed, course, clock)
    shares = _Shares(on, book)
    return ComplianceFigures(
        on=on,
        owed=unrounded(hours_owed),
        credited=unrounded(hours_credited),
        gap=_GAP.figure(unrounded(gap), both),
        surplus=_SURPLUS.figure(unrounded(max(-gap, Fraction(0))), both),
        ratio=_ratio(hours_owed, hours_credited, both),
        expected=expected_figure,
        elapsed_days=clock.elapsed_days,
        total_days=clock.total_days,
        suspended_days=clock.suspended_days,
        elapsed_share=_ELAPSED.figure(ratio_4dp(clock.share), clock.inputs, rounding=Rounding.RATIO_4DP),
        status=_status(hours_owed, hours_credited, expected, clock, shares),
        parameters=shares.used,
    )


def expected_hours(owed: Hours, course: Course, on: date) -> Figure:
    """The hours expected by a day alone, to 0.01 h half up; as in ``assess``."""
    return _expected(owed, course, _Clock(course, on))[1]


class _Clock:
    """The days of an execution gone by on a day, its suspensions left out."""

    def __init__(self, course: Course, on: date) -> None:
        execution = course.execution
        self.is_before, self.is_after = on < execution.first_day, on > execution.last_day
        suspended = days_covered(execution, course.suspensions)
        self.suspended_days = sum(part.days for part in suspended)
        self.total_days = execution.days - self.suspended_days
        gone = None if self.is_before else execution.intersection(Period(execution.first_day, on))
        stopped = [part.intersection(gone) for part in suspended] if gone else []
        self.elapsed_days = gone.days - sum(part.days for part in stopped if part) if gone else 0
        # Where every day is suspended the clock stands still: nothing is expected until the end.
        self.share = Fraction(self.elapsed_days, self.total_days) if self.total_days else Fraction(int(self.is_after))

    @property
    def inputs(self) -> dict[str, int]:
        """What the account of a figure names."""
        stopped = {"suspended_days": self.suspended_days} if self.suspended_days else {}
        return {"elapsed_days": self.elapsed_days, "total_days": self.total_days, **stopped}


def days_covered(whole: Period, parts: tuple[Period, ...]) -> tuple[Period, ...]:
    """The days of ``whole`` that lie in one of the parts at least, as periods in order that share no day."""
    inside = sorted(part for each in parts if (part := each.intersection(whole)) is not None)
    merged: list[Period] = []
    for part in inside:
        if merged and part.first_day <= merged[-1].last_day:
            merged[-1] = Period(merged[-1].first_day, max(merged[-1].last_day, part.last_day))
        else:
            merged.append(part)
    return tuple(merged)


def _expected(owed: Hours, course: Course, clock: _Clock) -> tuple[Fraction, Figure]:
    hours_owed = amount(owed, "owed")
    if course.pace is Pace.DUE and not clock.is_before:
        return hours_owed, _EXPECTED_DUE.figure(unrounded(hours_owed), {"owed": owed})
    money = course.invoiced
    if course.pace is Pace.INVOICES and money is not None and money.to_be_invoiced > 0:
        share = min(amount(money.invoiced, "invoiced") / amount(money.to_be_invoiced, "to_be_invoiced"), Fraction(1))
        formula, inputs = _EXPECTED_INVOICED, {"invoiced": money.invoiced, "to_be_invoiced": money.to_be_invoiced}
        return _rounded_expected(hours_owed * share, formula, {"owed": owed, **inputs})
    return _rounded_expected(hours_owed * clock.share, _EXPECTED, {"owed": owed, **clock.inputs})


def _rounded_expected(
    expected: Fraction, formula: Formula, inputs: dict[str, Decimal | int]
) -> tuple[Fraction, Figure]:
    figure = formula.figure(hundredths_of_hour(expected), inputs, rounding=Rounding.HUNDREDTHS_OF_HOUR)
    return expected, figure


def _ratio(owed: Fraction, credited: Fraction, inputs: dict[str, Decimal]) -> Figure | None:
    if owed == 0:
        return None
    return _RATIO.figure(ratio_4dp(credited / owed), inputs, rounding=Rounding.RATIO_4DP)


class _Shares:
    """The shares in force on a day."""

    def __init__(self, on: date, book: Rulebook) -> None:
        starting, from_share, below = (
            book.value(f"compliance_{name}_share", on) for name in ("starting", "at_risk_from", "at_risk_below")
        )
        self.starting = _fraction(starting)
        self.at_risk_from = _fraction(from_share)
        self.at_risk_below = _fraction(below)
        self.used = (used(starting), used(from_share), used(below))


def _fraction(value: ParameterValue) -> Fraction:
    return Fraction(value.decimal(Unit.RATE))


def _status(owed: Fraction, credited: Fraction, expected: Fraction, clock: _Clock, shares: _Shares) -> ComplianceStatus:
    is_far_behind = credited < expected * shares.at_risk_below
    in_order = (
        (ComplianceStatus.NOTHING_OWED, owed == 0),
        (ComplianceStatus.MET, credited >= owed),
        (ComplianceStatus.MISSED, clock.is_after),
        (ComplianceStatus.NOT_STARTED, clock.is_before),
        (ComplianceStatus.ON_TRACK, credited >= expected),
        (ComplianceStatus.STARTING, clock.share < shares.starting),
        (ComplianceStatus.AT_RISK, clock.share >= shares.at_risk_from and is_far_behind),
    )
    return next((status for status, is_true in in_order if is_true), ComplianceStatus.BEHIND)
