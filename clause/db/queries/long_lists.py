"""Lists that may be long: the database filters, orders and cuts them before it looks at what each row says."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clause.db import sql
from clause.domain.tables import MOST_COUNTED, Window

AT_ONCE = 500
"""Rows handed over together, of a list that is read whole."""


@dataclass(frozen=True)
class Groups:
    """What a list is ordered by where it is said of few other rows: the hires of a million booked lines.

    ``rows`` is their ``FROM … WHERE …`` with the places of the list, ``id`` names one, ``named`` is what a row of the
    list says of its own.
    """

    rows: str
    id: str
    named: str


@dataclass(frozen=True)
class LongList:
    """A list as SQL. ``rows`` is ``FROM … WHERE …`` with places ``$1``…; ``id`` names a row of it.

    ``said`` is a query over ``page``, in which each row to show is an ``id`` with its ``place``; it ends before ORDER
    BY. ``orders`` has for the key of each column that sorts the expressions of its order; ``usual`` orders the rest.
    ``groups`` has the keys whose expressions are those of other rows, ``filled`` the expressions that are never empty:
    said with NULLS LAST, an index on them would not give the reverse order.
    """

    id: str
    rows: str
    said: str
    orders: Mapping[str, Sequence[str]]
    usual: str
    groups: Mapping[str, Groups] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    dear: frozenset[str] = frozenset()
    """Keys of the orders for which every row has to be looked at: not followed beyond ``MOST_COUNTED`` rows."""

    def _statement(self, order: str, cut: str = "") -> str:
        key, way = order.removeprefix("-"), "DESC" if order.startswith("-") else "ASC"
        said = [
            f"{one} {way}" if one == self.id or one in self.filled else f"{one} {way} NULLS LAST"
            for one in self.orders.get(key, ())
        ]
        groups = self.groups.get(key)
        rows = f"{self.rows} ORDER BY {', '.join([*said, self.usual])}" if groups is None else self._of(groups, said)
        return (
            "WITH page AS MATERIALIZED (SELECT one.id, row_number() OVER () AS place"  # noqa: S608
            f" FROM (SELECT {self.id} AS id {rows} {cut}) one) {self.said} ORDER BY page.place"
        )

    def _of(self, groups: Groups, said: Sequence[str]) -> str:
        """The rows of one group after another: those of the last groups are never read where the first fill a page."""
        place = f"dense_rank() OVER (ORDER BY {', '.join(said)})"
        name, _, _ = self.id.partition(".")
        return (
            f"FROM (SELECT {groups.id} AS id, {place} AS place {groups.rows} ORDER BY 2) one_group"
            f" CROSS JOIN LATERAL (SELECT {self.id} {self.rows} AND {groups.named} = one_group.id) {name}"
            f" ORDER BY one_group.place, {self.usual}"
        )

    def followed(self, order: str, count: int) -> str:
        """The order in which so many rows are read: the one asked for, or the usual one where that is too dear."""
        return "" if count > MOST_COUNTED and order.removeprefix("-") in self.dear else order

    async def count(self, *arguments: object) -> int:
        """How many rows there are; one more than ``MOST_COUNTED`` stands for any more."""
        counted = f"SELECT count(*) FROM (SELECT {self.rows} LIMIT {MOST_COUNTED + 1}) one"  # noqa: S608
        return int(await sql.fetch_value(counted, *arguments))

    async def read(self, window: Window, *arguments: object) -> list[dict[str, Any]]:
        """The rows of a window."""
        await sql.plan_each_time()
        cut = f"LIMIT {int(window.limit)} OFFSET {int(window.skipped)}"
        return await sql.fetch(self._statement(window.order, cut), *arguments)

    async def read_all(self, order: str, *arguments: object) -> list[dict[str, Any]]:
        """Every row in order: for rows of a few bytes."""
        await sql.plan_each_time()
        return await sql.fetch(self._statement(order), *arguments)

    async def parts(self, order: str, *arguments: object) -> AsyncIterator[list[dict[str, Any]]]:
        """Every row in order, some hundred at a time, all as they are at one moment."""
        await sql.plan_each_time()
        async for rows in sql.fetch_in_parts(AT_ONCE, self._statement(order), *arguments):
            yield rows
