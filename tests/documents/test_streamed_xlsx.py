"""Workbooks that leave while they are written: rows as in one that is made at once, over as many pages as needed."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from clause.documents import streamed_xlsx
from clause.documents.streamed_xlsx import StreamedBook
from clause.documents.table_xlsx import TableBook
from clause.domain.tables import Cell, CellKind, Sheet

SHEET = Sheet(
    "Écritures d’heures",
    ("État au 22 novembre 2026.",),
    (("Personne", CellKind.TEXT), ("Mois", CellKind.MONTH), ("Heures", CellKind.HOURS), ("Le", CellKind.MOMENT)),
    (),
)
DAY = date(2026, 11, 22)
HEAD = 4
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


def a_row(name: str | None) -> tuple[Cell, ...]:
    return (name, date(2026, 3, 1), Decimal("121.33"), datetime(2026, 7, 1, 12, tzinfo=UTC))


def streamed(parts: Sequence[Sequence[tuple[Cell, ...]]], lines_of_a_page: int = 1_048_576) -> bytes:
    book = StreamedBook(SHEET, DAY, lines_of_a_page)
    return b"".join([*(book.add(rows) for rows in parts), book.finished()])


def part_of(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


@example(["_x0041_", " a ", "a\x07b", "<b>&", "=1+1", "é", "", "\ufffe", "\n"])
@given(st.lists(TEXTS, max_size=6))
def test_rows_stand_in_the_file_as_when_it_is_made_at_once(names: list[str]) -> None:
    rows = [a_row(name) for name in names]
    at_once = TableBook(SHEET, DAY)
    at_once.add(rows)
    whole, leaving = at_once.finished(), streamed([rows[:2], rows[2:]])
    for name in zipfile.ZipFile(io.BytesIO(whole)).namelist():
        written = re.sub(r'<dimension ref="[^"]*"/>', "", part_of(whole, name))
        assert part_of(leaving, name) == written, name


def test_an_empty_cell_and_a_text_of_any_length_keep_their_place() -> None:
    content = streamed([[a_row(None), a_row("x" * 40_000), a_row("é" * 32_767)]])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[HEAD:]
    assert [len(str(row[0])) for row in rows] == [0, 32_767, 32_767]
    assert {tuple(row[1:3]) for row in rows} == {(date(2026, 3, 1), 121.33)}


def test_what_a_page_cannot_hold_goes_on_on_the_next_one() -> None:
    names = [f"Nom {number}" for number in range(23)]
    content = streamed([[a_row(name) for name in names[:9]], [a_row(name) for name in names[9:]]], lines_of_a_page=14)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Écritures d’heures", "Écritures d’heures (2)", "Écritures d’heures (3)"]
    pages = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [len(page) for page in pages] == [14, 14, HEAD + 3]
    assert [row[0] for page in pages for row in page[HEAD:]] == names
    assert {str(page[HEAD - 1]) for page in pages} == {"['Personne', 'Mois', 'Heures', 'Le']"}
    assert '<autoFilter ref="A4:D14"/>' in part_of(content, "xl/worksheets/sheet2.xml")


def test_a_page_of_too_many_octets_ends_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert streamed_xlsx.LARGEST_PAGE_OCTETS < 2**31, "beyond it the archive takes a form that spreadsheets refuse"
    monkeypatch.setattr(streamed_xlsx, "LARGEST_PAGE_OCTETS", 1_000)
    book = CalamineWorkbook.from_filelike(io.BytesIO(streamed([[a_row(f"Nom {n}") for n in range(12)]])))
    assert len(book.sheet_names) > 1
    assert sum(len(book.get_sheet_by_name(name).to_python()) - HEAD for name in book.sheet_names) == 12


def test_bytes_leave_before_the_last_row_is_known() -> None:
    book = StreamedBook(SHEET, DAY)
    pieces = [book.add([a_row(f"Nom {part} {number}") for number in range(2_000)]) for part in range(4)]
    assert all(len(piece) > 1_000 for piece in pieces)
    assert pieces[0].startswith(b"PK")
