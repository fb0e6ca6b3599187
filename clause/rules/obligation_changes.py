"""What changes an obligation once it is decided: tranches affirmed, reductions, the end of the clause; other units."""

from fractions import Fraction

from clause.rules.codes import ObligationUnit
from clause.rules.errors import Reason, RuleError
from clause.rules.quantities import Exact, Hours, Unit, amount, as_text, exact, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

UNITS: dict[ObligationUnit, Unit] = {
    ObligationUnit.HOURS: Unit.HOUR,
    ObligationUnit.PERSONS: Unit.PERSON,
    ObligationUnit.WEEKS: Unit.WEEK,
    ObligationUnit.ACTIONS: Unit.ACTION,
    ObligationUnit.EUROS: Unit.EURO,
}
"""What a figure in each unit of obligation is counted in."""
_WHOLE = frozenset({ObligationUnit.PERSONS, ObligationUnit.ACTIONS})

_OPTIONAL = LegalReference(
    text="Guide pratique de la clause sociale de formation (Éducation nationale, décembre 2019)",
    source="seule la période ferme compte au départ ; une tranche s’ajoute quand elle est affermie",
)
_RELIEF = LegalReference(
    text="CCAG 2021 (arrêtés du 30 mars 2021)",
    article="20.1 travaux, 16.1 autres",
    source="difficultés signalées : la clause peut être suspendue ou supprimée, l’acheteur décide",
)
_TRANCHE = Formula(
    "OBL-TRANCHE",
    "hours_owed = hours_owed_before + tranche_hours",
    Unit.HOUR,
    reference=_OPTIONAL,
    confidence=Confidence.ASSUMPTION,
)
_REDUCTION = Formula(
    "OBL-REDUCTION",
    "hours_owed = max(0, hours_owed_before − hours_delta)",
    Unit.HOUR,
    reference=_RELIEF,
    confidence=Confidence.PROBABLE,
)
_WAIVER = Formula("OBL-WAIVER", "hours_owed = hours_kept", Unit.HOUR, reference=_RELIEF, confidence=Confidence.PROBABLE)
_DOCUMENTS = LegalReference(
    text="Documents particuliers du marché", source="obligation exprimée dans une autre unité que l’heure"
)


def quantity_stated(quantity: Hours, unit: ObligationUnit) -> Figure:
    """What a contract states in a unit of its own: persons, weeks, actions or euros, with two decimals in writing.

    Raises RuleError on a quantity that is negative, too precise, or a part of a person or an action (NOT_WHOLE).
    """
    value = amount(quantity, "quantity_owed")
    if unit in _WHOLE and value.denominator != 1:
        raise RuleError(Reason.NOT_WHOLE, input="quantity_owed", value=as_text(quantity))
    formula = Formula(
        f"OBL-STATED-{unit}", "quantity_owed = quantity_in_contract", UNITS[unit], _DOCUMENTS, Confidence.SURE
    )
    return formula.figure(unrounded(value), {"quantity_in_contract": quantity})


def with_tranche(before: Figure, tranche_hours: Hours, label: str) -> Figure:
    """Hours owed once a tranche or a renewal is affirmed: its hours on top of what was owed.

    Assumption: an optional tranche adds its hours from the day on which it is affirmed.
    """
    after = exact(before.value) + amount(tranche_hours, "tranche_hours")
    inputs: dict[str, Exact | int | str] = {
        "hours_owed_before": before.value,
        "tranche_hours": tranche_hours,
        "tranche": label,
    }
    return _TRANCHE.figure(unrounded(after), inputs, steps=(before.trace,))


def with_reduction(before: Figure, hours_delta: Hours) -> Figure:
    """Hours owed once the buyer takes some off; never below zero."""
    after = max(Fraction(0), exact(before.value) - amount(hours_delta, "hours_delta"))
    inputs = {"hours_owed_before": before.value, "hours_delta": hours_delta}
    return _REDUCTION.figure(unrounded(after), inputs, steps=(before.trace,))


def after_waiver(before: Figure, hours_kept: Hours) -> Figure:
    """Hours owed once the buyer removes the clause: what it keeps of it, usually nothing."""
    inputs = {"hours_owed_before": before.value, "hours_kept": hours_kept}
    return _WAIVER.figure(unrounded(amount(hours_kept, "hours_kept")), inputs, steps=(before.trace,))


def gap_in_unit(owed: Hours, done: Hours, unit: ObligationUnit) -> Figure:
    """What is still to be done of an obligation in a unit of its own: owed − done; below zero when more was done."""
    formula = Formula(
        f"OBL-GAP-{unit}", "gap = quantity_owed − quantity_done", UNITS[unit], _DOCUMENTS, Confidence.SURE
    )
    return formula.figure(unrounded(exact(owed) - exact(done)), {"quantity_owed": owed, "quantity_done": done})
