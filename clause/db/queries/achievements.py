"""What was done towards obligations that are not counted in hours."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.db import sql
from clause.rules.codes import ObligationUnit


async def sum_achievements(lot_id: UUID, on: date | None = None) -> dict[ObligationUnit, Decimal]:
    """What was done on a lot by a day (or at all), by unit; a unit in which nothing was done is absent."""
    rows = await sql.fetch(
        "SELECT unit, sum(quantity_done) AS done FROM achievement WHERE lot_id = $1"
        " AND ($2::date IS NULL OR done_on <= $2) GROUP BY unit",
        lot_id,
        on,
    )
    return {ObligationUnit(row["unit"]): row["done"] for row in rows}
