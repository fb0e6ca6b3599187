"""Lots as a long list: their ids in order; what each says is read by ``list_lots``."""

from datetime import date
from uuid import UUID

from clause.db import sql
from clause.db.queries.contracts import LOT_TABLES, LOTS_ASKED, asked_of_lots
from clause.db.queries.long_lists import LongList
from clause.db.queries.progress import hours_credited, version_in_effect
from clause.domain.contracts import LotFilters
from clause.domain.tables import Slice, Window

_LOTS = LongList(
    id="l.id",
    rows=f"{LOT_TABLES} WHERE {LOTS_ASKED}",
    said="SELECT page.id FROM page",
    orders={
        "label": ("lower(l.label)",),
        "contract": ("lower(c.reference)",),
        "buyer": ("lower(b.name)",),
        "owed": (f"({version_in_effect('hours_owed', 'l.id', '$1')})",),
        "credited": (f"({hours_credited('l.id', '$1')})",),
        "holders": (
            "(SELECT min(lower(o.name)) FROM lot_holder h JOIN organisation o ON o.id = h.company_id"
            " WHERE h.lot_id = l.id AND h.left_on IS NULL)",
        ),
        "first_day": ("l.first_day",),
        "last_day": ("l.last_day",),
        "follow_up": ("l.follow_up",),
        "object": ("lower(c.object)",),
        "buyer_siret": ("b.identifier",),
        "amount": ("l.amount_excl_vat",),
        "cpv": ("l.cpv",),
        "place": ("lower(l.place)",),
    },
    usual="l.id",
)
ORDERS_OF_LOTS = frozenset(_LOTS.orders)


async def count_lots(filters: LotFilters, on: date) -> int:
    """How many lots there are; beyond what lists count, one more than that."""
    await sql.plan_each_time()
    return await _LOTS.count(*asked_of_lots(filters, on))


async def browse_lot_ids(filters: LotFilters, on: date, window: Window) -> Slice[UUID]:
    """A window on the lots that the caller sees, by id."""
    rows = await _LOTS.read(window, *asked_of_lots(filters, on))
    return Slice([row["id"] for row in rows], await count_lots(filters, on))


async def list_lot_ids(filters: LotFilters, on: date, order: str) -> list[UUID]:
    """All of them in order."""
    return [row["id"] for row in await _LOTS.read_all(order, *asked_of_lots(filters, on))]
