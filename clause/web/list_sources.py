"""Where the rows of a list come from: memory, or a database that filters, sorts and cuts them."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from clause.domain.tables import MOST_COUNTED, Column, Slice, Take, Window, sorted_rows

R = TypeVar("R")


@dataclass(frozen=True)
class InMemory(Generic[R]):
    """Rows that are all there: any column sorts them."""

    rows: Sequence[R]
    columns: Sequence[Column[R]]

    def sorts_by(self, key: str, count: int) -> bool:
        """Always."""
        return True

    async def slice(self, window: Window) -> Slice[R]:
        """The rows of a window."""
        rows = sorted_rows(self.rows, self.columns, window.order)
        return Slice(rows[window.skipped : window.skipped + window.limit], len(rows))

    def all(self, order: str) -> Sequence[R]:
        """Every row, in order."""
        return sorted_rows(self.rows, self.columns, order)


@dataclass(frozen=True)
class Stored(Generic[R]):
    """Rows that stay in the database: two calls of a service bound to the filters, and the columns that sort there.

    By the ``dear`` ones of these, a list sorts only as far as its rows are counted.
    """

    browse: Callable[[Window], Awaitable[Slice[R]]]
    hand_over: Callable[[str, Take[R]], Awaitable[None]]
    keys: Collection[str]
    dear: Collection[str] = ()

    def sorts_by(self, key: str, count: int) -> bool:
        """Whether the database has an order by this column for so many rows."""
        return key in self.keys and (count <= MOST_COUNTED or key not in self.dear)

    async def slice(self, window: Window) -> Slice[R]:
        """The rows of a window."""
        return await self.browse(window)

    async def each(self, order: str, take: Take[R]) -> None:
        """Give every row to ``take``, in order, some hundred at a time."""
        await self.hand_over(order, take)
