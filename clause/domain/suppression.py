"""Which figures of published tables are withheld, so that nothing is learnt of a group of fewer than five people.

A table says that a total is the sum of its parts. Tables share cells: the same total heads several tables, a part of
one is the total of another, and the country is the sum of its regions. Withheld are the cells that rest on too few
people (primary), then as many others as it takes (complementary) so that

- no withheld cell follows from what is shown, by any addition or subtraction over all the tables together; and
- what is withheld below a shown total rests together on a group that is large enough.

Exact recomputation is excluded, whatever the chain of tables; that a withheld figure lies between bounds is not.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

K = TypeVar("K", bound=Hashable)
Number: TypeAlias = int | Fraction


@dataclass(frozen=True, slots=True)
class Sum(Generic[K]):
    """The total and its parts; ``disjoint`` when nobody stands behind two of the parts."""

    total: K
    parts: tuple[K, ...]
    disjoint: bool = True

    @property
    def members(self) -> tuple[K, ...]:
        """The total and the parts."""
        return (self.total, *self.parts)


def withheld(people: Mapping[K, int], sensitive: Set[K], sums: Sequence[Sum[K]], smallest_group: int) -> frozenset[K]:
    """The cells to withhold: the sensitive ones and those that protect them; a cell of nobody is never sensitive.

    ``people`` gives the number behind each cell that a sum names. As long as a withheld cell follows from the rest, one
    more is withheld beside it, the one with the fewest people first; it ends at the latest when nothing is shown.
    """
    protection = _Protection(people, sums, smallest_group, set(sensitive))
    while True:
        while protection.protect_weak_sums():
            pass
        # What single sums give away is settled; what several give away together needs linear algebra.
        if not protection.protect_derivable_cells():
            return frozenset(protection.hidden)


def derivable(hidden: Set[K], sums: Iterable[Sum[K]]) -> frozenset[K]:
    """The withheld cells whose exact value follows from the cells shown, by linear algebra over all the sums."""
    return frozenset(next(iter(row)) for row in _reduced(_equations(hidden, sums)) if len(row) == 1)


Cost: TypeAlias = tuple[bool, bool, int, str]


class _Protection(Generic[K]):
    """The tables while cells are being withheld."""

    def __init__(self, people: Mapping[K, int], sums: Sequence[Sum[K]], smallest_group: int, hidden: set[K]) -> None:
        self.people = people
        self.sums = sums
        self.smallest_group = smallest_group
        self.hidden = hidden
        self.around: dict[K, list[Sum[K]]] = {}
        self.alone: set[K] = set()
        """Cells that are all there is below a total: withholding one withholds that total."""
        for one in sums:
            for member in one.members:
                self.around.setdefault(member, []).append(one)
            filled = [part for part in one.parts if people.get(part, 0) > 0]
            if len(filled) == 1:
                self.alone.add(filled[0])

    def protect_weak_sums(self) -> bool:
        """Withhold one more cell in each sum that by itself gives a withheld cell, or too small a group, away."""
        changed = False
        for one in self.sums:
            companion = None
            unseen = [member for member in one.members if member in self.hidden]
            if len(unseen) == 1 and self.people.get(unseen[0], 0) > 0:
                companion = self.best(self.around[unseen[0]])
            elif one.total not in self.hidden and 0 < self.group(one) < self.smallest_group:
                companion = self.best([one])
            if companion is not None:
                self.hidden.add(companion)
                changed = True
        return changed

    def protect_derivable_cells(self) -> bool:
        """Withhold more beside cells that follow from the rest: the cheapest first, and once for neighbours.

        A cell that shares a sum with one just dealt with may be safe by now; the next round tells.
        """
        given_away = [cell for cell in derivable(self.hidden, self.sums) if self.people.get(cell, 0) > 0]
        offers = [(offer, cell) for cell in given_away if (offer := self.best(self.around[cell])) is not None]
        if given_away and not offers:
            last = self.best(one for one in self.sums if any(member in self.hidden for member in one.members))
            self.hidden |= {last} if last is not None else set()
            return last is not None
        dealt_with: set[int] = set()
        for offer, cell in sorted(offers, key=lambda pair: (self.cost(pair[0]), str(pair[1]))):
            near = {id(one) for one in self.around[cell]}
            if not near & dealt_with:
                self.hidden.add(offer)
                dealt_with |= near | {id(one) for one in self.around[offer]}
        return bool(offers)

    def group(self, one: Sum[K]) -> int:
        """People who stand at least behind the withheld parts of a sum together."""
        counts = [self.people.get(part, 0) for part in one.parts if part in self.hidden]
        return sum(counts) if one.disjoint else max(counts, default=0)

    def best(self, sums: Iterable[Sum[K]]) -> K | None:
        """The next cell to withhold among several sums: a part with people; failing that a total; no empty part."""
        offers: dict[K, Cost] = {}
        for one in sums:
            open_parts = [part for part in one.parts if part not in self.hidden and self.people.get(part, 0) > 0]
            for part in open_parts:
                offers[part] = self.cost(part)
            if not open_parts and one.total not in self.hidden:
                offers[one.total] = (True, *self.cost(one.total)[1:])
        return min(offers, key=lambda cell: offers[cell], default=None)

    def cost(self, cell: K) -> Cost:
        """What withholding a cell costs the reader: a whole total, then the number of people."""
        return (False, cell in self.alone, self.people.get(cell, 0), str(cell))


def _equations(hidden: Set[K], sums: Iterable[Sum[K]]) -> list[dict[K, Number]]:
    """What the cells shown say of the withheld ones: total less parts is zero, the shown ones being constants."""
    found = []
    for one in sums:
        row: dict[K, Number] = {part: -1 for part in one.parts if part in hidden}
        if one.total in hidden:
            row[one.total] = 1
        if row:
            found.append(row)
    return found


def _reduced(equations: Sequence[dict[K, Number]]) -> list[dict[K, Number]]:
    """The equations in reduced row echelon form; a row of one cell gives that cell away."""
    reduced: dict[K, dict[K, Number]] = {}
    standing: dict[K, set[K]] = {}  # cell → pivots of the rows where it stands, so that few rows are looked at
    for equation in sorted(equations, key=len):
        row = dict(equation)
        for cell in [cell for cell in row if cell in reduced]:
            _subtract(row, reduced[cell], row[cell])
        if not row:
            continue
        pivot = min(row, key=lambda cell: len(standing.get(cell, ())))
        lead = row[pivot]
        # Nearly every coefficient is one or minus one: whole numbers stay whole.
        row = {cell: value * lead if lead in (1, -1) else Fraction(value) / lead for cell, value in row.items()}
        for key in standing.pop(pivot, set()):
            other = reduced[key]
            before = set(other)
            _subtract(other, row, other[pivot])
            for cell in other.keys() - before:
                standing.setdefault(cell, set()).add(key)
            for cell in before - other.keys() - {pivot}:
                standing[cell].discard(key)
        for cell in row:
            if cell != pivot:
                standing.setdefault(cell, set()).add(pivot)
        reduced[pivot] = row
    return list(reduced.values())


def _subtract(row: dict[K, Number], other: Mapping[K, Number], times: Number) -> None:
    for cell, value in other.items():
        left = row.get(cell, 0) - times * value
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
