"""People and hires as lists show them, each list in one statement."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from clause.db import sql
from clause.domain.people_lists import (
    FURTHEST_FIRST,
    Employer,
    FollowedPerson,
    HireFilters,
    HireRow,
    LotToHireFor,
    PersonFilters,
    Structure,
)
from clause.rules.codes import StructureKind

_FURTHEST_FIRST = ", ".join(f"'{state.value}'" for state in FURTHEST_FIRST)
_PEOPLE = f"""
SELECT p.id, p.first_name, p.last_name, p.birth_date, p.postal_code, g.state, w.window_last_day,
  EXISTS (SELECT FROM eligibility_suspension s
          WHERE s.participant_id = p.id AND s.first_day <= $1 AND (s.last_day IS NULL OR s.last_day >= $1))
    AS is_suspended,
  c.hire_id, c.lot_label, c.company_name,
  coalesce((SELECT sum(a.hours_credited) FROM hire h JOIN ledger_entry e ON e.hire_id = h.id
            JOIN allocation a ON a.ledger_entry_id = e.id WHERE h.participant_id = p.id), 0.00) AS hours_credited
FROM participant p
LEFT JOIN LATERAL (
  SELECT e.state FROM eligibility e WHERE e.participant_id = p.id
  ORDER BY array_position(ARRAY[{_FURTHEST_FIRST}], e.state::text), e.id DESC
  LIMIT 1) g ON true
LEFT JOIN LATERAL (
  SELECT max(h.eligible_last_day) AS window_last_day FROM hire h WHERE h.participant_id = p.id) w ON true
LEFT JOIN LATERAL (
  SELECT h.id AS hire_id, l.label AS lot_label, o.name AS company_name
  FROM hire h JOIN lot l ON l.id = h.lot_id JOIN organisation o ON o.id = h.company_id
  WHERE h.participant_id = p.id AND coalesce(h.last_day, h.planned_last_day, 'infinity') >= $1
  ORDER BY h.first_day DESC, h.id LIMIT 1) c ON true
WHERE ($2::text IS NULL OR strpos(lower(concat_ws(' ', p.first_name, p.last_name, p.first_name)), lower($2)) > 0)
  AND ($3::text IS NULL OR g.state = $3) AND (NOT $4 OR g.state IS NULL)
  AND ($5::date IS NULL OR w.window_last_day BETWEEN $1 AND $5) AND ($7::uuid IS NULL OR p.id = $7)
ORDER BY p.last_name, p.first_name, p.id LIMIT $6
"""  # noqa: S608

_STANDING = (
    "CASE WHEN h.last_day < $1 THEN 'ENDED' WHEN h.first_day > $1 THEN 'TO_COME'"
    " WHEN h.last_day IS NULL AND h.planned_last_day < $1 THEN 'END_MISSING' ELSE 'RUNNING' END"
)
_HIRES = f"""
SELECT h.id, h.participant_id, p.first_name, p.last_name, h.lot_id, l.label AS lot_label, l.number AS lot_number,
  c.reference AS contract_reference, h.company_id, o.name AS company_name, h.mode, h.contract_type, h.job_title,
  h.first_day, h.planned_last_day, h.last_day, h.weekly_hours, h.eligible_last_day, {_STANDING} AS standing,
  coalesce((SELECT sum(a.hours_credited) FROM ledger_entry e JOIN allocation a ON a.ledger_entry_id = e.id
            WHERE e.hire_id = h.id), 0.00) AS hours_credited
FROM hire h JOIN participant p ON p.id = h.participant_id JOIN lot l ON l.id = h.lot_id
LEFT JOIN contract c ON c.id = l.contract_id JOIN organisation o ON o.id = h.company_id
WHERE ($2::text IS NULL OR strpos(lower(concat_ws(' ', p.first_name, p.last_name, p.first_name, l.label, c.reference,
       o.name, h.job_title)), lower($2)) > 0)
  AND ($3::uuid IS NULL OR h.lot_id = $3) AND ($4::uuid IS NULL OR h.company_id = $4)
  AND ($5::uuid IS NULL OR h.participant_id = $5) AND ($6::text IS NULL OR {_STANDING} = $6)
ORDER BY h.first_day DESC, h.id DESC LIMIT $7
"""  # noqa: S608

_EMPLOYERS = """
SELECT o.id, o.name, o.identifier AS siret, hl.company_id IS NOT NULL AS is_holder, s.is_subcontractor
FROM organisation o
LEFT JOIN lot_holder hl ON hl.company_id = o.id AND hl.lot_id = $1
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM subcontractor s WHERE s.company_id = o.id AND s.lot_id = $1)
                    AS is_subcontractor) s
WHERE o.kind = 'company' AND (hl.company_id IS NOT NULL OR s.is_subcontractor
  OR o.structure_kind NOT IN ('NONE') OR EXISTS (SELECT FROM hire h WHERE h.company_id = o.id))
ORDER BY hl.company_id IS NULL, NOT s.is_subcontractor, o.name, o.id LIMIT 1000
"""


async def list_people(filters: PersonFilters, on: date, ending_by: date, limit: int) -> list[FollowedPerson]:
    """People by name, each with the ground, the window, the contract and the hours of a day."""
    rows = await sql.fetch(
        _PEOPLE,
        on,
        filters.text,
        filters.state,
        filters.is_without_ground,
        ending_by if filters.is_ending else None,
        limit,
        filters.participant_id,
    )
    return [FollowedPerson.model_validate(row) for row in rows]


async def list_hire_rows(filters: HireFilters, on: date, limit: int) -> list[HireRow]:
    """Hires, the latest first, as far as the caller sees them."""
    rows = await sql.fetch(
        _HIRES,
        on,
        filters.text,
        filters.lot_id,
        filters.company_id,
        filters.participant_id,
        filters.standing,
        limit,
    )
    return [HireRow.model_validate(row) for row in rows]


async def list_lots_to_hire_for(limit: int) -> list[LotToHireFor]:
    """Followed lots by contract and number."""
    rows = await sql.fetch(
        "SELECT l.id, l.label, l.number, c.reference AS contract_reference, b.name AS buyer_name FROM lot l"
        " JOIN contract c ON c.id = l.contract_id JOIN organisation b ON b.id = l.buyer_id"
        " WHERE l.follow_up = 'followed' ORDER BY c.reference, l.number NULLS FIRST, l.label, l.id LIMIT $1",
        limit,
    )
    return [LotToHireFor.model_validate(row) for row in rows]


async def list_employers(lot_id: UUID) -> list[Employer]:
    """Who may employ people for a lot: holders and subcontractors first, then structures and known employers."""
    return [Employer.model_validate(row) for row in await sql.fetch(_EMPLOYERS, lot_id)]


async def list_structures(kinds: Sequence[StructureKind]) -> list[Structure]:
    """The structures of these kinds by name; of any kind when none is named."""
    rows = await sql.fetch(
        "SELECT id, name, identifier AS siret, structure_kind AS kind FROM organisation WHERE kind = 'company'"
        " AND structure_kind <> 'NONE' AND (cardinality($1::text[]) = 0 OR structure_kind = ANY($1))"
        " ORDER BY name, id LIMIT 1000",
        [kind.value for kind in kinds],
    )
    return [Structure.model_validate(row) for row in rows]
