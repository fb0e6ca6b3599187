"""Values of rules as French readers write them: ``24 mois``, ``5 %``, ``30,00 €/h``, ``Chaque trimestre``."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from clause.rules.quantities import Unit
from clause.rules.trace import ParameterUse
from clause.text import formats
from clause.text.formulas import percentage
from clause.text.labels import LABELS, label

_NAMED_BY_DEFAULT = {
    "insertion_rate_default": "insertion_rate",
    "eligibility_alert_days": "alert_eligibility_days",
}
_BEGINNINGS = {"labour_share_": "labour_share", "loaded_hourly_cost_": "loaded_hourly_cost"}
_OTHERS = {
    "smic_hourly": "SMIC horaire brut",
    "social_security_hourly_ceiling": "Plafond horaire de la sécurité sociale",
    "rounding_penalty_euros": "Arrondi des pénalités",
    "school_clause_brackets": "Tranches indicatives",
    "staff_takeover_hour_price": "Prix d’une heure vendue",
    "staff_takeover_minimum_hours": "Heures en dessous desquelles la branche déconseille une clause",
}


def _number_of(unit: str) -> Callable[[str], str]:
    return lambda text: f"{formats.count(int(text))}{formats.NO_BREAK_SPACE}{unit}"


_WRITTEN: Mapping[Unit, Callable[[str], str]] = {
    Unit.RATE: lambda text: percentage(Decimal(text)),
    Unit.HOUR: lambda text: formats.hours(Decimal(text)),
    Unit.EURO: lambda text: formats.euros(Decimal(text)),
    Unit.EURO_PER_HOUR: lambda text: f"{formats.euros(Decimal(text))}/h",
    Unit.MONTH: _number_of("mois"),
    Unit.DAY: _number_of("jours"),
    Unit.DAY_OF_MONTH: lambda text: f"Le {text} du mois suivant",
    Unit.YES_NO: lambda text: "Oui" if text == "true" else "Non",
    Unit.CADENCE: lambda text: label("cadence", text),
    Unit.TRAINING_RULE: lambda text: label("training_rule", text),
    Unit.HOUR_ROUNDING: lambda text: label("hour_rounding", text),
    Unit.EURO_ROUNDING: lambda text: {"TRUNCATED_CENTS": "Coupé au centime"}.get(text, "Au centime le plus proche"),
    Unit.BRACKETS: lambda text: "; ".join(_bracket(row) for row in text.split("; ")),
}


def rule_value(use: ParameterUse) -> str:
    """The value of a rule or a parameter, with its unit."""
    return _WRITTEN[use.unit](use.value) if use.unit in _WRITTEN else use.value


def rule_name(use: ParameterUse) -> str:
    """What a value that went into a figure is; nothing for one that no page names."""
    name = _NAMED_BY_DEFAULT.get(use.name, use.name)
    name = next((rule for beginning, rule in _BEGINNINGS.items() if name.startswith(beginning)), name)
    return _OTHERS.get(name) or LABELS["rule"].get(name, "")


def _bracket(row: str) -> str:
    amount, _, hours = row.partition(": ")
    return f"dès {formats.euros(Decimal(amount))} : {formats.hours(Decimal(hours))}"
