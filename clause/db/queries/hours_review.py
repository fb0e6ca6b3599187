"""Whose hours the lines of a statement are of."""

from uuid import UUID

from clause.db import sql
from clause.domain.hours_review import LineNames

_NAMES = """
SELECT s.id AS line_id, h.participant_id, h.id AS hire_id, p.first_name, p.last_name, l.id AS lot_id,
       CASE WHEN l.number IS NULL OR lower(l.label) LIKE 'lot%' THEN l.label
            ELSE 'Lot ' || l.number || ' – ' || l.label END AS lot_label, c.reference AS contract_reference
FROM hours_statement_line s JOIN hire h ON h.id = s.hire_id JOIN participant p ON p.id = h.participant_id
JOIN lot l ON l.id = s.lot_id JOIN contract c ON c.id = l.contract_id
WHERE s.statement_id = $1 ORDER BY s.position
"""


async def list_line_names(statement_id: UUID) -> list[LineNames]:
    """The names behind the lines of a statement, as far as the caller sees them."""
    return [LineNames.model_validate(row) for row in await sql.fetch(_NAMES, statement_id)]
