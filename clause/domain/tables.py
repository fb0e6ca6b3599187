"""A table as people read it on a page, print it, or take it away as a workbook: the same rows, once."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

R = TypeVar("R")

Take = Callable[[Sequence[R]], Awaitable[None]]
"""What is given the rows of a long list, some at a time; the next ones follow when it is ready for them."""

MOST_COUNTED = 10_000
"""A list counts and leafs through no more rows than this, so that a page costs the same whatever it holds."""

Cell = str | int | Decimal | date | datetime | None


class CellKind(StrEnum):
    """How a column is written: a rate is a fraction, hours and euros have two decimals."""

    TEXT = "text"
    COUNT = "count"
    HOURS = "hours"
    EUROS = "euros"
    RATE = "rate"
    DAY = "day"
    MONTH = "month"
    MOMENT = "moment"


NUMBERS = frozenset({CellKind.COUNT, CellKind.HOURS, CellKind.EUROS, CellKind.RATE})


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column of rows of this type: its French title, and what each row says in it.

    ``link`` is where the cell leads on a page; ``tone`` draws it as a badge: ``good``, ``watch``, ``bad``, ``neutral``.
    ``only_in_file`` leaves it out of the page unless the reader chooses it: a narrow screen has no room for all.
    """

    key: str
    title: str
    value: Callable[[R], Cell]
    kind: CellKind = CellKind.TEXT
    link: Callable[[R], str | None] | None = None
    tone: Callable[[R], str | None] | None = None
    only_in_file: bool = False

    @property
    def is_number(self) -> bool:
        """True when it is written to the right."""
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Window:
    """Which rows of a list are read: in the order of a column's key (``-key`` for its reverse), from which one on."""

    order: str
    skipped: int
    limit: int


@dataclass(frozen=True)
class Slice(Generic[R]):
    """The rows of a window, and how many the list has: ``MOST_COUNTED`` + 1 stands for more than are counted."""

    rows: Sequence[R]
    count: int


@dataclass(frozen=True)
class Sheet:
    """A table ready to be written to a file: titles, kinds, and the cells of each row."""

    title: str
    notes: tuple[str, ...]
    columns: tuple[tuple[str, CellKind], ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheet_of(title: str, notes: Sequence[str], columns: Sequence[Column[R]], rows: Sequence[R]) -> Sheet:
    """The sheet of these rows; ``notes`` say above the table what was asked and when."""
    titles = tuple((column.title, column.kind) for column in columns)
    return Sheet(title, tuple(notes), titles, cells_of(columns, rows))


def cells_of(columns: Sequence[Column[R]], rows: Sequence[R]) -> tuple[tuple[Cell, ...], ...]:
    """What these columns say of each row."""
    return tuple(tuple(column.value(row) for column in columns) for row in rows)


def sorted_rows(rows: Sequence[R], columns: Sequence[Column[R]], wanted: str) -> list[R]:
    """The rows by this column's key, or by its reverse for ``-key``; empty cells come last; as they are otherwise."""
    column = next((column for column in columns if column.key == wanted.removeprefix("-")), None)
    if column is None:
        return list(rows)
    filled = [row for row in rows if column.value(row) is not None]
    empty = [row for row in rows if column.value(row) is None]
    return sorted(filled, key=lambda row: _sortable(column.value(row)), reverse=wanted.startswith("-")) + empty


def _sortable(cell: Cell) -> Any:
    return cell.casefold() if isinstance(cell, str) else cell
