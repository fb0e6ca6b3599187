"""What became of people hired."""

from datetime import date
from uuid import UUID

from clause.db import sql
from clause.domain.outcomes import HireOutcome, OutcomesDue
from clause.rules.outcomes import OutcomePoint

_COLUMNS = "id, facilitator_org_id, hire_id, point, version_no, outcome, observed_on, note, recorded_by, recorded_at"

# A hire has something to record when its end is known and a point is reached, or when its planned end has passed.
_DUE = """
SELECT h.id AS hire_id, h.participant_id, p.first_name, p.last_name, h.lot_id, h.company_id, h.last_day,
       h.planned_last_day, l.label AS lot_label, o.name AS company_name, r.recorded
FROM hire h JOIN participant p ON p.id = h.participant_id JOIN lot l ON l.id = h.lot_id
JOIN organisation o ON o.id = h.company_id
CROSS JOIN LATERAL (
  SELECT coalesce(array_agg(DISTINCT o.point), '{}') AS recorded FROM hire_outcome o WHERE o.hire_id = h.id) r
WHERE ($1::uuid IS NULL OR h.id > $1) AND ($2::uuid IS NULL OR h.lot_id = $2)
  AND ((h.last_day IS NULL AND h.planned_last_day < $3)
       OR EXISTS (SELECT FROM unnest($4::text[], $5::int[]) AS due (point, months)
                  WHERE (h.last_day + make_interval(months => due.months))::date <= $3
                  AND due.point <> ALL (r.recorded)))
ORDER BY h.id LIMIT $6
"""


async def insert_outcome(outcome: HireOutcome) -> None:
    """Add a version of a situation."""
    await sql.execute(
        f"INSERT INTO hire_outcome ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",  # noqa: S608
        outcome.id,
        outcome.facilitator_org_id,
        outcome.hire_id,
        outcome.point.value,
        outcome.version_no,
        outcome.outcome.value,
        outcome.observed_on,
        outcome.note,
        outcome.recorded_by,
        outcome.recorded_at,
    )


async def list_outcomes(hire_id: UUID, *, after: UUID | None, limit: int) -> list[HireOutcome]:
    """A page of every version of every point of a hire, oldest record first."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM hire_outcome WHERE hire_id = $1"  # noqa: S608
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        hire_id,
        after,
        limit,
    )
    return [HireOutcome.model_validate(row) for row in rows]


async def list_outcomes_of_participant(participant_id: UUID) -> list[HireOutcome]:
    """Every version of every point of all hires of a person, oldest record first."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM hire_outcome WHERE hire_id IN (SELECT id FROM hire WHERE participant_id = $1)"  # noqa: S608
        " ORDER BY id",
        participant_id,
    )
    return [HireOutcome.model_validate(row) for row in rows]


async def find_last_version(hire_id: UUID, point: OutcomePoint) -> int:
    """The highest version of a point of a hire; 0 when nothing is recorded."""
    found: int = await sql.fetch_value(
        "SELECT coalesce(max(version_no), 0) FROM hire_outcome WHERE hire_id = $1 AND point = $2", hire_id, point.value
    )
    return found


async def list_outcomes_due(on: date, *, lot_id: UUID | None, after: UUID | None, limit: int) -> list[OutcomesDue]:
    """A page of hires whose end or whose situation is to be recorded on a day, oldest record first."""
    points = list(OutcomePoint)
    rows = await sql.fetch(
        _DUE, after, lot_id, on, [point.value for point in points], [point.months for point in points], limit
    )
    return [OutcomesDue.model_validate(row) for row in rows]


def exit_outcome(hire: str) -> str:
    """A query for what a hire ended in, as known today; ``hire`` is an expression of the query around it."""
    return (
        f"SELECT outcome FROM hire_outcome WHERE hire_id = {hire} AND point = 'EXIT'"  # noqa: S608
        " ORDER BY version_no DESC LIMIT 1"
    )
