"""How a lot ended: hours credited against hours owed once the execution is over."""

from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from clause.rules.quantities import Hours, Unit, amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula


class BalanceOutcome(StrEnum):
    """MET: exactly what was owed. SURPLUS: more. SHORTFALL: less."""

    MET = "MET"
    SURPLUS = "SURPLUS"
    SHORTFALL = "SHORTFALL"


class BalanceFigures(BaseModel):
    """The end of a lot in hours, and what that is called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: BalanceOutcome
    balance: Figure
    """credited − owed: positive for a surplus, negative for a shortfall."""


_BALANCE = Formula(
    "BAL-BALANCE",
    "balance = credited − owed",
    Unit.HOUR,
    reference=LegalReference(
        text="Lycée Simone-Veil de Liffré, TA Rennes",
        source="jugement rendu public le 4 février 2026 : bilan final négatif, 490 h dues, 70 h retenues",
    ),
    confidence=Confidence.SURE,
)


def final_balance(owed: Hours, credited: Hours) -> BalanceFigures:
    """The balance of a lot in hours with two decimals, unrounded, and its outcome.

    Raises RuleError on hours that are negative or finer than 0.01 h.
    Assumption: hours above what is owed stay a surplus; they go to no other contract without a pooling agreement.
    """
    left = amount(credited, "credited") - amount(owed, "owed")
    outcome = BalanceOutcome.MET
    if left != 0:
        outcome = BalanceOutcome.SURPLUS if left > Fraction(0) else BalanceOutcome.SHORTFALL
    return BalanceFigures(
        outcome=outcome, balance=_BALANCE.figure(unrounded(left), {"owed": owed, "credited": credited})
    )
