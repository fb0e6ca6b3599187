"""What the course of a lot is drawn from, month by month; sums that whoever sees the lot's progress may see."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.db import sql
from clause.db.queries.obligations import list_versions
from clause.domain.burn_up import BurnUpMaterial
from clause.rules.calendar import Month

_CREDITED = """
SELECT date_trunc('month', worked_on)::date AS month, sum(hours) AS total FROM lot_day_total
WHERE lot_id = $1 AND measure = 'CREDITED' AND worked_on <= $2 GROUP BY 1
"""

_INVOICED = """
SELECT date_trunc('month', issued_on)::date AS month,
       sum(CASE kind WHEN 'CREDIT_NOTE' THEN -amount_excl_vat ELSE amount_excl_vat END) AS total
FROM invoice WHERE lot_id = $1 AND issued_on <= $2 GROUP BY 1
"""


async def load_burn_up_material(lot_id: UUID, on: date) -> BurnUpMaterial:
    """Hours credited and euros invoiced by month until a day, and every version of what is owed."""
    return BurnUpMaterial(
        credited_by_month=await _by_month(_CREDITED, lot_id, on),
        invoiced_by_month=await _by_month(_INVOICED, lot_id, on),
        versions=await list_versions(lot_id),
    )


async def _by_month(statement: str, lot_id: UUID, on: date) -> dict[Month, Decimal]:
    return {Month.of(row["month"]): row["total"] for row in await sql.fetch(statement, lot_id, on)}
