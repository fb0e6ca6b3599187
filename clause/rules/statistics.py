"""Figures of the yearly consolidation: full-time equivalents, means, shares, and what local money brings with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Euros, Hours, Rounding, Unit, amount, exact, rounded, two_decimals, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula


class FundingSource(StrEnum):
    """Who pays for facilitators' posts."""

    LOCAL = "LOCAL"
    """Municipalities and their groupings, the host's own money included."""
    STATE = "STATE"
    REGION = "REGION"
    DEPARTMENT = "DEPARTMENT"
    FSE = "FSE"
    PRIVATE = "PRIVATE"
    OTHER = "OTHER"


OTHER_PUBLIC = frozenset({FundingSource.STATE, FundingSource.REGION, FundingSource.DEPARTMENT})
"""Public money that is neither local nor European."""


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    """The dated values by which the tables of a year are cut and protected."""

    smallest_group: ParameterValue
    fewest_organisations: ParameterValue
    young_below: ParameterValue
    senior_from: ParameterValue
    durations: tuple[ParameterValue, ...]
    amounts: tuple[ParameterValue, ...]
    fte_hours: ParameterValue

    def all(self) -> tuple[ParameterValue, ...]:
        """Each of them, for the notes of an export."""
        return (
            self.fte_hours,
            self.smallest_group,
            self.fewest_organisations,
            self.young_below,
            self.senior_from,
            *self.durations,
            *self.amounts,
        )


@dataclass(frozen=True, slots=True)
class Leverage:
    """What a euro of local money brings; None for a ratio without any local euro."""

    local: Euros
    fse: Euros
    other_public: Euros
    fse_per_local_euro: Figure | None
    public_per_local_euro: Figure | None


_AVE = LegalReference(text="Alliance Villes Emploi", source="consolidation nationale 2021")
_REPORTING = LegalReference(text="Clause, tableaux de la consolidation annuelle", source="quotient de deux totaux")
_FTE = Formula(
    "STA-FTE", "full_time_equivalents = hours ÷ fte_hours", Unit.FTE, reference=_AVE, confidence=Confidence.SURE
)
_PER_PERSON = Formula(
    "STA-HOURS-PER-PERSON", "hours_per_person = hours ÷ people", Unit.HOUR, reference=_AVE, confidence=Confidence.SURE
)
_PER_HIRE = Formula(
    "STA-HOURS-PER-HIRE", "hours_per_hire = hours ÷ hires", Unit.HOUR, reference=_AVE, confidence=Confidence.SURE
)
_HIRES_PER_PERSON = Formula(
    "STA-HIRES-PER-PERSON", "hires_per_person = hires ÷ people", Unit.RATIO, reference=_AVE, confidence=Confidence.SURE
)
_SHARE = Formula("STA-SHARE", "share = part ÷ whole", Unit.RATIO, reference=_REPORTING, confidence=Confidence.SURE)
_DURATION = Formula(
    "STA-DURATION",
    "mean_duration = days ÷ timed_hires ÷ mean_month_length",
    Unit.RATIO,
    reference=_REPORTING,
    confidence=Confidence.ASSUMPTION,
)
_LEVERAGE = Formula(
    "STA-LEVERAGE",
    "leverage = brought_eur ÷ local_eur",
    Unit.RATIO,
    reference=LegalReference(
        text="Alliance Villes Emploi", source="financement des postes : local, État, FSE, privé (chiffres 2014)"
    ),
    confidence=Confidence.ASSUMPTION,
)


def last_day_of(year: int) -> date:
    """The day on which the dated values of a year's figures are read: its last one."""
    return date(year, 12, 31)


def rules_of(year: int) -> StatisticsRules:
    """The dated values for the tables of a year; raises UnknownValue before the first that is known."""
    on = last_day_of(year)
    return StatisticsRules(
        smallest_group=value_in_force("statistics_smallest_group", on),
        fewest_organisations=value_in_force("statistics_fewest_organisations", on),
        young_below=value_in_force("age_band_young_below", on),
        senior_from=value_in_force("age_band_senior_from", on),
        durations=tuple(value_in_force(f"hire_duration_band_{band}", on) for band in range(1, 5)),
        amounts=tuple(value_in_force(f"contract_amount_band_{band}_eur", on) for band in range(1, 5)),
        fte_hours=value_in_force("fte_hours", on),
    )


def full_time_equivalents(hours: Hours, on: date) -> Figure:
    """Full-time equivalents of hours of insertion, to the nearest 0.01; the national figures print whole ones.

    Source: consolidation of 2021, 25 124 684 h for 15 703 FTE: 1 600 h each.
    """
    whole = value_in_force("fte_hours", on)
    value = two_decimals(amount(hours, "hours") / exact(whole.decimal(Unit.HOUR)))
    return _FTE.figure(value, {"hours": hours}, parameters=(whole,), rounding=Rounding.TWO_DECIMALS)


def hours_per_person(hours: Hours, people: int) -> Figure | None:
    """Mean hours of a participant, to the nearest 0.01 h; None without anybody."""
    return _quotient(_PER_PERSON, amount(hours, "hours"), people, {"hours": hours, "people": people})


def hours_per_hire(hours: Hours, hires: int) -> Figure | None:
    """Mean hours of an employment contract, to the nearest 0.01 h; None without any."""
    return _quotient(_PER_HIRE, amount(hours, "hours"), hires, {"hours": hours, "hires": hires})


def hires_per_person(hires: int, people: int) -> Figure | None:
    """Employment contracts of a participant on average, to the nearest 0.01; None without anybody."""
    return _quotient(_HIRES_PER_PERSON, Fraction(hires), people, {"hires": hires, "people": people})


def share_of(part: Decimal, whole: Decimal) -> Figure | None:
    """The share of hours or euros that a part makes, to the nearest 0.0001; None when there is nothing to share."""
    if amount(whole, "whole") == 0:
        return None
    value = rounded(amount(part, "part") / amount(whole, "whole"), Rounding.RATIO_4DP)
    return _SHARE.figure(value, {"part": part, "whole": whole}, rounding=Rounding.RATIO_4DP)


def mean_duration(days: int, timed_hires: int, on: date) -> Figure | None:
    """Mean length in months, to the nearest 0.01, of employment contracts whose last day is known; None without any.

    ``days`` is the sum of their days, first and last included. Contracts without a term are left out.
    Assumption: the months are calendar months of a mean length; the published means do not say.
    """
    if timed_hires == 0:
        return None
    month = value_in_force("mean_month_length", on)
    value = two_decimals(Fraction(days, timed_hires) / exact(month.decimal(Unit.DAY_PER_MONTH)))
    inputs = {"days": days, "timed_hires": timed_hires}
    return _DURATION.figure(value, inputs, parameters=(month,), rounding=Rounding.TWO_DECIMALS)


def leverage(euros: Mapping[FundingSource, Euros]) -> Leverage:
    """Euros of FSE+, and of other public money, that come with each local euro; ratios to the nearest 0.0001.

    Interpretation: local money is that of municipalities and their groupings; other public money is the State's, the
    region's and the département's; private and other sources stand in neither ratio (decision 2026-11-22).
    """
    local, fse = euros.get(FundingSource.LOCAL, Decimal("0.00")), euros.get(FundingSource.FSE, Decimal("0.00"))
    public = unrounded(sum((amount(value, of) for of, value in euros.items() if of in OTHER_PUBLIC), Fraction(0)))
    return Leverage(local, fse, public, _per_local_euro(fse, local), _per_local_euro(public, local))


def _per_local_euro(brought: Euros, local: Euros) -> Figure | None:
    if amount(local, "local_eur") == 0:
        return None
    value = rounded(amount(brought, "brought_eur") / amount(local, "local_eur"), Rounding.RATIO_4DP)
    return _LEVERAGE.figure(value, {"brought_eur": brought, "local_eur": local}, rounding=Rounding.RATIO_4DP)


def _quotient(formula: Formula, part: Fraction, by: int, inputs: Mapping[str, Decimal | int]) -> Figure | None:
    if by == 0:
        return None
    return formula.figure(two_decimals(part / by), inputs, rounding=Rounding.TWO_DECIMALS)
