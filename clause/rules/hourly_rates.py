"""Method M3: a person's hourly rate as a simplified cost, and the hours that may be declared at it (CR-20 to CR-29)."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from clause.rules.errors import Reason, RuleError
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import (
    Euros,
    Exact,
    Hours,
    Unit,
    amount,
    as_text,
    exact,
    positive,
    rounded,
    share,
    unrounded,
)
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

MONTHS_OF_A_YEAR = 12

_LINK = "https://eur-lex.europa.eu/eli/reg/2021/1060/oj"


def _article(article: str) -> LegalReference:
    return LegalReference(text="Règlement (UE) 2021/1060", article=article, link=_LINK)


_ANNUAL = Formula(
    "CR-20",
    "hourly_rate = annual_cost ÷ (annual_hours_denominator × working_time_share)",
    Unit.EURO_PER_HOUR,
    reference=_article("55(2)(a)"),
    confidence=Confidence.SURE,
)
_YEAR = Formula(
    "CR-22",
    "annual_cost = Σ employer_cost of twelve months",
    Unit.EURO,
    reference=_article("55(2)(a)"),
    confidence=Confidence.SURE,
)
_ANNUALISED = Formula(
    "CR-23",
    "annual_cost = Σ employer_cost ÷ months_documented × 12 + other_pay_of_the_year",
    Unit.EURO,
    reference=_article("55(4)"),
    confidence=Confidence.SURE,
)
_MONTHLY = Formula(
    "CR-24",
    "hourly_rate = monthly_cost ÷ (monthly_hours_full_time × working_time_share)",
    Unit.EURO_PER_HOUR,
    reference=_article("55(2)(b)"),
    confidence=Confidence.SURE,
)
_CAP = Formula(
    "CR-25",
    "hours_left = max(0, hours_of_the_rate × working_time_share − hours_declared_before)",
    Unit.HOUR,
    reference=_article("55(3)"),
    confidence=Confidence.PROBABLE,
)
_HOURS = Formula(
    "CR-26",
    "staff_cost = hourly_rate × min(hours_declared, hours_left)",
    Unit.EURO,
    reference=_article("55(3)"),
    confidence=Confidence.PROBABLE,
)
_DENOMINATORS = {CostMethod.M3A: "annual_hours_denominator", CostMethod.M3B: "monthly_hours_full_time"}


class HoursRejected(StrEnum):
    """Why hours at an hourly rate are not paid."""

    HOURS_CAP = "HOURS_CAP"


class HourlyStaffCost(Figure):
    """What hours at a rate cost, and the hours above the cap, which nothing is paid for."""

    hours_paid: Hours
    excess_hours: Hours
    rejected_for: HoursRejected | None
    """HOURS_CAP when there is an excess."""


def hourly_rate_annual(annual_cost: Euros, working_time_share: Exact, on: date) -> Figure:
    """Euros an hour: the latest documented year of employment cost by 1720 h, in proportion for part time (M3a).

    The denominator is fixed whatever the employer's working time (CR-27). Cut to the cent by ``rounding_hourly_rate``,
    then frozen (CR-29).
    Source: regulation (EU) 2021/1060, art. 55(2)(a); CR-20, CR-21.
    Raises RuleError: NOT_A_SHARE, NOT_POSITIVE for a share of zero or a cost of zero.
    """
    denominator = value_in_force(_DENOMINATORS[CostMethod.M3A], on)
    return _rate(_ANNUAL, ("annual_cost", annual_cost), working_time_share, denominator, on)


def hourly_rate_monthly(monthly_cost: Euros, working_time_share: Exact, on: date) -> Figure:
    """Euros an hour: the latest documented month of employment cost by the month's average working time (M3b).

    Source: regulation (EU) 2021/1060, art. 55(2)(b); CR-24. Probable: 151.67 h a month at 35 h a week.
    Raises RuleError as ``hourly_rate_annual``.
    """
    denominator = value_in_force(_DENOMINATORS[CostMethod.M3B], on)
    return _rate(_MONTHLY, ("monthly_cost", monthly_cost), working_time_share, denominator, on)


def annual_cost(costs: Mapping[Month, Euros]) -> Figure:
    """Euros of employment cost of any twelve consecutive months; a sum, not rounded.

    Source: CR-22. Raises RuleError MONTHS_MISSING when the months are not twelve in a row.
    """
    if not are_twelve_in_a_row(costs):
        raise RuleError(Reason.MONTHS_MISSING, months=" ".join(str(month) for month in sorted(costs)))
    total = sum((amount(cost, "employer_cost") for cost in costs.values()), Fraction(0))
    return _YEAR.figure(unrounded(total), {f"employer_cost {month}": cost for month, cost in costs.items()})


def annualised_cost(costs: Mapping[Month, Euros], other_pay_of_the_year: Euros, on: date) -> Figure:
    """Euros of a year of employment cost made from fewer than twelve documented months.

    ``other_pay_of_the_year`` is what the months do not show and the year will: holiday pay, a thirteenth month. Cut to
    the cent by ``rounding_annualised_cost``.
    Source: regulation (EU) 2021/1060, art. 55(4); CR-23.
    Raises RuleError MONTHS_MISSING when there is no month, OUT_OF_RANGE for twelve or more.
    """
    if not costs:
        raise RuleError(Reason.MONTHS_MISSING, months="")
    if len(costs) >= MONTHS_OF_A_YEAR:
        raise RuleError(Reason.OUT_OF_RANGE, input="months_documented")
    total = sum((amount(cost, "employer_cost") for cost in costs.values()), Fraction(0))
    year = total * MONTHS_OF_A_YEAR / len(costs) + amount(other_pay_of_the_year, "other_pay_of_the_year")
    rounding = value_in_force("rounding_annualised_cost", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    inputs = {f"employer_cost {month}": cost for month, cost in costs.items()}
    return _ANNUALISED.figure(
        rounded(year, policy),
        {**inputs, "months_documented": len(costs), "other_pay_of_the_year": other_pay_of_the_year},
        parameters=(rounding,),
        rounding=policy,
    )


def are_twelve_in_a_row(months: Iterable[Month]) -> bool:
    """True for exactly twelve consecutive months, whichever the first (CR-22)."""
    found = sorted(set(months))
    return len(found) == MONTHS_OF_A_YEAR and list(Month.range(found[0], found[-1])) == found


def hours_left_under_cap(
    method: CostMethod, working_time_share: Exact, hours_declared_before: Mapping[str, Hours], on: date
) -> Figure:
    """Hours that a person may still declare at a rate: in the year under M3a (1720 × share), in the month under M3b.

    ``hours_declared_before`` holds all EU-funded operations of the person at the employer (CR-28); keys name them.
    Zero once the cap is reached. Cut to 0.01 h by ``rounding_hours_cap``.
    Source: regulation (EU) 2021/1060, art. 55(3); CR-25, CR-28.
    """
    denominator = value_in_force(_DENOMINATORS[method], on)
    rounding = value_in_force("rounding_hours_cap", on)
    policy = rounding.rounding(Unit.HOUR_ROUNDING)
    before = sum((amount(hours, name) for name, hours in hours_declared_before.items()), Fraction(0))
    cap = exact(denominator.decimal(Unit.HOUR)) * share(working_time_share, "working_time_share")
    return _CAP.figure(
        rounded(max(Fraction(0), cap - before), policy),
        {"working_time_share": working_time_share, **hours_declared_before},
        parameters=(denominator, rounding),
        rounding=policy,
    )


def staff_cost_hourly(rate: Euros, hours_declared: Hours, hours_left: Hours, on: date) -> HourlyStaffCost:
    """Euros of hours at an hourly rate, for as many as the cap leaves; the excess is told, rejected for HOURS_CAP.

    Cut to the cent by ``rounding_hourly_staff_cost``.
    Source: CR-26.
    """
    declared, left = amount(hours_declared, "hours_declared"), amount(hours_left, "hours_left")
    paid = min(declared, left)
    rounding = value_in_force("rounding_hourly_staff_cost", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    figure = _HOURS.figure(
        rounded(positive(rate, "hourly_rate") * paid, policy),
        {"hourly_rate": rate, "hours_declared": hours_declared, "hours_left": hours_left},
        parameters=(rounding,),
        rounding=policy,
    )
    return HourlyStaffCost(
        value=figure.value,
        trace=figure.trace,
        hours_paid=unrounded(paid),
        excess_hours=unrounded(declared - paid),
        rejected_for=HoursRejected.HOURS_CAP if declared > paid else None,
    )


def _rate(
    formula: Formula, cost: tuple[str, Euros], working_time_share: Exact, denominator: ParameterValue, on: date
) -> Figure:
    name, euros = cost
    part = share(working_time_share, "working_time_share")
    if part == 0:
        raise RuleError(Reason.NOT_POSITIVE, input="working_time_share", value=as_text(working_time_share))
    rounding = value_in_force("rounding_hourly_rate", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    value = positive(euros, name) / (exact(denominator.decimal(Unit.HOUR)) * part)
    inputs = {name: euros, "working_time_share": working_time_share}
    return formula.figure(rounded(value, policy), inputs, parameters=(denominator, rounding), rounding=policy)
