"""The same cost is paid once: shares of a person's month over all operations (CR-DF)."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from clause.rules.cost_codes import CostMethod
from clause.rules.quantities import Exact, Unit, ratio_4dp, share
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_SHARES = Formula(
    "CR-DF-1",
    "claimed_share = Σ share of each operation",
    Unit.RATIO,
    reference=LegalReference(text="Règlement (UE) 2021/1060", article="63(9)", source="aucun double financement"),
    confidence=Confidence.SURE,
)


class ClaimedShares(Figure):
    """The shares of a person's month added up, to show with four decimals; whether they pass one is decided exactly."""

    exceeds_one: bool


def claimed_shares(share_by_operation: Mapping[str, Exact]) -> ClaimedShares:
    """How much of a person's month all operations together claim; above one, something would be paid twice.

    A share is the fixed share of time (M1), or hours on the operation ÷ hours worked (M2, M3), as an exact fraction.
    Keys name the operations; they stand in the trace.
    Source: regulation (EU) 2021/1060, art. 63(9).
    """
    total = sum((share(part, name) for name, part in share_by_operation.items()), Fraction(0))
    figure = _SHARES.figure(ratio_4dp(total), share_by_operation)
    return ClaimedShares(value=figure.value, trace=figure.trace, exceeds_one=total > 1)


def methods_conflict(methods: Collection[CostMethod]) -> bool:
    """True when a person's month is under a fixed share on one operation and by hours on another.

    Assumption: a fixed share and counted hours of the same month cannot be told apart, so they are not mixed.
    """
    return CostMethod.M1 in methods and any(method is not CostMethod.M1 for method in methods)
