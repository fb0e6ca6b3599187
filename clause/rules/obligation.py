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
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Figure, Formula


class ObligationMethod(StrEnum):
    """How what a lot owes is found."""

    FIXED = "FIXED"
    """As the contract's documents state it."""
    AMOUNT = "AMOUNT"
    """Price × labour share × insertion rate ÷ cost of an hour."""
    INVOICE_RATIO = "INVOICE_RATIO"
    """Hours for each full step invoiced above a threshold."""
    BRACKETS = "BRACKETS"
    """Hours by bracket of the price."""
    STAFF_TAKEOVER = "STAFF_TAKEOVER"
    """Price weighted by the staff that is taken over (cleaning branch)."""
    HOURS_SHARE = "HOURS_SHARE"
    """A share of the hours worked on the lot."""
    OFFER = "OFFER"
    """The contract's minimum, or what the company offered when that is more."""


FED_METHODS = frozenset({ObligationMethod.INVOICE_RATIO, ObligationMethod.HOURS_SHARE})
"""Methods whose result grows with what is recorded later: invoices, hours worked."""


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
_COST = LegalReference(text="MEF Sud 77, La clause d’insertion", source="page publique, calcul d’exemple")
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
_OFFER = Formula(
    "OBL-OFFER",
    "hours_owed = max(minimum_hours, offered_hours)",
    Unit.HOUR,
    reference=LegalReference(
        text="Code de la commande publique",
        article="L2152-7 et R2152-7",
        source="TA Rennes, jugement rendu public le 4 février 2026 : les heures offertes engagent au-delà du minimum",
    ),
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


def hours_of_offer(minimum_hours: Hours, offered_hours: Hours) -> Figure:
    """Hours owed when the company's offer counted: the contract's minimum, or the offer where it is more.

    In hours with two decimals, nothing is rounded. Raises RuleError on hours that are negative or too precise.
    Source: L2152-7 and R2152-7; what is promised above the minimum becomes contractual (TA Rennes, 2026).
    """
    minimum, offered = amount(minimum_hours, "minimum_hours"), amount(offered_hours, "offered_hours")
    inputs = {"minimum_hours": minimum_hours, "offered_hours": offered_hours}
    return _OFFER.figure(unrounded(max(minimum, offered)), inputs)


def hours_from_amount(
    amount_excl_vat: Euros,
    labour_share: Rate | ParameterValue,
    insertion_rate: Rate | ParameterValue,
    loaded_hourly_cost: Euros | ParameterValue,
    on: date,
    book: Rulebook = DEFAULTS,
) -> Figure:
    """Hours owed from the price: the labour in it, the part set aside for insertion, divided by an hour's cost.

    Euros without VAT; shares are fractions of one; the cost per hour includes charges and is above zero. The result is
    rounded once, by the lot's ``rounding_obligation_hours`` on the day. A value taken from ``sector_defaults`` may be
    passed as it is: the trace then names it. Raises RuleError on an input out of its bounds.
    Source: field practice, as published with a worked example by MEF Sud 77.
    Assumption: a part of an hour is dropped; no text says how to round.
    """
    defaults = tuple(
        value for value in (labour_share, insertion_rate, loaded_hourly_cost) if isinstance(value, ParameterValue)
    )
    labour, insertion = decimal_of(labour_share, Unit.RATE), decimal_of(insertion_rate, Unit.RATE)
    cost = decimal_of(loaded_hourly_cost, Unit.EURO_PER_HOUR)
    effort: Fraction = (
        amount(amount_excl_vat, "amount_excl_vat") * share(labour, "labour_share") * share(insertion, "insertion_rate")
    )
    hours = effort / positive(cost, "loaded_hourly_cost")
    rounding = book.value("rounding_obligation_hours", on)
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


def decimal_of(value: Decimal | ParameterValue, unit: Unit) -> Decimal:
    """The number of an input that is typed or taken from a dated value of this unit."""
    return value.decimal(unit) if isinstance(value, ParameterValue) else value
