"""Whether a contract must carry a social condition under the law of 2021: its value against the threshold."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clause.rules.parameter import value_in_force
from clause.rules.quantities import Euros, Unit, amount
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Formula, Trace


class Purchase(StrEnum):
    """What is bought, and by whom: the threshold depends on both."""

    WORKS = "WORKS"
    SUPPLIES_OR_SERVICES_LOCAL = "SUPPLIES_OR_SERVICES_LOCAL"
    SUPPLIES_OR_SERVICES_CENTRAL = "SUPPLIES_OR_SERVICES_CENTRAL"


class WaiverGround(StrEnum):
    """Why a buyer may leave the social condition out. Assumption: from memory of article 35, to be checked."""

    IMMEDIATELY_AVAILABLE = "IMMEDIATELY_AVAILABLE"
    NOT_LINKED_TO_OBJECT = "NOT_LINKED_TO_OBJECT"
    RESTRICTS_COMPETITION = "RESTRICTS_COMPETITION"
    SHORT_CONTRACT = "SHORT_CONTRACT"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Whether the law asks for a social condition, and how that was found."""

    is_required: bool
    trace: Trace


_PARAMETERS = {
    Purchase.WORKS: "social_condition_threshold_works",
    Purchase.SUPPLIES_OR_SERVICES_LOCAL: "social_condition_threshold_local",
    Purchase.SUPPLIES_OR_SERVICES_CENTRAL: "social_condition_threshold_central",
}
_REQUIRED = Formula(
    "SOC-REQUIRED",
    "is_required = law_in_force and value_excl_vat ≥ threshold",
    Unit.YES_NO,
    reference=LegalReference(
        text="Code de la commande publique", article="L2112-2-1", source="article 35 de la loi 2021-1104"
    ),
    confidence=Confidence.PROBABLE,
)


def social_condition_required(value_excl_vat: Euros, purchase: Purchase, notified_on: date) -> Requirement:
    """Whether a contract notified on a day must carry a social condition, or say why it does not.

    The value is that of the whole contract, all lots together, in euros without VAT. Raises UnknownValue before
    the first known threshold, RuleError on a value out of its bounds. Source: L2112-2-1, in force on 22 August 2026 at
    the latest.
    Interpretation: the day that counts is that of the notification; a contract at the threshold is above it.
    """
    law = value_in_force("social_condition_required", notified_on)
    threshold = value_in_force(_PARAMETERS[purchase], notified_on)
    is_above = amount(value_excl_vat, "value_excl_vat") >= threshold.decimal(Unit.EURO)
    is_required = law.flag() and is_above
    inputs = {"value_excl_vat": value_excl_vat, "purchase": purchase.value, "notified_on": notified_on.isoformat()}
    trace = _REQUIRED.trace("true" if is_required else "false", inputs, parameters=(law, threshold))
    return Requirement(is_required, trace)
