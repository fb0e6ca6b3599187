"""What documents call a lot: its contract, its label, its parties."""

import json
from uuid import UUID

from clause.db import sql
from clause.domain.lot_names import LotNames

_NAMES = """
SELECT c.reference AS contract_reference, c.object AS contract_object, l.number AS lot_number, l.label AS lot_label,
       b.name AS buyer_name, f.name AS facilitator_name, l.first_day, l.last_day,
  (SELECT coalesce(jsonb_agg(o.name ORDER BY h.id), '[]') FROM lot_holder h JOIN organisation o ON o.id = h.company_id
   WHERE h.lot_id = l.id) AS holders
FROM lot l JOIN contract c ON c.id = l.contract_id JOIN organisation b ON b.id = l.buyer_id
JOIN organisation f ON f.id = l.facilitator_org_id WHERE l.id = $1
"""


async def load_lot_names(lot_id: UUID) -> LotNames:
    """The names of a lot that the caller is known to see; RuntimeError for one that it does not."""
    row = await sql.fetch_one(_NAMES, lot_id)
    if row is None:
        raise RuntimeError("the names of a lot that is not there")
    return LotNames.model_validate({**row, "holders": json.loads(row["holders"])})
