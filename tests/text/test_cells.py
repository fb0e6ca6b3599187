"""Cells of tables in French form."""

from datetime import date

from clause.domain.tables import CellKind
from clause.text.cells import cell_text


def test_a_month_stands_on_one_line() -> None:
    assert cell_text(date(2026, 11, 1), CellKind.MONTH) == "novembre\u00a02026"
    assert cell_text(date(2026, 11, 2), CellKind.DAY) == "02/11/2026"
