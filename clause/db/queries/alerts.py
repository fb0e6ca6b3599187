"""What the alerts of lots need to know beside their figures: one statement for any page of lots."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from clause.db import sql
from clause.domain.alerts import AlertFacts


async def load_alert_facts(ending_by: Mapping[UUID, date], on: date) -> dict[UUID, AlertFacts]:
    """Counts and sums of lots that the caller sees; each with the last day of its own delay of eligibility."""
    rows = await sql.fetch(
        "SELECT * FROM clause_lot_alert_facts($1, $2, $3)", list(ending_by), list(ending_by.values()), on
    )
    return {row["lot_id"]: AlertFacts.model_validate(row) for row in rows}
