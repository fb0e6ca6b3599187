"""What facilitation achieved in the months of a claim: counted for the organisation itself, nobody is named."""

from clause.db import sql
from clause.domain.claim_narrative import Facilitation
from clause.rules.calendar import Period


async def count_facilitation(period: Period) -> Facilitation:
    """Contracts, hours owed and validated, companies, people and hires of the caller's organisation in a period.

    Hours owed are those of the version in force on the last day; hours validated those booked for days of the period,
    reversals taken off; a lot counts when its days overlap the period and it is not set aside.
    """
    row = await sql.fetch_one(
        "WITH lots AS (SELECT l.* FROM lot l WHERE l.facilitator_org_id = clause_org() AND l.follow_up <> 'set_aside'"
        "   AND l.first_day <= $2 AND l.last_day >= $1),"
        " owed AS (SELECT DISTINCT ON (o.lot_id) o.hours_owed FROM obligation o JOIN lots l ON l.id = o.lot_id"
        "   WHERE o.unit = 'HOURS' AND o.effective_on <= $2 ORDER BY o.lot_id, o.version_no DESC),"
        " booked AS (SELECT e.company_id, h.participant_id, sum(e.hours_validated) AS hours FROM ledger_entry e"
        "   JOIN hire h ON h.id = e.hire_id WHERE e.facilitator_org_id = clause_org()"
        "   AND e.last_day BETWEEN $1 AND $2 GROUP BY 1, 2 HAVING sum(e.hours_validated) > 0)"
        " SELECT (SELECT count(DISTINCT contract_id) FROM lots) AS contracts, (SELECT count(*) FROM lots) AS lots,"
        " (SELECT count(DISTINCT buyer_id) FROM lots) AS buyers,"
        " (SELECT coalesce(sum(hours_owed), 0.00) FROM owed) AS hours_owed,"
        " (SELECT coalesce(sum(hours), 0.00) FROM booked) AS hours_validated,"
        " (SELECT count(DISTINCT company_id) FROM booked) AS companies,"
        " (SELECT count(DISTINCT participant_id) FROM booked) AS people_at_work,"
        " (SELECT count(*) FROM hire WHERE facilitator_org_id = clause_org() AND first_day BETWEEN $1 AND $2) AS hires",
        period.first_day,
        period.last_day,
    )
    return Facilitation.model_validate(row)
