"""Traces as a French reader follows them: the formula with its figures in place of the names.

``1 000 000,00 € × 50 % × 5 % ÷ 30,00 €/h, arrondi à l’heure inférieure``. Nothing is computed here: every figure is one
that the trace holds.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from clause.rules.quantities import Rounding, Unit
from clause.rules.trace import Trace
from clause.text import formats
from clause.text.formulas_of_claims import is_of_a_claim, phrase, unit_of

_NAME = re.compile(r"[a-z][a-z_0-9]*")
_MOST_DECIMALS_OF_A_PERCENTAGE = 8

_ROUNDINGS = {
    Rounding.HALF_UP_CENTS: "arrondi au centime le plus proche",
    Rounding.TRUNCATED_CENTS: "coupé au centime",
    Rounding.WHOLE_HOURS_FLOOR: "arrondi à l’heure inférieure",
    Rounding.WHOLE_HOURS_HALF_UP: "arrondi à l’heure la plus proche",
    Rounding.HUNDREDTHS_OF_HOUR: "arrondi au centième d’heure",
    Rounding.HUNDREDTHS_OF_HOUR_DOWN: "coupé au centième d’heure",
    Rounding.RATIO_4DP: "arrondi au centième de pour cent",
    Rounding.TWO_DECIMALS: "arrondi au centième",
}

# A figure that no formula leads to: what was written is quoted.
_STATED = {
    "OBL-FIXED": "Nombre d’heures fixé par le marché",
    "OBL-BRACKETS": "Heures de la tranche où se trouve le montant du marché",
    "OBL-STATED-PERSONS": "Nombre de personnes fixé par le marché",
    "OBL-STATED-WEEKS": "Nombre de semaines fixé par le marché",
    "OBL-STATED-ACTIONS": "Nombre d’actions fixé par le marché",
    "OBL-STATED-EUROS": "Montant à sous-traiter fixé par le marché",
    "OBL-WAIVER": "Heures maintenues après la suppression de la clause",
    "OBL-ORDERED": "Somme des bons de commande, au prorata des jours écoulés",
    "OBL-HOURS-WORKED": "Somme des heures de chaque mois",
    "CMP-FORECAST": "Heures hebdomadaires des contrats de travail en cours, sur les jours qui leur restent",
    "CMP-EXPECTED-TOTAL": "Somme des lots",
    "CMP-FORECAST-TOTAL": "Somme des lots",
    "CMP-PROJECTED-TOTAL": "Somme des lots",
    "CMP-PROJECTED-GAP-TOTAL": "Somme des lots",
    "PEN-PROPOSAL": "Somme de ce qui peut être réclamé",
    "PEN-TOTAL": "Somme des lignes",
    "PEN-CAPPED": "Somme des lignes, dans la limite du plafond",
    "PEN-DAYS-LATE": "Jours comptés du premier au dernier jour du retard",
}


def percentage(value: Decimal) -> str:
    """A fraction as a percentage with the decimals it needs and no more: ``Decimal("0.0500")`` gives ``5 %``."""
    exponent = (value * 100).normalize().as_tuple().exponent
    decimals = min(max(0, -int(exponent)), _MOST_DECIMALS_OF_A_PERCENTAGE)
    return formats.rate(value, decimals)


def _euros_per_hour(value: Decimal) -> str:
    return f"{formats.euros(value)}/h"


def _days(value: Decimal) -> str:
    return f"{formats.count(int(value))}{formats.NO_BREAK_SPACE}j"


_BY_UNIT: dict[Unit, Callable[[Decimal], str]] = {
    Unit.HOUR: formats.hours,
    Unit.EURO: formats.euros,
    Unit.EURO_PER_HOUR: _euros_per_hour,
    Unit.RATE: percentage,
    Unit.RATIO: formats.rate,
}

_UNIT_OF_INPUT = {
    "amount_excl_vat": Unit.EURO,
    "credited": Unit.HOUR,
    "even_hours": Unit.HOUR,
    "even_of_others": Unit.HOUR,
    "gap": Unit.HOUR,
    "group_credited": Unit.HOUR,
    "group_owed": Unit.HOUR,
    "hours_credited": Unit.HOUR,
    "hours_given": Unit.HOUR,
    "hours_in_contract": Unit.HOUR,
    "hours_owed": Unit.HOUR,
    "hours_received": Unit.HOUR,
    "insertion_rate": Unit.RATE,
    "labour_share": Unit.RATE,
    "loaded_hourly_cost": Unit.EURO_PER_HOUR,
    "owed": Unit.HOUR,
    "amount_invoiced": Unit.EURO,
    "threshold": Unit.EURO,
    "euros_per_step": Unit.EURO,
    "hours_per_step": Unit.HOUR,
    "transferable_monthly_hours": Unit.HOUR,
    "free_share": Unit.RATE,
    "hour_price": Unit.EURO_PER_HOUR,
    "hours_worked": Unit.HOUR,
    "minimum_hours": Unit.HOUR,
    "offered_hours": Unit.HOUR,
    "hours_owed_before": Unit.HOUR,
    "tranche_hours": Unit.HOUR,
    "hours_delta": Unit.HOUR,
    "hours_kept": Unit.HOUR,
    "share": Unit.RATE,
    "share_hours": Unit.HOUR,
    "shares_of_others": Unit.HOUR,
    "waiting": Unit.HOUR,
    "forecast": Unit.HOUR,
    "projected": Unit.HOUR,
    "hours_qpv": Unit.HOUR,
    "invoiced": Unit.EURO,
    "to_be_invoiced": Unit.EURO,
    "invoices": Unit.EURO,
    "credit_notes": Unit.EURO,
    "hours_missing": Unit.HOUR,
    "hours_asked": Unit.HOUR,
    "hours_counted_before": Unit.HOUR,
    "price": Unit.EURO,
    "rate_eur": Unit.EURO,
    "reference_amount": Unit.EURO,
    "clause_amount": Unit.EURO,
}
_DAYS = frozenset({"elapsed_days", "total_days", "days_late"})


def basis(trace: Trace) -> str:
    """Where a figure comes from, in one phrase: its formula filled in and its rounding, or who stated it."""
    if trace.formula_id in _STATED:
        return _STATED[trace.formula_id]
    if is_of_a_claim(trace):
        return _of_a_claim(trace)
    filled = _filled(trace)
    return f"{filled}, {_ROUNDINGS[trace.rounding]}" if trace.rounding else filled


def _of_a_claim(trace: Trace) -> str:
    as_french = {name: _shown(text, _in_a_claim(name)) for name, text in trace.inputs.items()}
    told = phrase(trace, as_french) or _filled_with(trace, {**as_french, **_parameters(trace)})
    return f"{told}, {_ROUNDINGS[trace.rounding]}" if trace.rounding else told


def _in_a_claim(name: str) -> Callable[[Decimal], str]:
    unit = unit_of(name.partition(" ")[0])
    return _BY_UNIT[unit] if unit else formats.decimal


def _parameters(trace: Trace) -> dict[str, str]:
    return {use.name: _shown(use.value, _BY_UNIT.get(use.unit, formats.decimal)) for use in trace.parameters}


def result(trace: Trace) -> str:
    """The figure that a trace accounts for, with its unit."""
    return _shown(trace.result, _BY_UNIT.get(trace.unit, formats.decimal))


def _filled(trace: Trace) -> str:
    """The right side of the formula with each name replaced by its figure; a name without one stays."""
    inputs = {name: _shown(text, _format_of(name)) for name, text in trace.inputs.items()}
    return _filled_with(trace, {**_parameters(trace), **inputs})


def _filled_with(trace: Trace, written: Mapping[str, str]) -> str:
    right = trace.formula.partition("=")[2].strip() or trace.formula
    return _NAME.sub(lambda found: written.get(found[0], found[0]), right)


def _format_of(name: str) -> Callable[[Decimal], str]:
    if name in _DAYS:
        return _days
    unit = _UNIT_OF_INPUT.get(name)
    return _BY_UNIT[unit] if unit else formats.decimal


def _shown(text: str, as_french: Callable[[Decimal], str]) -> str:
    try:
        return as_french(Decimal(text))
    except (InvalidOperation, ValueError):
        return text  # a fraction that is no finite decimal, or a word
