"""What the hours grid shows: the hires of a company, the hours that stand for them, the statements of the months."""

from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.hours_grid import DeclaringCompany, GridHire, GridStatement, StandingHours
from clause.rules.calendar import Month, MonthSpan

_HIRES = """
SELECT h.id, h.facilitator_org_id, f.name AS facilitator_name, h.lot_id,
       CASE WHEN l.number IS NULL OR lower(l.label) LIKE 'lot%' THEN l.label
            ELSE 'Lot ' || l.number || ' – ' || l.label END AS lot_label,
       c.reference AS contract_reference, p.first_name, p.last_name, h.contract_type, h.first_day,
       coalesce(h.last_day, h.planned_last_day) AS end_day
FROM hire h JOIN participant p ON p.id = h.participant_id JOIN lot l ON l.id = h.lot_id
JOIN contract c ON c.id = l.contract_id JOIN organisation f ON f.id = h.facilitator_org_id
WHERE h.company_id = $1 AND h.first_day <= $3 AND coalesce(h.last_day, h.planned_last_day, $2) >= $2
ORDER BY c.reference, l.number, l.id, p.last_name, p.first_name, h.first_day, h.id LIMIT $4
"""

_STANDING = """
SELECT l.hire_id, l.nature, l.first_day, l.last_day, l.hours_declared AS hours, s.state
FROM hours_statement s JOIN hours_statement_line l ON l.statement_id = s.id
WHERE s.company_id = $1 AND s.state IN ('DRAFT', 'SUBMITTED', 'CORRECTION_REQUESTED') AND s.month <= $3
  AND coalesce(s.last_month, s.month) >= date_trunc('month', $2::timestamp)::date AND l.first_day BETWEEN $2 AND $3
UNION ALL
SELECT e.hire_id, e.nature, e.first_day, e.last_day, e.hours_validated, 'VALIDATED'
FROM ledger_entry e
WHERE e.company_id = $1 AND e.kind = 'BOOKING' AND e.first_day BETWEEN $2 AND $3
  AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)
"""

_STATEMENTS = """
SELECT s.id, s.facilitator_org_id, s.month, s.last_month, s.state, s.nothing_worked, s.decision_reason, s.submitted_at,
       count(l.id) AS line_count, coalesce(sum(l.hours_declared), 0.00) AS hours_declared
FROM hours_statement s LEFT JOIN hours_statement_line l ON l.statement_id = s.id
WHERE s.company_id = $1 AND s.state <> 'REJECTED' AND s.month <= $3
  AND coalesce(s.last_month, s.month) >= date_trunc('month', $2::timestamp)::date
GROUP BY s.id ORDER BY s.month, s.id
"""

_COMPANIES = """
SELECT o.id, o.name, o.identifier,
       count(h.id) FILTER (WHERE h.first_day <= $1 AND coalesce(h.last_day, h.planned_last_day, $1) >= $1) AS hires
FROM hire h JOIN organisation o ON o.id = h.company_id GROUP BY o.id ORDER BY o.name, o.id
"""


async def list_hires(company_id: UUID, first_day: date, last_day: date, limit: int) -> list[GridHire]:
    """The hires of a company whose contract runs on one of these days, as far as the caller sees them, lot by lot."""
    rows = await sql.fetch(_HIRES, company_id, first_day, last_day, limit)
    return [GridHire.model_validate(row) for row in rows]


async def list_standing_hours(company_id: UUID, first_day: date, last_day: date) -> list[StandingHours]:
    """The hours of these days that stand: in open statements, or booked and not reversed."""
    rows = await sql.fetch(_STANDING, company_id, first_day, last_day)
    return [StandingHours.model_validate(row) for row in rows]


async def list_statements(company_id: UUID, first_day: date, last_day: date) -> list[GridStatement]:
    """The statements of these months that were not refused."""
    return [_statement(row) for row in await sql.fetch(_STATEMENTS, company_id, first_day, last_day)]


def _statement(row: dict[str, Any]) -> GridStatement:
    last: date | None = row.pop("last_month")
    return GridStatement(month=Month.of(row.pop("month")), last_month=Month.of(last) if last else None, **row)


async def list_open_statements(company_id: UUID, months: MonthSpan) -> list[UUID]:
    """Ids of the statements of these months that are not decided, in the order in which they are locked."""
    rows = await sql.fetch(
        "SELECT id FROM hours_statement WHERE company_id = $1 AND state IN ('DRAFT', 'SUBMITTED',"
        " 'CORRECTION_REQUESTED') AND month <= $3 AND coalesce(last_month, month) >= $2 ORDER BY id",
        company_id,
        months.first.first_day,
        months.last.first_day,
    )
    return [row["id"] for row in rows]


async def list_declaring_companies(today: date) -> list[DeclaringCompany]:
    """The companies with hires that the caller sees, by name."""
    return [DeclaringCompany.model_validate(row) for row in await sql.fetch(_COMPANIES, today)]
