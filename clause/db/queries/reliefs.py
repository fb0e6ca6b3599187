"""What buyers decided for holders in difficulty, as other subjects need it."""

from uuid import UUID

from clause.db import sql
from clause.domain.reliefs import Suspension


async def list_suspensions(lot_id: UUID) -> list[Suspension]:
    """The days on which the clause of a lot was suspended, first to last."""
    rows = await sql.fetch(
        "SELECT first_day, last_day FROM relief_decision WHERE lot_id = $1 AND kind = 'SUSPENSION'"
        " ORDER BY first_day, id",
        lot_id,
    )
    return [Suspension.model_validate(row) for row in rows]
