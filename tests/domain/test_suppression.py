"""No withheld figure follows from what is shown, however many tables are laid side by side."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from clause.domain.suppression import Sum, derivable, withheld

SMALLEST = 5
Key = tuple[str, ...]


def small(people: dict[Key, int]) -> frozenset[Key]:
    return frozenset(cell for cell, count in people.items() if 0 < count < SMALLEST)


def one_table(*counts: int) -> tuple[dict[Key, int], list[Sum[Key]]]:
    parts: dict[Key, int] = {("part", str(index)): count for index, count in enumerate(counts)}
    total: Key = ("total",)
    return {**parts, total: sum(counts)}, [Sum(total, tuple(parts))]


def hide(people: dict[Key, int], sums: list[Sum[Key]]) -> frozenset[Key]:
    return withheld(people, small(people), sums, SMALLEST)


def parts_hidden(*counts: int) -> list[int]:
    people, sums = one_table(*counts)
    return [people[cell] for cell in sorted(hide(people, sums)) if cell != ("total",)]


def test_nothing_is_withheld_when_every_group_is_large_enough() -> None:
    assert hide(*one_table(5, 6, 7)) == frozenset()


def test_a_group_of_four_is_withheld_five_is_not_and_nobody_is_shown_as_nobody() -> None:
    assert parts_hidden(4, 20, 30) == [4, 20]
    assert parts_hidden(5, 20, 30) == []
    assert parts_hidden(0, 20, 30) == []


def test_a_single_small_group_takes_the_next_smallest_with_it() -> None:
    assert sorted(parts_hidden(3, 50, 20)) == [3, 20]


def test_two_small_groups_that_make_five_together_protect_each_other() -> None:
    assert sorted(parts_hidden(2, 3, 40)) == [2, 3]


def test_two_small_groups_that_make_four_together_need_a_third() -> None:
    assert sorted(parts_hidden(2, 2, 40)) == [2, 2, 40]


def test_an_empty_part_protects_nothing_so_the_total_goes() -> None:
    people, sums = one_table(3, 0)
    assert hide(people, sums) == {("part", "0"), ("total",)}


def test_a_total_withheld_in_one_table_is_not_given_away_by_another() -> None:
    people: dict[Key, int] = {("t",): 12, ("a",): 4, ("b",): 8, ("c",): 6, ("d",): 6}
    sums: list[Sum[Key]] = [Sum(("t",), (("a",), ("b",))), Sum(("t",), (("c",), ("d",)))]
    sensitive: set[Key] = {*small(people), ("t",)}
    hidden = withheld(people, sensitive, sums, SMALLEST)
    assert ("t",) in hidden
    assert derivable(hidden, sums) == frozenset()
    assert hidden & {("c",), ("d",)}


def test_people_who_stand_in_several_parts_are_not_added_up() -> None:
    people: dict[Key, int] = {("a",): 3, ("b",): 3, ("c",): 9, ("t",): 10}
    parts: tuple[Key, ...] = (("a",), ("b",), ("c",))
    assert withheld(people, small(people), [Sum(("t",), parts)], SMALLEST) == {("a",), ("b",)}
    assert withheld(people, small(people), [Sum(("t",), parts, disjoint=False)], SMALLEST) == set(parts)


def test_large_groups_that_overlap_are_all_shown() -> None:
    people: dict[Key, int] = {("a",): 8, ("b",): 9, ("t",): 12}
    sums: list[Sum[Key]] = [Sum(("t",), (("a",), ("b",)), disjoint=False)]
    assert hide(people, sums) == frozenset()


def test_a_cell_that_nobody_was_counted_in_is_nobodys() -> None:
    people: dict[Key, int] = {("a",): 3, ("t",): 3}
    sums: list[Sum[Key]] = [Sum(("t",), (("a",), ("nobody",)))]
    assert hide(people, sums) == {("a",), ("t",)}
    many: dict[Key, int] = {("a",): 30, ("t",): 30}
    nobody: set[Key] = {("nobody",)}
    assert withheld(many, nobody, sums, SMALLEST) == nobody


def test_a_chain_of_tables_gives_a_cell_away_and_is_seen() -> None:
    # x + y, y + z and x + z known: each follows, though two cells are withheld in every table.
    sums = [Sum("t1", ("x", "y")), Sum("t2", ("y", "z")), Sum("t3", ("x", "z"))]
    assert derivable({"x", "y", "z"}, sums) == {"x", "y", "z"}
    assert derivable({"x", "y", "z", "t1"}, sums) == frozenset()


def grid(counts: list[list[int]]) -> tuple[dict[Key, int], list[Sum[Key]]]:
    """Regions by rows of a table, with the country as the sum of the regions."""
    regions, rows = range(len(counts)), range(len(counts[0]))
    people: dict[Key, int] = {(f"r{i}", f"c{j}"): counts[i][j] for i, j in product(regions, rows)}
    for i in regions:
        people[(f"r{i}", "total")] = sum(counts[i])
    for j in rows:
        people[("country", f"c{j}")] = sum(counts[i][j] for i in regions)
    people[("country", "total")] = sum(map(sum, counts))
    sums: list[Sum[Key]] = [
        Sum((place, "total"), tuple((place, f"c{j}") for j in rows))
        for place in [*(f"r{i}" for i in regions), "country"]
    ]
    columns = [*(f"c{j}" for j in rows), "total"]
    sums += [Sum(("country", name), tuple((f"r{i}", name) for i in regions)) for name in columns]
    return people, sums


def solutions(people: dict[Key, int], hidden: frozenset[Key], sums: list[Sum[Key]]) -> Iterator[dict[Key, int]]:
    """Every way to fill the withheld cells with up to ten people each that agrees with what is shown."""
    cells = sorted(hidden)
    for values in product(range(11), repeat=len(cells)):
        full = {**people, **dict(zip(cells, values, strict=True))}
        if all(full[one.total] == sum(full[part] for part in one.parts) for one in sums):
            yield full


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_whoever_tries_every_filling_of_a_table_finds_two_for_each_withheld_cell(counts: list[int]) -> None:
    people, sums = one_table(*counts)
    hidden = hide(people, sums) - {("total",)}
    if ("total",) in hide(people, sums):
        return  # without its total a table says nothing of its withheld cells
    found = list(solutions(people, hidden, sums))
    assert all(len({full[cell] for full in found}) > 1 for cell in hidden)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_in_one_table_no_withheld_cell_follows_and_the_withheld_group_is_never_small(counts: list[int]) -> None:
    people, sums = one_table(*counts)
    hidden = hide(people, sums)
    assert small(people) <= hidden
    assert derivable(hidden, sums) == frozenset()
    behind = sum(people[cell] for cell in hidden if cell != ("total",))
    assert ("total",) in hidden or behind == 0 or behind >= SMALLEST


@given(st.data())
def test_over_regions_and_country_no_withheld_cell_with_people_follows(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 5))
    counts = data.draw(st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=5))
    people, sums = grid(counts)
    hidden = hide(people, sums)
    assert small(people) <= hidden
    assert {cell for cell in derivable(hidden, sums) if people[cell]} == set()


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.lists(st.integers(1, 9), min_size=1, max_size=7))
def test_two_tables_with_the_same_total_keep_each_others_secrets(first: list[int], cuts: list[int]) -> None:
    people, sums = one_table(*first)
    left, second = people[("total",)], []
    for cut in cuts:
        second.append(min(cut, left))
        left -= second[-1]
    second.append(left)
    others: dict[Key, int] = {("other", str(index)): count for index, count in enumerate(second)}
    people, sums = {**people, **others}, [*sums, Sum(("total",), tuple(others))]
    hidden = hide(people, sums)
    assert small(people) <= hidden
    assert {cell for cell in derivable(hidden, sums) if people[cell]} == set()


@given(st.lists(st.integers(0, 30), min_size=2, max_size=9))
def test_the_order_of_the_rows_does_not_change_how_much_is_withheld(counts: list[int]) -> None:
    forward, backward = one_table(*counts), one_table(*reversed(counts))
    assert len(hide(*forward)) == len(hide(*backward))


def gives_away(hidden: set[str], sums: list[Sum[str]], cell: str) -> bool:
    """By the book: a cell follows when its unit vector adds nothing to the rank of the equations."""
    columns = sorted(hidden)
    rows = [
        [Fraction((name == one.total) - (name in one.parts)) for name in columns]
        for one in sums
        if hidden & set(one.members)
    ]
    return rank([*rows, [Fraction(name == cell) for name in columns]]) == rank(rows)


def rank(rows: list[list[Fraction]]) -> int:
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for index, row in enumerate(rows):
            if index != found and row[column]:
                times = row[column] / pivot[column]
                rows[index] = [value - times * other for value, other in zip(row, pivot, strict=True)]
        found += 1
    return found


NAMES = [f"x{index}" for index in range(9)]


@given(
    st.sets(st.sampled_from(NAMES), min_size=1),
    st.lists(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True), min_size=1, max_size=7),
)
def test_what_is_said_to_follow_is_what_linear_algebra_says(hidden: set[str], groups: list[list[str]]) -> None:
    sums = [Sum(group[0], tuple(group[1:])) for group in groups]
    assert derivable(hidden, sums) == {cell for cell in hidden if gives_away(hidden, sums, cell)}
