"""Who and what ledger entries are about, and what lots are called."""

from collections.abc import Iterable
from uuid import UUID

from clause.db import sql
from clause.domain.ledger_names import EntryNames

_LOT = (
    "CASE WHEN l.number IS NULL OR lower(l.label) LIKE 'lot%' THEN l.label"
    " ELSE 'Lot ' || l.number || ' – ' || l.label END"
)

_NAMES = f"""
SELECT e.id AS entry_id, s.statement_id, h.participant_id, p.first_name, p.last_name, o.name AS company_name,
       coalesce({_LOT}, '') AS lot_label, coalesce(c.reference, '') AS contract_reference,
       EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id) AS is_reversed
FROM ledger_entry e JOIN hours_statement_line s ON s.id = e.statement_line_id JOIN hire h ON h.id = e.hire_id
JOIN participant p ON p.id = h.participant_id JOIN organisation o ON o.id = e.company_id
LEFT JOIN lot l ON l.id = e.lot_id LEFT JOIN contract c ON c.id = l.contract_id WHERE e.id = ANY($1)
"""  # noqa: S608

_LOTS = f"""
SELECT l.id, c.reference || ' – ' || {_LOT} AS name FROM lot l JOIN contract c ON c.id = l.contract_id
WHERE l.id = ANY($1) ORDER BY c.reference, l.number, l.id
"""  # noqa: S608


async def list_entry_names(entry_ids: Iterable[UUID]) -> dict[UUID, EntryNames]:
    """The names behind these entries, as far as the caller sees them."""
    rows = await sql.fetch(_NAMES, list(entry_ids))
    return {row["entry_id"]: EntryNames.model_validate(row) for row in rows}


async def list_lot_names(lot_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What these lots are called, with their contracts, as far as the caller sees them."""
    return {row["id"]: row["name"] for row in await sql.fetch(_LOTS, list(set(lot_ids)))}
