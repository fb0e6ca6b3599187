"""What a company's yearly certificate is drawn from: its lots of a year, and the hours credited to them."""

import json
from collections.abc import Iterable
from uuid import UUID

from clause.db import sql
from clause.db.queries.certificates import PARTY
from clause.db.queries.outcomes import exit_outcome
from clause.db.queries.progress import hours_credited, version_in_effect
from clause.domain.yearly_certificates import LotOfYear, YearHours
from clause.rules.calendar import Period

# Every hour credited in the year to a lot on which the company has a part; whose they are is decided afterwards.
_HIRE_HOURS = f"""
SELECT a.lot_id, e.hire_id, h.participant_id, h.company_id, h.for_company_id, h.first_day AS hire_first_day, h.mode,
       g.ground, p.sex, h.lives_in_qpv, x.outcome AS exit_outcome, e.nature, NULL AS not_credited_reason,
       sum(a.hours_credited) AS hours_validated, sum(a.hours_credited) AS hours_credited, count(*) AS entries
FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id
JOIN hire h ON h.id = e.hire_id JOIN eligibility g ON g.id = h.eligibility_id
JOIN participant p ON p.id = h.participant_id LEFT JOIN LATERAL ({exit_outcome("h.id")}) x ON true
WHERE a.worked_on BETWEEN $2 AND $3 AND a.lot_id IN (
  SELECT lot_id FROM lot_holder WHERE company_id = $1
  UNION SELECT lot_id FROM hire WHERE company_id = $1
  UNION SELECT b.lot_id FROM allocation b WHERE b.company_id = $1)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
"""  # noqa: S608

_LOTS = f"""
SELECT l.id AS lot_id, c.reference AS contract_reference, c.object AS contract_object, l.label AS lot_label,
       {PARTY.format("b")} AS buyer, o.hours_owed, ({hours_credited("l.id", "$2")}) AS hours_credited_to_date
FROM lot l JOIN contract c ON c.id = l.contract_id JOIN organisation b ON b.id = l.buyer_id
LEFT JOIN LATERAL ({version_in_effect("hours_owed", "l.id", "$2")}) o ON true
WHERE l.id = ANY($1) ORDER BY c.reference, l.number, l.id
"""  # noqa: S608


async def list_hire_hours_of_year(company_id: UUID, period: Period) -> list[YearHours]:
    """Hours credited in a year to the lots on which a company has a part: a row per hire, lot and nature."""
    rows = await sql.fetch(_HIRE_HOURS, company_id, period.first_day, period.last_day)
    return [YearHours.model_validate(row) for row in rows]


async def list_lots_of_year(lot_ids: Iterable[UUID], period: Period) -> list[LotOfYear]:
    """These lots by contract and number, with what they owe and were credited by the last day of the period."""
    rows = await sql.fetch(_LOTS, sorted(set(lot_ids)), period.last_day)
    return [LotOfYear.model_validate({**row, "buyer": json.loads(row["buyer"])}) for row in rows]


async def find_yearly_number(company_id: UUID, year: int) -> str | None:
    """The number of the last yearly certificate of a company for a year, or None."""
    number: str | None = await sql.fetch_value(
        "SELECT number FROM certificate WHERE company_id = $1 AND kind = 'COMPANY_YEARLY'"
        " AND convert_from(content, 'UTF8')::jsonb ->> 'year' = $2::text ORDER BY year DESC, sequence DESC LIMIT 1",
        company_id,
        str(year),
    )
    return number
