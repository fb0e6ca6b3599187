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
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


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

    ``people`` gives the number behind each cell that a sum names. Each round looks for cells that still follow from
    the rest and withholds one more beside each, the one with the fewest people; it ends at the latest when nothing is
    shown.
    """
    around = _sums_around(sums)
    hidden = set(sensitive)
    while True:
        added = _companions_of_weak_sums(people, hidden, sums, smallest_group)
        added = added or _companions_of_derivable_cells(people, hidden, sums, around)
        if not added:
            return frozenset(hidden)
        hidden |= added


def derivable(hidden: Set[K], sums: Iterable[Sum[K]]) -> frozenset[K]:
    """The withheld cells whose exact value follows from the cells shown, by linear algebra over all the sums."""
    return frozenset(next(iter(row)) for row in _reduced(_equations(hidden, sums)) if len(row) == 1)


def _sums_around(sums: Sequence[Sum[K]]) -> dict[K, list[Sum[K]]]:
    around: dict[K, list[Sum[K]]] = {}
    for one in sums:
        for member in one.members:
            around.setdefault(member, []).append(one)
    return around


def _companions_of_weak_sums(
    people: Mapping[K, int], hidden: Set[K], sums: Sequence[Sum[K]], smallest_group: int
) -> set[K]:
    """One more cell beside each sum whose shown total says something of a withheld group that is too small."""
    weak = [one for one in sums if one.total not in hidden and 0 < _group(people, hidden, one) < smallest_group]
    return {companion for one in weak if (companion := _companion(people, hidden, one)) is not None}


def _group(people: Mapping[K, int], hidden: Set[K], one: Sum[K]) -> int:
    """People who stand at least behind the withheld parts together."""
    counts = [people.get(part, 0) for part in one.parts if part in hidden]
    return sum(counts) if one.disjoint else max(counts, default=0)


def _companions_of_derivable_cells(
    people: Mapping[K, int], hidden: Set[K], sums: Sequence[Sum[K]], around: Mapping[K, Sequence[Sum[K]]]
) -> set[K]:
    """One more cell beside each withheld one that follows from the rest: in its own sums, else in any touched one."""
    given_away = sorted((cell for cell in derivable(hidden, sums) if people.get(cell, 0) > 0), key=str)
    found = {_best(people, hidden, around[cell]) for cell in given_away} - {None}
    if given_away and not found:
        touched = [one for one in sums if any(member in hidden for member in one.members)]
        found = {_best(people, hidden, touched)} - {None}
    return {cell for cell in found if cell is not None}


def _best(people: Mapping[K, int], hidden: Set[K], sums: Iterable[Sum[K]]) -> K | None:
    """The companion that costs the reader least, over several sums."""
    companions = [companion for one in sums if (companion := _companion(people, hidden, one)) is not None]
    return min(companions, key=lambda cell: (people.get(cell, 0), str(cell)), default=None)


def _companion(people: Mapping[K, int], hidden: Set[K], one: Sum[K]) -> K | None:
    """The next cell to withhold: a part with people, the fewest first; then the total; never an empty part."""
    parts = [part for part in one.parts if part not in hidden and people.get(part, 0) > 0]
    if parts:
        return min(parts, key=lambda part: (people.get(part, 0), str(part)))
    return one.total if one.total not in hidden else None


def _equations(hidden: Set[K], sums: Iterable[Sum[K]]) -> list[dict[K, Fraction]]:
    """What the cells shown say of the withheld ones: total less parts is zero, the shown ones being constants."""
    found = []
    for one in sums:
        row = {part: Fraction(-1) for part in one.parts if part in hidden}
        if one.total in hidden:
            row[one.total] = Fraction(1)
        if row:
            found.append(row)
    return found


def _reduced(equations: list[dict[K, Fraction]]) -> list[dict[K, Fraction]]:
    """The equations in reduced row echelon form; a row of one cell gives that cell away."""
    reduced: dict[K, dict[K, Fraction]] = {}
    for equation in equations:
        row = dict(equation)
        for cell in [cell for cell in row if cell in reduced]:
            _subtract(row, reduced[cell], row.get(cell, Fraction(0)))
        if not row:
            continue
        pivot = next(iter(row))
        lead = row[pivot]
        row = {cell: value / lead for cell, value in row.items()}
        for other in reduced.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        reduced[pivot] = row
    return list(reduced.values())


def _subtract(row: dict[K, Fraction], other: Mapping[K, Fraction], times: Fraction) -> None:
    if times == 0:
        return
    for cell, value in other.items():
        left = row.get(cell, Fraction(0)) - times * value
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
