"""Tables as workbooks: rows written as they stand in the file and those that the library writes read back the same."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from clause.documents.table_xlsx import TableBook
from clause.domain.tables import Cell, CellKind, Sheet
from clause.text.spreadsheets import safe_text

COLUMNS = (
    ("Nom", CellKind.TEXT),
    ("Jour", CellKind.DAY),
    ("Heures", CellKind.HOURS),
    ("Le", CellKind.MOMENT),
    ("Nombre", CellKind.COUNT),
)
FIRST_ROW = 3


def a_book(*rows: tuple[Cell, ...]) -> bytes:
    return TableBook(Sheet("Heures", (), COLUMNS, rows), date(2026, 11, 22)).finished()


def a_row(name: str) -> tuple[Cell, ...]:
    return (name, date(2026, 3, 31), Decimal("121.33"), datetime(2026, 7, 1, 12, tzinfo=UTC), 7)


def rows_of(content: bytes) -> list[list[object]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [list[object](row) for row in sheet.to_python()[FIRST_ROW:]]


def xml_of(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


def row_xml(content: bytes, line: int) -> str:
    found = re.search(rf'<row r="{line}">(.*?)</row>', xml_of(content))
    assert found
    return found[1]


@pytest.mark.parametrize("name", ["Œuvre & Fils", " de biais ", "<b>", "a\nb", "_x0041_", "=1+1", "-", "é"])
def test_every_row_is_read_back_with_its_days_and_figures(name: str) -> None:
    plain, odd, last = rows_of(a_book(a_row("Bâti"), a_row(name), a_row("Fin")))
    assert plain == ["Bâti", date(2026, 3, 31), 121.33, datetime(2026, 7, 1, 14), 7]  # noqa: DTZ001 - cells have no zone
    assert odd == [safe_text(name), *plain[1:]]
    assert last == ["Fin", *plain[1:]]


def test_a_row_is_written_as_the_library_writes_it() -> None:
    content = a_book(a_row("Bâti"), a_row("B&ti"))
    ours, theirs = row_xml(content, FIRST_ROW + 1), row_xml(content, FIRST_ROW + 2)
    moved = re.sub(rf'(r="[A-E]){FIRST_ROW + 1}"', rf'\g<1>{FIRST_ROW + 2}"', ours)
    assert moved.replace("Bâti", "B&amp;ti") == theirs


def test_an_empty_cell_keeps_its_place_and_the_filter_covers_every_row() -> None:
    content = a_book(("Bâti", None, Decimal("0.00"), None, 0), a_row("Fin"))
    assert rows_of(content)[0] == ["Bâti", "", 0, "", 0]
    assert '<autoFilter ref="A3:E5"/>' in xml_of(content)
    assert '<dimension ref="A1:E5"/>' in xml_of(content)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


@given(st.lists(NAMES, max_size=6))
def test_any_name_comes_back_in_its_row(names: list[str]) -> None:
    shown = [str(row[0]) for row in rows_of(a_book(*(a_row(name) for name in names)))]
    assert shown == [safe_text(name) for name in names]
