"""The share of a lot's hours done by residents of priority districts (QPV), where its contract gives them priority."""

from datetime import date

from clause.rules.parameter import value_in_force
from clause.rules.quantities import Hours, Rounding, Unit, amount, ratio_4dp
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_SHARE = Formula(
    "CMP-QPV-SHARE",
    "qpv_share = hours_qpv ÷ hours_credited",
    Unit.RATIO,
    reference=LegalReference(
        text="Charte nationale d’insertion de l’ANRU 2014-2024",
        source="priorité aux habitants des quartiers prioritaires ; la part se suit en heures",
    ),
    confidence=Confidence.ASSUMPTION,
)


def qpv_share(hours_qpv: Hours, hours_credited: Hours) -> Figure | None:
    """The part of the credited hours done by residents of priority districts, to 0.0001 half up; None without hours.

    Source: domain.md, 3.4 (ANRU charter: priority to residents of priority districts).
    Assumption: a person counts by where it lived when it was hired.
    """
    whole = amount(hours_credited, "hours_credited")
    if whole == 0:
        return None
    share = ratio_4dp(amount(hours_qpv, "hours_qpv") / whole)
    inputs = {"hours_qpv": hours_qpv, "hours_credited": hours_credited}
    return _SHARE.figure(share, inputs, rounding=Rounding.RATIO_4DP)


def may_be_told(people_qpv: int, people: int, on: date) -> bool:
    """Whether the share tells nothing about one person to whoever follows none of them.

    At least the smallest group of the statistics on both sides: residents, and the others.
    Assumption: the size; the same as in what is published.
    """
    smallest = value_in_force("statistics_smallest_group", on).whole(Unit.PERSON)
    return min(people_qpv, people - people_qpv) >= smallest
