"""Hours by bracket of the price, as the school drop-out clause fixes them."""

from datetime import date

from clause.rules.brackets import Brackets
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Euros, Unit, amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_BRACKETS = Formula(
    "OBL-BRACKETS",
    "hours_owed = hours of the bracket in which amount_excl_vat lies",
    Unit.HOUR,
    reference=LegalReference(
        text="Guide pratique de la clause sociale de formation (Éducation nationale, décembre 2019)",
        article="page 6",
        source="heures selon le montant de la période ferme, à titre indicatif",
    ),
    confidence=Confidence.SURE,
)


def hours_from_brackets(amount_excl_vat: Euros, table: Brackets | ParameterValue) -> Figure:
    """Hours owed by the bracket in which the price of the firm period lies, in hours as the table writes them.

    Euros without VAT; renewals are left out of the price. Below the first bracket nothing is owed. Raises RuleError on
    an amount out of its bounds. Source: guide of December 2019, page 6.
    Interpretation: "100–199 k€" begins at 100 000.00 € and ends a cent before the next bracket.
    """
    brackets = table.brackets() if isinstance(table, ParameterValue) else table
    amount(amount_excl_vat, "amount_excl_vat")
    hours = amount(brackets.hours_for(amount_excl_vat), "hours")
    return _BRACKETS.figure(
        unrounded(hours),
        {"amount_excl_vat": amount_excl_vat, "brackets": str(brackets)},
        parameters=(table,) if isinstance(table, ParameterValue) else (),
    )


def usual_brackets(on: date) -> ParameterValue:
    """The indicative table in force on a day; raises UnknownValue before the first known day."""
    return value_in_force("school_clause_brackets", on)
