"""What a contract's penalties come to: a proposal in euros with its account; the buyer alone applies a penalty.

Four families (domain.md, 6.4): hours missing at a price an hour, documents late at a price a day, absences at a flat
price each, and the share of the clause's price that was not carried out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Period, days_after
from clause.rules.parameter import value_in_force
from clause.rules.penalty_terms import DayCount, PenaltyTerms, ReferenceAmount
from clause.rules.quantities import Exact, Hours, Unit, amount, as_text, exact, rounded, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Figure, Formula, Trace
from clause.rules.working_days import count_days


class PenaltyPart(BaseModel):
    """One line of a breakdown: the hours of a balance, the days of a delay, an absence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: date
    """The day of the balance, the day a delay was counted to, the day of the absence."""
    label: str
    """A reference that the parties know: a notice, a period, a meeting; empty for a balance."""
    amount: Figure


class PenaltyAmount(BaseModel):
    """What one penalty comes to, before anybody asks whether it may be claimed yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: tuple[PenaltyPart, ...]
    is_exempt: bool
    """Hours are missing, but not more than the contract forgives."""
    total: Figure
    """Sum of the parts, held down by the cap."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Hours asked for and credited on a day: at the end what is owed, at a checkpoint what was expected by then."""

    on: date
    hours_asked: Hours
    hours_credited: Hours
    asked: Trace | None = None


@dataclass(frozen=True, slots=True)
class Delay:
    """Documents that came late: days are counted after ``since``, up to the day they came, or up to the day asked."""

    label: str
    since: date
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who had to be at a meeting and was not."""

    label: str
    happened_on: date


_Inputs: TypeAlias = Mapping[str, Exact | int | str]
_REFERENCES = {
    ReferenceAmount.SMIC_HOURLY: "smic_hourly",
    ReferenceAmount.SOCIAL_SECURITY_HOURLY_CEILING: "social_security_hourly_ceiling",
}
_CONTRACT = LegalReference(text="Documents particuliers du marché", source="clause de pénalités du lot")


def _formula(identifier: str, text: str, unit: Unit = Unit.EURO, sure: bool = True) -> Formula:
    return Formula(identifier, text, unit, _CONTRACT, Confidence.SURE if sure else Confidence.ASSUMPTION)


_PRICE = _formula("PEN-PRICE", "price = rate_eur")
_MULTIPLE = _formula("PEN-MULTIPLE", "price = multiplier × reference_amount", sure=False)
_MISSING = _formula(
    "PEN-MISSING", "hours_missing = max(0, hours_asked − hours_credited − hours_counted_before)", Unit.HOUR
)
_HOURS = _formula("PEN-HOURS", "penalty = hours_missing × price")
_PRO_RATA = _formula("PEN-PRO-RATA", "penalty = clause_amount × hours_missing ÷ hours_owed")
_DAYS_LATE = _formula("PEN-DAYS-LATE", "days_late = days counted from first_day to last_day", Unit.DAY)
_LATE = _formula("PEN-LATE", "penalty = days_late × price")
_ABSENCE = _formula("PEN-ABSENCE", "penalty = price")
_TOTAL = _formula("PEN-TOTAL", "total = Σ penalty")
_CAPPED = _formula("PEN-CAPPED", "total = min(Σ penalty, cap)")


def hours_penalty(terms: PenaltyTerms, hours_owed: Hours, balances: Sequence[Balance]) -> PenaltyAmount:
    """What missing hours come to (MISSING_HOURS, PRO_RATA), in euros to the cent, one part for each balance.

    One balance at the end; with checkpoints, one for each, and an hour that was missing at two of them is counted at
    the first only. Missing hours up to the exempt hours (or to the exempt share of the hours owed) cost nothing;
    beyond, all of them count. A multiple of a published amount takes the one in force on the day of the balance.
    Sources: CCAP 21_BAM_048, 8.2.2 (200 € an hour); TA Rennes, judgment made public on 4 February 2026 (35 € an hour);
    school model clause, 7 February 2018 (four times the hourly ceiling); Wallonia, second generation (pro rata).
    Interpretation: counting an hour once over all checkpoints, and the day of the published amount, are ours.
    Raises UnknownValue when no published amount was in force on the day, RuleError on hours out of their bounds.
    """
    counted = Fraction(0)
    parts = []
    is_exempt = False
    for balance in sorted(balances, key=lambda each: each.on):
        asked, done = amount(balance.hours_asked, "hours_asked"), amount(balance.hours_credited, "hours_credited")
        whole = max(Fraction(0), asked - done)
        if 0 < whole <= _forgiven(terms, hours_owed):
            is_exempt = True
            continue
        missing = max(Fraction(0), whole - counted)
        if missing:
            parts.append(PenaltyPart(on=balance.on, label="", amount=_of_hours(terms, hours_owed, balance, counted)))
        counted = max(counted, whole)
    return _amount(terms, parts, is_exempt and not parts)


def late_penalty(terms: PenaltyTerms, delays: Sequence[Delay], on: date, book: Rulebook = DEFAULTS) -> PenaltyAmount:
    """What late documents come to on a day, in euros to the cent, one part for each delay that has a day at least.

    Days are counted from the one after ``since`` to the one on which the documents came, included, all of them or
    working ones only, as the terms say; what has not come is late up to ``on``.
    Sources: CCAP 21_BAM_048, 8.2.2 (75 € a day from the formal notice); school model clause (50 € a working day).
    Interpretation: the first day is not counted and the last one is, as for periods in days in general.
    """
    local = book.value("holidays_alsace_moselle", on)
    parts = []
    for delay in sorted(delays, key=lambda each: (each.since, each.label)):
        last_day = on if delay.settled_on is None else min(delay.settled_on, on)
        if last_day <= delay.since:
            continue
        days = Period(days_after(delay.since, 1), last_day)
        count = count_days(days, terms.days, alsace_moselle=local.flag())
        if count:
            late = _DAYS_LATE.trace(
                str(count),
                {"first_day": str(days.first_day), "last_day": str(last_day), "days": terms.days.value},
                parameters=() if terms.days is DayCount.CALENDAR else (local,),
            )
            price = _price(terms, last_day)
            inputs: _Inputs = {"days_late": count, "price": Fraction(price.result)}
            figure = _to_the_cent(_LATE, count * Fraction(price.result), inputs, last_day, late, price)
            parts.append(PenaltyPart(on=last_day, label=delay.label, amount=figure))
    return _amount(terms, parts)


def absence_penalty(terms: PenaltyTerms, absences: Sequence[Absence]) -> PenaltyAmount:
    """What absences come to, in euros to the cent: a flat price each.

    Source: school model clause, 7 February 2018 (500 € when the contact misses the dedicated meeting).
    """
    parts = []
    for absence in sorted(absences, key=lambda each: (each.happened_on, each.label)):
        price = _price(terms, absence.happened_on)
        value = Fraction(price.result)
        figure = _to_the_cent(_ABSENCE, value, {"price": value}, absence.happened_on, price)
        parts.append(PenaltyPart(on=absence.happened_on, label=absence.label, amount=figure))
    return _amount(terms, parts)


def _forgiven(terms: PenaltyTerms, hours_owed: Hours) -> Fraction:
    hours = Fraction(terms.exempt_hours or 0)
    share = exact(terms.exempt_share) * amount(hours_owed, "hours_owed") if terms.exempt_share else Fraction(0)
    return max(hours, share)


def _of_hours(terms: PenaltyTerms, hours_owed: Hours, balance: Balance, counted: Fraction) -> Figure:
    missing = amount(balance.hours_asked, "hours_asked") - Fraction(balance.hours_credited) - counted
    account = _MISSING.trace(
        as_text(unrounded(missing)),
        {
            "hours_asked": balance.hours_asked,
            "hours_credited": balance.hours_credited,
            "hours_counted_before": unrounded(counted),
        },
        steps=(balance.asked,) if balance.asked else (),
    )
    if terms.clause_amount_eur is not None:
        value = amount(terms.clause_amount_eur, "clause_amount") * missing / amount(hours_owed, "hours_owed")
        of_clause = {"clause_amount": terms.clause_amount_eur, "hours_owed": hours_owed}
        return _to_the_cent(_PRO_RATA, value, {**of_clause, "hours_missing": unrounded(missing)}, balance.on, account)
    price = _price(terms, balance.on)
    inputs: _Inputs = {"hours_missing": unrounded(missing), "price": Fraction(price.result)}
    return _to_the_cent(_HOURS, missing * Fraction(price.result), inputs, balance.on, account, price)


def _price(terms: PenaltyTerms, on: date) -> Trace:
    """The price of one hour, day or absence on a day, exact."""
    if terms.multiplier is None or terms.reference_amount is None:
        rate = amount(terms.rate_eur or Decimal(0), "rate_eur")
        return _PRICE.trace(as_text(rate), {"rate_eur": rate, "article": terms.article or ""})
    published = value_in_force(_REFERENCES[terms.reference_amount], on)
    reference = amount(published.decimal(Unit.EURO_PER_HOUR), "reference_amount")
    price = exact(terms.multiplier, "multiplier") * reference
    inputs: _Inputs = {"multiplier": terms.multiplier, "reference_amount": reference, "article": terms.article or ""}
    return _MULTIPLE.trace(as_text(price), inputs, parameters=(published,))


def _to_the_cent(formula: Formula, value: Fraction, inputs: _Inputs, on: date, *steps: Trace) -> Figure:
    rounding = value_in_force("rounding_penalty_euros", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    return formula.figure(rounded(value, policy), inputs, parameters=(rounding,), rounding=policy, steps=steps)


def _amount(terms: PenaltyTerms, parts: Sequence[PenaltyPart], is_exempt: bool = False) -> PenaltyAmount:
    whole = sum((Fraction(part.amount.value) for part in parts), Fraction(0))
    steps = tuple(part.amount.trace for part in parts)
    if terms.cap_eur is None:
        total = _TOTAL.figure(unrounded(whole), {"parts": len(parts)}, steps=steps)
    else:
        held = min(whole, amount(terms.cap_eur, "cap"))
        total = _CAPPED.figure(
            unrounded(held), {"parts": len(parts), "sum": unrounded(whole), "cap": terms.cap_eur}, steps=steps
        )
    return PenaltyAmount(parts=tuple(parts), is_exempt=is_exempt, total=total)
