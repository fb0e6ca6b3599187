"""For how long the hours of a person may be credited: the usual time, longer by what was suspended, or as decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Period, add_months, days_after
from clause.rules.codes import ContractType
from clause.rules.quantities import Exact, Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Figure, Formula, Trace


class EligibilityWindow(BaseModel):
    """The days between which hours may be credited to a person, and how they were found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: Period
    trace: Trace


@dataclass(frozen=True, slots=True)
class Suspended:
    """Days on which a person's clock stands still, both included; open while ``last_day`` is unknown."""

    first_day: date
    last_day: date | None = None

    @property
    def period(self) -> Period:
        """The days suspended; to the end of the calendar while the suspension is open."""
        return Period(self.first_day, self.last_day or date.max)


@dataclass(frozen=True, slots=True)
class DecidedEnd:
    """The last day of a window as a facilitator decided it, with the number of that decision."""

    last_day: date
    version_no: int


_CCAG = LegalReference(
    text="CCAG 2021 (arrêtés du 30 mars 2021)",
    article="20.1 travaux, 16.1 autres",
    source="durée d’usage, à confirmer dans le texte",
)
_PASS_IAE = LegalReference(
    text="Parcours d’insertion (PASS IAE)", source="par analogie : une suspension prolonge le parcours d’autant"
)
_WINDOW = Formula(
    "ELG-WINDOW",
    "eligibility_window = [first_clause_start, first_clause_start + duration)",
    Unit.PERIOD,
    reference=_CCAG,
    confidence=Confidence.ASSUMPTION,
)
_LENGTHENED = Formula(
    "ELG-WINDOW-SUSPENDED",
    "eligibility_window = usual_window + suspended_days",
    Unit.PERIOD,
    reference=_PASS_IAE,
    confidence=Confidence.ASSUMPTION,
)
_DECIDED = Formula(
    "ELG-WINDOW-DECIDED",
    "eligibility_window = [first_clause_start, last_day_decided]",
    Unit.PERIOD,
    reference=LegalReference(text="Décision motivée du facilitateur", source="dérogation enregistrée avec son auteur"),
    confidence=Confidence.ASSUMPTION,
)
_REMAINING = Formula(
    "ELG-REMAINING",
    "remaining_days = days_left − days_left_suspended",
    Unit.DAY,
    reference=_CCAG,
    confidence=Confidence.ASSUMPTION,
)


def eligibility_window(
    first_clause_start: date,
    contract_type: ContractType,
    on: date,
    *,
    book: Rulebook = DEFAULTS,
    suspensions: Sequence[Suspended] = (),
    decided: DecidedEnd | None = None,
) -> EligibilityWindow:
    """The days between which hours may be credited, by the rules of the hire's lot in force on a day.

    From the first hire under a clause, for ``eligibility_duration`` months (24 where the lot says nothing), or for
    ``eligibility_duration_cdi`` (48) when the contract has no term; the end day is not inside (a start on 1 March 2025
    ends on 28 February 2027). Each day suspended and over lengthens the window by one; an open suspension does so once
    it has ended, and one that begins after the end changes nothing. Suspensions share no day. A decided end replaces
    what was computed. Refuses dates beyond the year 9999.
    Assumption: no text read fixes either duration. The clock starts once per person and does not restart with a new
    contract. The one contract read lets the hours of a CDI count to the end of the public contract, for four years at
    most from the hire: the end of the public contract is the execution window's affair, and the four years run here on
    the person's one clock, which never credits more than that text where the CDI is the first hire, and less where it
    follows other contracts. A lot whose documents say more has its own rule; one person's case is decided.
    """
    window = _lengthened(_usual(first_clause_start, contract_type, on, book), suspensions)
    if decided is None:
        return window
    period = Period(first_clause_start, decided.last_day)
    inputs = {
        "first_clause_start": first_clause_start.isoformat(),
        "last_day_decided": decided.last_day.isoformat(),
        "decision": str(decided.version_no),
    }
    return EligibilityWindow(period=period, trace=_DECIDED.trace(str(period), inputs, steps=(window.trace,)))


def remaining_days(window: Period, suspensions: Iterable[Suspended], on: date) -> Figure:
    """Days of a window left on a day, that day included, without those suspended.

    Under an open suspension nothing is used up: the days left on its first day.
    """
    known = sorted(suspensions, key=lambda suspended: suspended.first_day)
    opened = next((one for one in known if one.last_day is None and one.first_day <= on), None)
    since = max(opened.first_day if opened else on, window.first_day)
    left = Period(since, window.last_day) if since <= window.last_day else None
    over = [one.period.intersection(left) for one in known if left and one.last_day is not None]
    suspended = sum(common.days for common in over if common)
    days = left.days if left else 0
    inputs: dict[str, Exact | int | str] = {
        "days_left": days,
        "days_left_suspended": suspended,
        "on": on.isoformat(),
        "window": str(window),
    }
    return _REMAINING.figure(Decimal(days - suspended), inputs)


def _usual(first_clause_start: date, contract_type: ContractType, on: date, book: Rulebook) -> EligibilityWindow:
    rule = "eligibility_duration_cdi" if contract_type.is_cdi else "eligibility_duration"
    duration = book.value(rule, on)
    end = add_months(first_clause_start, duration.whole(Unit.MONTH))
    # A lot may fix no month at all: the first day alone is then inside, for a window is never empty.
    period = Period(first_clause_start, max(first_clause_start, days_after(end, -1)))
    trace = _WINDOW.trace(
        str(period),
        {"first_clause_start": first_clause_start.isoformat(), "contract_type": contract_type.value},
        parameters=(duration,),
    )
    return EligibilityWindow(period=period, trace=trace)


def _lengthened(usual: EligibilityWindow, suspensions: Sequence[Suspended]) -> EligibilityWindow:
    first_day, end = usual.period.first_day, usual.period.last_day
    counted = []
    for suspended in sorted(suspensions, key=lambda one: one.first_day):
        if suspended.last_day is None or suspended.first_day > end:
            continue
        inside = suspended.period.intersection(Period(first_day, date.max))
        if inside is not None:
            end = days_after(end, inside.days)
            counted.append(inside)
    if not counted:
        return usual
    period = Period(first_day, end)
    inputs: dict[str, Exact | int | str] = {
        "usual_window": str(usual.period),
        "suspended_days": sum(inside.days for inside in counted),
        "suspensions": " ".join(map(str, counted)),
    }
    return EligibilityWindow(period=period, trace=_LENGTHENED.trace(str(period), inputs, steps=(usual.trace,)))
