"""A table as a PDF: the rows under their titles on every page, the same bytes for the same rows."""

from datetime import date
from decimal import Decimal

from clause.documents.table_pdf import table_pdf
from clause.domain.tables import CellKind, Sheet
from tests.documents.reading import plain, reader, text_of

DAY = date(2026, 6, 15)
COLUMNS = (("Marché", CellKind.TEXT), ("Heures dues", CellKind.HOURS), ("Fin", CellKind.DAY))


def a_sheet(count: int) -> Sheet:
    rows = tuple((f"2026M{number:04d} <&>", Decimal("1234.50"), date(2026, 12, 31)) for number in range(count))
    return Sheet("Marchés", ("État au 15 juin 2026.",), COLUMNS, rows)


def test_rows_are_written_in_french_form() -> None:
    text = text_of(table_pdf(a_sheet(1), DAY))
    assert "2026M0000 <&>" in text
    assert "1 234,50 h" in text
    assert "31/12/2026" in text


def test_titles_are_repeated_on_every_page() -> None:
    pages = [plain(page.extract_text()) for page in reader(table_pdf(a_sheet(120), DAY)).pages]
    assert len(pages) > 2
    assert all("Heures dues" in page for page in pages)
    assert "2026M0119" in pages[-1]


def test_equal_tables_give_equal_bytes() -> None:
    assert table_pdf(a_sheet(3), DAY) == table_pdf(a_sheet(3), DAY)


def test_an_empty_table_says_so() -> None:
    assert "Rien à montrer." in text_of(table_pdf(a_sheet(0), DAY))
