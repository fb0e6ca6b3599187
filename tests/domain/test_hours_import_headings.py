"""Which row is that of the headings, which column is read as what, and what is unclear about it."""

from collections.abc import Mapping

import pytest

from clause.domain.findings import Finding, Severity
from clause.domain.hours_import import REPORT_HEADING, Cell, MappingSource, SheetColumn, SheetField, SheetLayout
from clause.domain.hours_import_headers import (
    find_header,
    folded_mapping,
    month_named,
    read_layout,
    signature_of,
    unread_sheet,
)
from clause.rules.calendar import Month

F = SheetField
FULL: list[Cell] = ["Marché", "Nom", "Prénom", "Mois", "Heures"]


def read(
    cells: list[Cell], given: Mapping[str, SheetField | None] | None = None, sheet: str = "Mai"
) -> tuple[SheetLayout, tuple[Finding, ...]]:
    return read_layout(sheet, 3, cells, folded_mapping(given or {}), MappingSource.GIVEN)


def fields(cells: list[Cell], given: Mapping[str, SheetField | None] | None = None) -> dict[str, SheetField | None]:
    """By column: what it is read as."""
    return {column.column: column.field for column in read(cells, given)[0].columns}


def test_the_headings_are_the_row_that_announces_most() -> None:
    few: list[Cell] = ["Nom", "Heures"]
    assert find_header([(1, ["Relevé de mai"]), (2, few), (3, FULL), (4, ["Martin", 7])], {}) == 2
    assert find_header([(1, FULL), (2, FULL)], {}) == 0
    assert find_header([(1, ["Nom", "Prénom"]), (2, ["Heures"]), (3, [None, ""])], {}) is None
    assert find_header([], {}) is None


def test_two_headings_that_were_explained_are_enough() -> None:
    given = folded_mapping({"Qui": F.FULL_NAME, "Combien": F.HOURS, "Note": None})
    assert find_header([(1, ["Qui", "x"]), (2, ["Qui", "Combien"])], given) == 1
    assert find_header([(1, ["Qui", "x"])], given) is None


def test_a_whole_sheet_of_headings_leaves_nothing_unclear() -> None:
    layout, unclear = read(FULL)
    assert unclear == ()
    assert layout == SheetLayout(
        sheet="Mai",
        header_row=3,
        columns=(
            SheetColumn(column="A", header="Marché", field=F.CONTRACT),
            SheetColumn(column="B", header="Nom", field=F.LAST_NAME),
            SheetColumn(column="C", header="Prénom", field=F.FIRST_NAME),
            SheetColumn(column="D", header="Mois", field=F.MONTH),
            SheetColumn(column="E", header="Heures", field=F.HOURS),
        ),
        source=MappingSource.RECOGNISED,
        signature=signature_of(["Marché", "Nom", "Prénom", "Mois", "Heures"]),
        sheet_month=None,
    )


def test_a_column_may_be_explained_by_its_heading_or_by_its_letter() -> None:
    given = {"c": F.FIRST_NAME, "Note": None, "Total": F.HOURS}
    assert fields(["Marché", "Nom", "Qui", "Note", "Total", None], given) == {
        "A": F.CONTRACT,
        "B": F.LAST_NAME,
        "C": F.FIRST_NAME,
        "D": None,
        "E": F.HOURS,
    }
    assert read(FULL, {"Note": None})[0].source is MappingSource.GIVEN


def test_what_was_explained_wins_over_what_only_looks_like_it() -> None:
    assert fields(["Nom", "Salariée", "Heures"], {"Salariée": F.LAST_NAME}) == {
        "A": None,
        "B": F.LAST_NAME,
        "C": F.HOURS,
    }


def test_two_columns_that_say_the_same_are_both_named() -> None:
    layout, unclear = read([*FULL, "Heures"])
    assert [column.field for column in layout.columns[-2:]] == [F.HOURS, F.HOURS]
    assert unclear == tuple(
        Finding(code="IHR-002", field=f"Mai!{letter}3", raw="Heures", values={"field": "hours"}) for letter in "EF"
    )


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [("Marché", "contract"), ("Nom", "last_name"), ("Prénom", "first_name"), ("Mois", "month"), ("Heures", "hours")],
)
def test_what_no_column_holds_is_told_at_the_row_of_headings(left_out: str, missing: str) -> None:
    _, unclear = read([cell for cell in FULL if cell != left_out])
    assert unclear == (Finding(code="IHR-003", field="Mai!A3", values={"field": missing}),)


def test_the_month_may_stand_in_the_name_of_the_sheet_and_a_name_in_one_column() -> None:
    layout, unclear = read(["Marché", "Nom et prénom", "Heures"], sheet="Mai 2026")
    assert (layout.sheet_month, unclear) == (Month(2026, 5), ())


def test_the_column_of_the_report_moves_the_letters_and_not_the_signature() -> None:
    """The corrected file has one more column before the others; letters are those of the file that was sent."""
    headings = ["Marché", "Nom", "Qui"]
    with_report = [REPORT_HEADING, *headings]
    assert signature_of(with_report) == signature_of(headings) != signature_of(headings[:2])
    assert fields([*with_report], {"C": F.FIRST_NAME}) == {
        "A": None,
        "B": F.CONTRACT,
        "C": F.LAST_NAME,
        "D": F.FIRST_NAME,
    }


def test_headings_of_the_same_words_have_one_signature() -> None:
    assert signature_of(["MARCHÉ ", "nom"]) == signature_of(["Marche", "Nom"])
    assert signature_of(["Nom", "Marché"]) != signature_of(["Marché", "Nom"])


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("mars 2026", Month(2026, 3)),
        ("Paie mars-26", Month(2026, 3)),
        ("Paie 07 mars 2026", Month(2026, 3)),
        ("mars avril 2026", None),
        ("mars 2025 2026", None),
        ("mars", None),
        ("2026", None),
        ("", None),
    ],
)
def test_a_month_is_named_with_its_year(text: str, month: Month | None) -> None:
    assert month_named(text) == month


@pytest.mark.parametrize(
    ("sheet", "is_hidden", "field", "hidden"), [("Notes", False, "Notes", ""), ("", True, "A1", "masquée")]
)
def test_a_sheet_that_is_not_read_is_told(sheet: str, is_hidden: bool, field: str, hidden: str) -> None:
    expected = Finding(code="IHR-001", severity=Severity.INFO, field=field, values={"hidden": hidden})
    assert unread_sheet(sheet, is_hidden=is_hidden) == expected
