"""A table that is read, printed or taken away: its cells, what stands to the right, and the order of its rows."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from clause.domain.tables import CellKind, Column, Sheet, cells_of, sheet_of, sorted_rows


@dataclass(frozen=True)
class Row:
    name: str | None
    euros: Decimal | None = None
    count: int | None = None


COLUMNS = (
    Column[Row]("name", "Nom", lambda row: row.name),
    Column[Row]("euros", "Montant", lambda row: row.euros, CellKind.EUROS),
    Column[Row]("count", "Nombre", lambda row: row.count, CellKind.COUNT),
)
ROWS = (
    Row("éva", Decimal("10.00"), 2),
    Row("Zoé", None, 10),
    Row("alice", Decimal("9.50")),
    Row(None, Decimal("-1.00"), 3),
)


def ordered(wanted: str, *rows: Row) -> list[str | None]:
    return [row.name for row in sorted_rows(rows or ROWS, COLUMNS, wanted)]


@pytest.mark.parametrize(
    ("kind", "is_number"),
    [
        (CellKind.TEXT, False),
        (CellKind.COUNT, True),
        (CellKind.HOURS, True),
        (CellKind.EUROS, True),
        (CellKind.RATE, True),
        (CellKind.DAY, False),
        (CellKind.MONTH, False),
        (CellKind.MOMENT, False),
    ],
)
def test_figures_are_written_to_the_right_and_words_and_days_are_not(kind: CellKind, is_number: bool) -> None:
    assert Column[Row]("key", "Titre", lambda row: row.name, kind).is_number is is_number


def test_a_column_is_of_text_and_on_the_page_unless_told_otherwise() -> None:
    assert (COLUMNS[0].kind, COLUMNS[0].only_in_file, COLUMNS[0].link, COLUMNS[0].tone) == (
        CellKind.TEXT, False, None, None,
    )  # fmt: skip


def test_cells_stand_row_by_row_in_the_order_of_the_columns() -> None:
    assert cells_of(COLUMNS, ROWS[:2]) == (("éva", Decimal("10.00"), 2), ("Zoé", None, 10))
    assert cells_of(COLUMNS, ()) == ()


def test_a_sheet_has_its_notes_its_titles_with_their_kinds_and_its_rows() -> None:
    assert sheet_of("Heures", ["Au 1er juillet"], COLUMNS[:2], ROWS[:1]) == Sheet(
        title="Heures",
        notes=("Au 1er juillet",),
        columns=(("Nom", CellKind.TEXT), ("Montant", CellKind.EUROS)),
        rows=(("éva", Decimal("10.00")),),
    )


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("euros", [None, "alice", "éva", "Zoé"]),
        ("-euros", ["éva", "alice", None, "Zoé"]),
        ("count", ["éva", None, "Zoé", "alice"]),
        ("-count", ["Zoé", None, "éva", "alice"]),
    ],
)
def test_figures_are_sorted_by_value_and_empty_cells_come_last_either_way(wanted: str, names: list[str | None]) -> None:
    assert ordered(wanted) == names


def test_words_are_sorted_whatever_their_capitals() -> None:
    rows = Row("bob"), Row("Alice"), Row("Carl"), Row(None)
    assert ordered("name", *rows) == ["Alice", "bob", "Carl", None]
    assert ordered("-name", *rows) == ["Carl", "bob", "Alice", None]


@pytest.mark.parametrize("wanted", ["", "-", "unknown", "-unknown", "Nom"])
def test_rows_stay_as_they_are_for_a_key_that_no_column_has(wanted: str) -> None:
    assert ordered(wanted) == [row.name for row in ROWS]


def test_rows_that_say_the_same_keep_their_order() -> None:
    rows = Row("b", Decimal("1.00")), Row("a", Decimal("1.00")), Row("c", Decimal("0.00"))
    assert ordered("euros", *rows) == ["c", "b", "a"]
    assert ordered("-euros", *rows) == ["b", "a", "c"]
