"""Standings of lots: read here, kept by the database with every booking and every obligation."""

from datetime import date
from uuid import UUID

from clause.db import sql
from clause.domain.standings import Behind, LotStanding

# Whose lots they are is said again beside the policies, whose alternatives would keep the planner from an index.
_BEHIND = """
SELECT s.lot_id, s.facilitator_org_id, s.buyer_id, s.hours_owed, s.hours_credited, s.shortfall, s.as_of
FROM lot_standing s JOIN lot l ON l.id = s.lot_id
WHERE s.shortfall > 0 AND l.follow_up = 'followed' AND {asked}
ORDER BY s.shortfall DESC, s.lot_id LIMIT {limit:d}
"""


async def list_furthest_behind(
    limit: int,
    *,
    facilitator_org_id: UUID | None = None,
    buyer_id: UUID | None = None,
    after: Behind | None = None,
) -> list[LotStanding]:
    """Followed lots that the caller sees and that owe hours today, the most hours missing first.

    ``after`` is the last lot of the page before. The cost follows ``limit``, not the number of lots or of entries.
    """
    asked, arguments = sql.given(
        {"s.facilitator_org_id = {}": facilitator_org_id, "s.buyer_id = {}": buyer_id},
        (after.shortfall, after.lot_id) if after else (),
    )
    if after:
        asked += " AND (s.shortfall, $2::uuid) < ($1, s.lot_id)"
    # The limit is written out: a plan that is kept for any number would sort all lots to show a few.
    rows = await sql.fetch(_BEHIND.format(asked=asked, limit=limit), *arguments)
    return [LotStanding.model_validate(row) for row in rows]


async def refresh_standings(today: date) -> int:
    """Take account of obligations whose day has come; the result is how many lots owe something else than before."""
    changed: int = await sql.fetch_value("SELECT clause_refresh_standing($1)", today)
    return changed
