"""Totals of hires, kept for lists and statistics: counted by the worker as soon as hours are booked."""

from clause.db.queries import hire_totals as queries
from clause.services.unit_of_work import UnitOfWork, writing

HIRES_AT_ONCE = 500


@writing()
async def count_hires(uow: UnitOfWork) -> int:
    """How many hires were counted anew, whoever they are of: fewer than ``HIRES_AT_ONCE`` when no other is left.

    0 while another worker is at it.
    """
    return await queries.count_hires(HIRES_AT_ONCE)
