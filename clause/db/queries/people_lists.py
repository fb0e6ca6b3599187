"""People and hires as lists show them, each list in one statement."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from clause.db import sql
from clause.db.queries.long_lists import LongList
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
from clause.domain.tables import Slice, Take, Window
from clause.rules.codes import StructureKind

_FURTHEST_FIRST = ", ".join(f"'{state.value}'" for state in FURTHEST_FIRST)
_BEST_GROUND = (
    "(SELECT e.state FROM eligibility e WHERE e.participant_id = p.id"  # noqa: S608
    f" ORDER BY array_position(ARRAY[{_FURTHEST_FIRST}], e.state::text), e.id DESC LIMIT 1)"
)
_LAST_DAY = "(SELECT max(h.eligible_last_day) FROM hire h WHERE h.participant_id = p.id)"
# The totals that are kept, or the ledger where it has grown since.
_HOURS_OF_HIRE = (
    "CASE WHEN EXISTS (SELECT FROM hire_touch x WHERE x.hire_id = h.id)"
    " THEN coalesce((SELECT sum(a.hours_credited) FROM ledger_entry e JOIN allocation a ON a.ledger_entry_id = e.id"
    " WHERE e.hire_id = h.id), 0.00)"
    " ELSE coalesce((SELECT sum(t.hours_credited) FROM hire_total t WHERE t.hire_id = h.id), 0.00) END"
)
_HOURS = f"coalesce((SELECT sum({_HOURS_OF_HIRE}) FROM hire h WHERE h.participant_id = p.id), 0.00)"  # noqa: S608


def _of_the_moment(column: str) -> str:
    """What the contract of the day says."""
    return (
        f"(SELECT {column} FROM hire h JOIN lot l ON l.id = h.lot_id JOIN organisation o ON o.id = h.company_id"  # noqa: S608
        " WHERE h.participant_id = p.id AND coalesce(h.last_day, h.planned_last_day, 'infinity') >= $1::date"
        " ORDER BY h.first_day DESC, h.id LIMIT 1)"
    )


_PEOPLE = LongList(
    id="p.id",
    rows=f"""FROM participant p
WHERE p.facilitator_org_id = $6 AND $1::date IS NOT NULL
  AND ($2::text IS NULL OR strpos(lower(concat_ws(' ', p.first_name, p.last_name, p.first_name)), lower($2)) > 0)
  AND ($3::text IS NULL OR {_BEST_GROUND} = $3) AND (NOT $4 OR {_BEST_GROUND} IS NULL)
  AND ($5::date IS NULL OR {_LAST_DAY} BETWEEN $1 AND $5) AND ($7::uuid IS NULL OR p.id = $7)""",
    said=f"""
SELECT p.id, p.first_name, p.last_name, p.birth_date, p.postal_code, {_BEST_GROUND} AS state,
  {_LAST_DAY} AS window_last_day,
  EXISTS (SELECT FROM eligibility_suspension s
          WHERE s.participant_id = p.id AND s.first_day <= $1 AND (s.last_day IS NULL OR s.last_day >= $1))
    AS is_suspended,
  c.hire_id, c.lot_label, c.company_name, {_HOURS} AS hours_credited
FROM page JOIN participant p ON p.id = page.id
LEFT JOIN LATERAL (
  SELECT h.id AS hire_id, l.label AS lot_label, o.name AS company_name
  FROM hire h JOIN lot l ON l.id = h.lot_id JOIN organisation o ON o.id = h.company_id
  WHERE h.id = {_of_the_moment("h.id")}) c ON true""",  # noqa: S608
    orders={
        "name": ("lower(p.last_name)", "lower(p.first_name)"),
        "age": ("$1::date - p.birth_date",),
        "state": (f"array_position(ARRAY[{_FURTHEST_FIRST}], {_BEST_GROUND}::text)",),
        "until": (_LAST_DAY,),
        "hire": (f"lower({_of_the_moment('o.name')})",),
        "hours": (_HOURS,),
        "lot": (f"lower({_of_the_moment('l.label')})",),
        "postal_code": ("p.postal_code",),
    },
    usual="p.last_name, p.first_name, p.id",
)
ORDERS_OF_PEOPLE = frozenset(_PEOPLE.orders)

_STANDING = (
    "CASE WHEN h.last_day < $1 THEN 'ENDED' WHEN h.first_day > $1 THEN 'TO_COME'"
    " WHEN h.last_day IS NULL AND h.planned_last_day < $1 THEN 'END_MISSING' ELSE 'RUNNING' END"
)
_AROUND_A_HIRE = (
    "JOIN participant p ON p.id = h.participant_id JOIN lot l ON l.id = h.lot_id"
    " LEFT JOIN contract c ON c.id = l.contract_id JOIN organisation o ON o.id = h.company_id"
)
_HIRES = LongList(
    id="h.id",
    rows=f"""FROM hire h {_AROUND_A_HIRE}
WHERE ($7::uuid IS NULL OR h.facilitator_org_id = $7) AND $1::date IS NOT NULL
  AND ($2::text IS NULL OR strpos(lower(concat_ws(' ', p.first_name, p.last_name, p.first_name, l.label, c.reference,
       o.name, h.job_title)), lower($2)) > 0)
  AND ($3::uuid IS NULL OR h.lot_id = $3) AND ($4::uuid IS NULL OR h.company_id = $4)
  AND ($5::uuid IS NULL OR h.participant_id = $5) AND ($6::text IS NULL OR {_STANDING} = $6)""",
    said=f"""
SELECT h.id, h.participant_id, p.first_name, p.last_name, h.lot_id, l.label AS lot_label, l.number AS lot_number,
  c.reference AS contract_reference, h.company_id, o.name AS company_name, h.mode, h.contract_type, h.job_title,
  h.first_day, h.planned_last_day, h.last_day, h.weekly_hours, h.eligible_last_day, {_STANDING} AS standing,
  {_HOURS_OF_HIRE} AS hours_credited
FROM page JOIN hire h ON h.id = page.id {_AROUND_A_HIRE}""",  # noqa: S608
    orders={
        "name": ("lower(p.last_name)", "lower(p.first_name)"),
        "standing": (_STANDING,),
        "company": ("lower(o.name)",),
        "lot": ("lower(c.reference)", "l.number"),
        "first_day": ("h.first_day",),
        "last_day": ("coalesce(h.last_day, h.planned_last_day)",),
        "hours": (_HOURS_OF_HIRE,),
        "until": ("h.eligible_last_day",),
        "label": ("lower(l.label)",),
        "mode": ("h.mode",),
        "kind": ("h.contract_type",),
        "job": ("lower(h.job_title)",),
        "week": ("h.weekly_hours",),
    },
    usual="h.first_day DESC, h.id DESC",
)
ORDERS_OF_HIRES = frozenset(_HIRES.orders)

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


def _asked_of_people(filters: PersonFilters, org_id: UUID, on: date, ending_by: date) -> tuple[object, ...]:
    near = ending_by if filters.is_ending else None
    return on, filters.text, filters.state, filters.is_without_ground, near, org_id, filters.participant_id


async def browse_people(
    filters: PersonFilters, org_id: UUID, on: date, ending_by: date, window: Window
) -> Slice[FollowedPerson]:
    """A window on an organisation's people, each with the ground, the window, the contract and the hours of a day."""
    asked = _asked_of_people(filters, org_id, on, ending_by)
    rows = await _PEOPLE.read(window, *asked)
    return Slice([FollowedPerson.model_validate(row) for row in rows], await _PEOPLE.count(*asked))


async def hand_over_people(
    filters: PersonFilters, org_id: UUID, on: date, ending_by: date, order: str, take: Take[FollowedPerson]
) -> None:
    """The same people, all of them."""
    async for rows in _PEOPLE.parts(order, *_asked_of_people(filters, org_id, on, ending_by)):
        await take([FollowedPerson.model_validate(row) for row in rows])


def _asked_of_hires(filters: HireFilters, org_id: UUID | None, on: date) -> tuple[object, ...]:
    return (
        on, filters.text, filters.lot_id, filters.company_id, filters.participant_id, filters.standing, org_id
    )  # fmt: skip


async def browse_hires(filters: HireFilters, org_id: UUID | None, on: date, window: Window) -> Slice[HireRow]:
    """A window on the hires that the caller sees; ``org_id`` says again beside the policy whose they are."""
    asked = _asked_of_hires(filters, org_id, on)
    rows = await _HIRES.read(window, *asked)
    return Slice([HireRow.model_validate(row) for row in rows], await _HIRES.count(*asked))


async def hand_over_hires(filters: HireFilters, org_id: UUID | None, on: date, order: str, take: Take[HireRow]) -> None:
    """The same hires, all of them."""
    async for rows in _HIRES.parts(order, *_asked_of_hires(filters, org_id, on)):
        await take([HireRow.model_validate(row) for row in rows])


async def list_lots_of_hires() -> dict[UUID, str]:
    """The lots for which the caller sees hires, by label."""
    rows = await sql.fetch(
        "SELECT l.id, l.label FROM lot l WHERE EXISTS (SELECT FROM hire h WHERE h.lot_id = l.id)"
        " ORDER BY lower(l.label), l.id LIMIT 1000"
    )
    return {row["id"]: row["label"] for row in rows}


async def list_companies_of_hires() -> dict[UUID, str]:
    """The companies whose hires the caller sees, by name."""
    rows = await sql.fetch(
        "SELECT o.id, o.name FROM organisation o WHERE o.kind = 'company'"
        " AND EXISTS (SELECT FROM hire h WHERE h.company_id = o.id) ORDER BY lower(o.name), o.id LIMIT 1000"
    )
    return {row["id"]: row["name"] for row in rows}


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
