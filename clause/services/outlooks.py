"""Outlooks of lots, kept for the lists: drawn by the worker as soon as something changes, and anew each day."""

from uuid import UUID

from clause.db.queries import outlooks as queries
from clause.services.unit_of_work import UnitOfWork, reading, writing

LOTS_AT_ONCE = 200


@reading()
async def list_organisations_to_draw(uow: UnitOfWork) -> list[UUID]:
    """The organisations of which a lot is to be drawn today; called for anybody but the service itself, none."""
    return await queries.list_organisations_to_draw(uow.today)


@writing()
async def draw_outlooks(uow: UnitOfWork) -> int:
    """How many lots of the organisation were drawn: at most ``LOTS_AT_ONCE``, fewer when no other is left.

    0 while another worker is at it.
    """
    if not await queries.lock_outlooks(uow.org_id):
        return 0
    lot_ids = await queries.take_lots_to_draw(uow.org_id, uow.today, LOTS_AT_ONCE)
    await queries.keep_outlooks(lot_ids, uow.today)
    return len(lot_ids)
