"""A cell of a table in French form."""

from datetime import date, datetime
from decimal import Decimal

from clause.domain.tables import Cell, CellKind
from clause.text import formats

_DECIMALS = {CellKind.EUROS: formats.euros, CellKind.HOURS: formats.hours, CellKind.RATE: formats.rate}


def cell_text(cell: Cell, kind: CellKind) -> str:
    """A cell as people read it on a page or in a document, a month on one line; nothing for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return formats.moment(cell)
    if isinstance(cell, date):
        if kind is CellKind.MONTH:
            return formats.month(cell).replace(" ", formats.NO_BREAK_SPACE)
        return formats.short_day(cell)
    if isinstance(cell, Decimal):
        return _DECIMALS.get(kind, formats.decimal)(cell)
    return formats.count(cell) if isinstance(cell, int) else cell
