"""The formulas of claims as a French reader follows them; part of ``clause.text.formulas``. Nothing is computed."""

import re
from collections.abc import Mapping

from clause.rules.quantities import Unit
from clause.rules.trace import Trace
from clause.text import formats

MOST_TERMS = 12
"""Beyond it a sum is told by the number of its terms."""

PHRASES: Mapping[str, str] = {
    "CR-COST": "Montant déclaré avec sa pièce",
    "CR-RETURNED": "Montant mis de côté lors du contrôle d’un bilan précédent",
    "CR-RETAINED-BEFORE": "{sum}",
    "CR-REQUESTED-BEFORE": "{sum}",
    "CR-REQUESTED-TYPED": "le plus grand de : déjà payé, {already_paid}, et déjà demandé par les bilans précédents",
    "CR-POST": "{sum}",
    "CR-STAFF": "{sum}",
    "CR-PLAN-TOTAL": "{sum}",
    "CR-BASE": "{sum}",
    "CR-M2-CLAIM": "({sum employer_cost}) × ({sum hours_on_operation}) ÷ ({sum hours_worked})",
    "CR-HOURS-LEFT": "{hours_worked} − les heures des autres opérations",
    "CR-FSE": "le plus petit de : subvention conventionnée, {grant} ; taux × coût cumulé, {rate} × {retained_cost}"
    "{others}",
    "CR-ADVANCE": "le plus petit de : {advance_rate} × {grant}, et le plafond de l’avance, s’il y en a un",
    "CR-ADVANCE-RECOVERED": "Avance reprise sur le solde, ou en partie avant, selon la convention",
    "CR-PAYABLE": "le plus petit de : {amount_due} + {advance} − {advance_recovered} ; subvention, {grant}{cap}",
    "CR-AFTER-PENALTY": "{amount_due} − {publicity_penalty}, sans descendre sous zéro",
    "CR-RATE-PRINTED": "Taux tel qu’il est imprimé dans la convention",
    "CR-RESIDUAL": "{total} − les autres parts",
    "CR-22": "{sum}",
    "CR-23": "({sum employer_cost}) ÷ {months_documented} mois × 12 + {other_pay_of_the_year}",
    "CR-25": "{hours_of_the_rate} × {working_time_share} − {hours_declared_before}, sans descendre sous zéro",
    "CR-26": "{hourly_rate} × le plus petit de {hours_declared} et {hours_left}",
    "CR-FSE-RESOURCES": "{retained_cost} − {other_resources}, sans descendre sous zéro",
}
"""By formula: what its right side becomes; formulas that are left out are filled in as they stand."""

_PLACE = re.compile(r"\{([a-z_ ]+)\}")
_HOURS = re.compile(r"(^|_)hours(_|$)")
_NUMBERS = frozenset({"months_documented", "units"})
_EUROS_PER_HOUR = frozenset({"hourly_rate"})


def is_of_a_claim(trace: Trace) -> bool:
    """True for the formulas of claims, their verification and their payment."""
    return trace.formula_id.startswith("CR-")


def unit_of(name: str) -> Unit | None:
    """The unit in which a claim's formula takes this input; None for a bare number."""
    if name in _NUMBERS:
        return None
    if name in _EUROS_PER_HOUR:
        return Unit.EURO_PER_HOUR
    if _HOURS.search(name):
        return Unit.HOUR
    return Unit.RATE if name.endswith(("_rate", "_share")) or name.startswith(("flat_rate", "rate")) else Unit.EURO


def phrase(trace: Trace, as_french: Mapping[str, str]) -> str | None:
    """The right side of the formula, None where it is filled in as it stands; ``as_french`` are its inputs, written."""
    template = PHRASES.get(trace.formula_id)
    if template is None:
        return None

    def written(found: re.Match[str]) -> str:
        return _place(found[1], trace, as_french)

    return _PLACE.sub(written, template)


def _place(name: str, trace: Trace, as_french: Mapping[str, str]) -> str:
    if name == "sum":
        return _sum(list(as_french.values()))
    if name.startswith("sum "):
        wanted = name.removeprefix("sum ")
        return _sum([text for key, text in as_french.items() if key.partition(" ")[0] == wanted])
    if name == "others":
        if trace.inputs.get("resource_test") != "yes":
            return ""
        resources = f"{as_french.get('retained_cost', '')} − {as_french.get('other_resources', '')}"
        return f" ; coût cumulé − autres ressources, {resources}"
    if name == "cap":
        return f" ; plafond avant solde, {as_french['cap_before_balance']}" if "cap_before_balance" in as_french else ""
    return as_french.get(name, "…")


def _sum(terms: list[str]) -> str:
    if not terms:
        return "rien"
    return " + ".join(terms) if len(terms) <= MOST_TERMS else f"somme de {formats.count(len(terms))} montants"
