"""Standings of lots: kept by the database, refreshed each day for the obligations that take effect."""

from clause.db.queries import standings as queries
from clause.services.unit_of_work import UnitOfWork, writing


@writing()
async def refresh_standings(uow: UnitOfWork) -> int:
    """How many lots owe something else today than when their obligation was last looked at."""
    return await queries.refresh_standings(uow.today)
