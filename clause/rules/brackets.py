"""Tables that give hours by bracket of amount: from each lower bound, so many hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from clause.rules.errors import Reason, RuleError
from clause.rules.quantities import Euros, Hours, amount, as_text


@dataclass(frozen=True, slots=True)
class Bracket:
    """From this amount without VAT, included, up to the next bracket: so many hours in all."""

    amount_from: Euros
    hours: Hours


@dataclass(frozen=True, slots=True)
class Brackets:
    """A table of brackets, lowest first; one bracket at least, each bound above the one before."""

    rows: tuple[Bracket, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            amount(row.amount_from, "amount_from")
            amount(row.hours, "hours")
        bounds = [row.amount_from for row in self.rows]
        if not bounds or any(later <= earlier for earlier, later in pairwise(bounds)):
            raise RuleError(Reason.BRACKETS_OUT_OF_ORDER, input="brackets", raw=str(self))

    @classmethod
    def of(cls, pairs: Iterable[tuple[Euros, Hours]]) -> "Brackets":
        """The table of these lower bounds and hours. RuleError (BRACKETS_OUT_OF_ORDER) unless bounds go up."""
        return cls(tuple(Bracket(bound, hours) for bound, hours in pairs))

    def hours_for(self, price: Euros) -> Hours:
        """The hours of the bracket in which an amount lies; 0.00 below the first bracket."""
        reached = [row.hours for row in self.rows if row.amount_from <= price]
        return reached[-1] if reached else Hours("0.00")

    def __str__(self) -> str:
        return "; ".join(f"{as_text(row.amount_from)}: {as_text(row.hours)}" for row in self.rows)
