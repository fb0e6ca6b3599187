"""Hours worked on lots, month by month."""

from datetime import date
from uuid import UUID

from clause.db import sql


async def last_version_of_month(lot_id: UUID, first_day: date) -> int:
    """The number of the last version of a month of a lot; 0 without one."""
    found: int | None = await sql.fetch_value(
        "SELECT max(version_no) FROM worked_hours WHERE lot_id = $1 AND month = $2", lot_id, first_day
    )
    return found or 0
