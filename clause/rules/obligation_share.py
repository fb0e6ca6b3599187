"""Hours owed as a share of the hours worked on the lot, as large projects ask for."""

from clause.rules.obligation import decimal_of
from clause.rules.parameter import ParameterValue
from clause.rules.quantities import Hours, Rate, Unit, amount, rounded, share, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_CHARTER = LegalReference(
    text="Charte nationale d’insertion de l’ANRU 2014-2024", source="5 % au moins des heures travaillées"
)
_SHARE = Formula(
    "OBL-HOURS-SHARE",
    "hours_owed = hours_worked × insertion_rate",
    Unit.HOUR,
    reference=_CHARTER,
    confidence=Confidence.SURE,
)
_WORKED = Formula(
    "OBL-HOURS-WORKED",
    "hours_worked = Σ hours of each month",
    Unit.HOUR,
    reference=_CHARTER,
    confidence=Confidence.SURE,
)


def hours_worked_in_all(hours_worked: Hours, months: int) -> Figure:
    """All hours worked on the lot, the sum of so many months reported, in hours with two decimals."""
    return _WORKED.figure(unrounded(amount(hours_worked, "hours_worked")), {"months": months})


def share_of_hours_worked(
    hours_worked: Figure, insertion_rate: Rate | ParameterValue, rounding: ParameterValue
) -> Figure:
    """Hours owed as a share of the hours worked, rounded once by the policy given.

    Raises RuleError on a rate that is no share. Source: national charter of the ANRU.
    """
    rate, policy = decimal_of(insertion_rate, Unit.RATE), rounding.rounding(Unit.HOUR_ROUNDING)
    owed = amount(hours_worked.value, "hours_worked") * share(rate, "insertion_rate")
    dated = (insertion_rate,) if isinstance(insertion_rate, ParameterValue) else ()
    return _SHARE.figure(
        rounded(owed, policy),
        {"hours_worked": hours_worked.value, "insertion_rate": rate},
        parameters=(*dated, rounding),
        rounding=policy,
        steps=(hours_worked.trace,),
    )
