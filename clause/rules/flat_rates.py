"""Flat rates: the share of a base that stands for costs nobody has to document, each with the base it may be put on."""

from datetime import date
from enum import StrEnum

from clause.rules.errors import Reason, RuleError
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Euros, Unit, as_text, exact, rounded, signed_amount
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_LINK = "https://eur-lex.europa.eu/eli/reg/2021/1060/oj"


class FlatRate(StrEnum):
    """The flat rates; each says in its formula what it is a share of."""

    P40 = "P40"
    P15 = "P15"
    P07 = "P07"
    P25 = "P25"
    P20 = "P20"
    INDIRECT_2014 = "INDIRECT_2014"
    """20 % for indirect costs before 2021; it is not carried over (CR-07)."""


_BASES = {
    FlatRate.P40: "staff_cost",
    FlatRate.P15: "staff_cost",
    FlatRate.P07: "direct_cost",
    FlatRate.P25: "direct_cost",
    FlatRate.P20: "other_direct_cost",
    FlatRate.INDIRECT_2014: "direct_cost_less_services",
}
_ARTICLES = {
    FlatRate.P40: "56(1)",
    FlatRate.P15: "54(b)",
    FlatRate.P07: "54(a)",
    FlatRate.P25: "54(c)",
    FlatRate.P20: "55(1)",
}
_PROBABLE = {FlatRate.P25, FlatRate.INDIRECT_2014}
_BEFORE_2021 = LegalReference(text="Forfait de 20 % des programmes 2014-2020", source="exemple publié en 2016")


def flat_rate(
    rate: FlatRate,
    base: Euros,
    on: date,
    *,
    staff_is_flat_rate: bool = False,
    calculated_rate: ParameterValue | None = None,
) -> Figure:
    """Euros that a flat rate adds to its base, cut to the cent by ``rounding_flat_rate_amount``.

    The base may be negative where adjustments outweigh the lines of a claim: what was added for them then comes off,
    cut towards zero. ``calculated_rate`` is the agreement's own rate of plan P25.
    Source: regulation (EU) 2021/1060, art. 54 to 56; "up to" rates are ceilings, so nothing is rounded above them.
    Raises RuleError: FLAT_ON_FLAT for the 40 % on staff costs that are a flat rate themselves (art. 56(3)),
    RATE_NOT_AGREED for P25 without its rate, ABOVE_MAXIMUM for one above 25 %.
    """
    if rate is FlatRate.P40 and staff_is_flat_rate:
        raise RuleError(Reason.FLAT_ON_FLAT, rate=rate.value)
    parameters = _rate_parameters(rate, calculated_rate, on)
    rounding = value_in_force("rounding_flat_rate_amount", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    name = _BASES[rate]
    value = rounded(signed_amount(base, name) * exact(parameters[0].decimal(Unit.RATE)), policy)
    return _formula(rate).figure(value, {name: base}, parameters=(*parameters, rounding), rounding=policy)


def _rate_parameters(rate: FlatRate, calculated: ParameterValue | None, on: date) -> tuple[ParameterValue, ...]:
    if rate is not FlatRate.P25:
        return (value_in_force(f"flat_rate_{rate.value.lower()}", on),)
    if calculated is None:
        raise RuleError(Reason.RATE_NOT_AGREED, rate=rate.value)
    highest = value_in_force("flat_rate_p25_max", on)
    agreed, most = calculated.decimal(Unit.RATE), highest.decimal(Unit.RATE)
    if agreed > most:
        raise RuleError(
            Reason.ABOVE_MAXIMUM, input="calculated_flat_rate", value=as_text(agreed), highest=as_text(most)
        )
    return calculated, highest


def _formula(rate: FlatRate) -> Formula:
    parameter = "calculated_flat_rate" if rate is FlatRate.P25 else f"flat_rate_{rate.value.lower()}"
    article = _ARTICLES.get(rate)
    return Formula(
        f"CR-{rate.value.replace('_', '-')}",
        f"flat_rate_amount = {parameter} × {_BASES[rate]}",
        Unit.EURO,
        LegalReference(text="Règlement (UE) 2021/1060", article=article, link=_LINK) if article else _BEFORE_2021,
        Confidence.PROBABLE if rate in _PROBABLE else Confidence.SURE,
    )
