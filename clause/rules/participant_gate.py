"""Whether the data of an operation's participants is complete enough."""

from datetime import date
from fractions import Fraction

from clause.rules.errors import Reason, RuleError
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit, exact, ratio_4dp
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_INCOMPLETE = Formula(
    "IND-INCOMPLETE",
    "incomplete_share = incomplete ÷ participants",
    Unit.RATIO,
    reference=LegalReference(
        text="Département de Seine-et-Marne, ressources sur le FSE+",
        link="https://www.seine-et-marne.fr/fr/les-ressources-sur-le-fse",
    ),
    confidence=Confidence.SURE,
)


class IncompleteShare(Figure):
    """The share of participants with incomplete data, to show; whether it is above the threshold is decided exactly."""

    is_at_risk: bool


def incomplete_share(incomplete: int, participants: int, on: date) -> IncompleteShare:
    """The share of participants whose data is incomplete, and whether it exposes the operation to an adjustment.

    Above 35 % it does; 35 % exactly does not. Zero where there is no participant.
    Source: département de Seine-et-Marne (§ 6.3 of the reference).
    Raises RuleError OUT_OF_RANGE for counts that cannot be.
    """
    if not 0 <= incomplete <= participants:
        raise RuleError(Reason.OUT_OF_RANGE, input="incomplete")
    threshold = value_in_force("participants_incomplete_threshold", on)
    part = Fraction(incomplete, participants) if participants else Fraction(0)
    figure = _INCOMPLETE.figure(
        ratio_4dp(part), {"incomplete": incomplete, "participants": participants}, parameters=(threshold,)
    )
    is_at_risk = part > exact(threshold.decimal(Unit.RATE))
    return IncompleteShare(value=figure.value, trace=figure.trace, is_at_risk=is_at_risk)
