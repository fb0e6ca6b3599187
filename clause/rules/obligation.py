"""Hours that a lot owes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from clause.rules.codes import Sector
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import (
    Euros,
    Hours,
    Rate,
    Unit,
    amount,
    as_text,
    positive,
    rounded,
    share,
    unrounded,
)
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula


class ObligationMethod(StrEnum):
    """How the hours of an obligation were found; other methods of the field will join these two."""

    FIXED = "FIXED"
    AMOUNT = "AMOUNT"


@dataclass(frozen=True, slots=True)
class SectorDefaults:
    """Usual inputs of the obligation formula for a kind of work; None where no value is known."""

    labour_share: ParameterValue | None
    insertion_rate: ParameterValue
    loaded_hourly_cost: ParameterValue | None


_CONTRACT_DOCUMENTS = LegalReference(
    text="CCAG 2021 (arrêtés du 30 mars 2021)",
    article="20.1 travaux, 16.1 autres",
    source="les documents particuliers fixent les heures dues par le titulaire",
)
_FIXED = Formula(
    "OBL-FIXED", "hours_owed = hours_in_contract", Unit.HOUR, reference=_CONTRACT_DOCUMENTS, confidence=Confidence.SURE
)
_COST = LegalReference(text="MEF Sud 77, La clause d'insertion", source="page publique, calcul d'exemple")
_EFFORT = Formula(
    "OBL-EFFORT",
    "insertion_effort = amount_excl_vat × labour_share × insertion_rate",
    Unit.EURO,
    reference=_COST,
    confidence=Confidence.SURE,
)
_AMOUNT = Formula(
    "OBL-AMOUNT",
    "hours_owed = amount_excl_vat × labour_share × insertion_rate ÷ loaded_hourly_cost",
    Unit.HOUR,
    reference=_COST,
    confidence=Confidence.SURE,
)
_BUILDING = "loaded_hourly_cost_building"
_DEFAULTS: dict[Sector, tuple[str | None, str | None]] = {
    Sector.BUILDING: ("labour_share_building", _BUILDING),
    Sector.INDOOR_PAINTING: ("labour_share_indoor_painting", _BUILDING),
    Sector.MASONRY: ("labour_share_masonry", _BUILDING),
    Sector.METAL_FRAME: ("labour_share_metal_frame", _BUILDING),
    Sector.CLEANING: ("labour_share_cleaning", "loaded_hourly_cost_cleaning"),
    # No labour share of digital services was found: it stays to be typed.
    Sector.DIGITAL: (None, "loaded_hourly_cost_digital"),
}


def fixed_hours(hours: Hours) -> Figure:
    """Hours owed as the contract's own documents state them, in hours with two decimals; zero is allowed."""
    return _FIXED.figure(unrounded(amount(hours, "hours")), {"hours_in_contract": hours})


def hours_from_amount(
    amount_excl_vat: Euros,
    labour_share: Rate | ParameterValue,
    insertion_rate: Rate | ParameterValue,
    loaded_hourly_cost: Euros | ParameterValue,
    on: date,
) -> Figure:
    """Hours owed from the price: the labour in it, the part set aside for insertion, divided by an hour's cost.

    Euros without VAT; shares are fractions of one; the cost per hour includes charges and is above zero. The result is
    rounded once, by ``rounding_obligation_hours`` in force on the day. A value taken from ``sector_defaults`` may be
    passed as it is: the trace then names it. Raises RuleError on an input out of its bounds.
    Source: field practice, as published with a worked example by MEF Sud 77.
    Assumption: a part of an hour is dropped; no text says how to round.
    """
    defaults = tuple(
        value for value in (labour_share, insertion_rate, loaded_hourly_cost) if isinstance(value, ParameterValue)
    )
    labour, insertion = _decimal(labour_share, Unit.RATE), _decimal(insertion_rate, Unit.RATE)
    cost = _decimal(loaded_hourly_cost, Unit.EURO_PER_HOUR)
    effort: Fraction = (
        amount(amount_excl_vat, "amount_excl_vat") * share(labour, "labour_share") * share(insertion, "insertion_rate")
    )
    hours = effort / positive(cost, "loaded_hourly_cost")
    rounding = value_in_force("rounding_obligation_hours", on)
    policy = rounding.rounding(Unit.HOUR_ROUNDING)
    inputs = {"amount_excl_vat": amount_excl_vat, "labour_share": labour, "insertion_rate": insertion}
    return _AMOUNT.figure(
        rounded(hours, policy),
        {**inputs, "loaded_hourly_cost": cost},
        parameters=(*defaults, rounding),
        rounding=policy,
        steps=(_EFFORT.trace(as_text(effort), inputs),),
    )


def sector_defaults(sector: Sector, on: date) -> SectorDefaults:
    """Usual values to propose for a kind of work on a day; raises UnknownValue before the first known day."""
    labour_share, hourly_cost = _DEFAULTS[sector]
    return SectorDefaults(
        labour_share=value_in_force(labour_share, on) if labour_share else None,
        insertion_rate=value_in_force("insertion_rate_default", on),
        loaded_hourly_cost=value_in_force(hourly_cost, on) if hourly_cost else None,
    )


def _decimal(value: Decimal | ParameterValue, unit: Unit) -> Decimal:
    return value.decimal(unit) if isinstance(value, ParameterValue) else value
