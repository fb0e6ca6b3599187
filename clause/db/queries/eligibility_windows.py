"""What decides the windows of people, and the windows written on their hires.

The days suspended are written on each hire too, without their reason: hours are judged by the hire's row alone, which
stays locked while they are booked, and a company sees the days that do not count but not why.
"""

import json
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from clause.db import sql
from clause.db.queries.hires import list_hires_of_participant
from clause.db.queries.rule_sets import load_rulebooks
from clause.domain.eligibility_windows import CreditedOutside, PersonAlerts, Suspension, WindowFacts, WindowOverride
from clause.rules.eligibility_windows import EligibilityWindow, Suspended

_SUSPENSION = "id, facilitator_org_id, participant_id, first_day, last_day, reason, recorded_by, recorded_at, version"
_OVERRIDE = "id, facilitator_org_id, participant_id, version_no, last_day, reason, decided_by, decided_at"

# Hours count on the last day worked; hours that reach into a suspension are told by that day too.
_CREDITED_OUTSIDE = """
SELECT h.id AS hire_id, max(a.worked_on) FILTER (WHERE a.worked_on > h.eligible_last_day) AS beyond_on,
       max(a.worked_on) FILTER (WHERE s.id IS NOT NULL) AS suspended_on
FROM hire h JOIN ledger_entry e ON e.hire_id = h.id JOIN allocation a ON a.ledger_entry_id = e.id
LEFT JOIN eligibility_suspension s ON s.participant_id = h.participant_id AND s.first_day <= e.last_day
  AND (s.last_day IS NULL OR s.last_day >= e.first_day)
WHERE h.participant_id = $1 AND e.kind = 'BOOKING' AND a.hours_credited > 0
  AND (a.worked_on > h.eligible_last_day OR s.id IS NOT NULL)
  AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)
GROUP BY h.id ORDER BY h.id
"""


# Hires under contract on the day or later: the end of the window of a contract that is over asks for nothing.
_ALERTS = """
SELECT p.id AS participant_id, p.first_name, p.last_name, w.windows, g.proofs
FROM participant p
CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_agg(jsonb_build_object('hire_id', h.id, 'lot_id', h.lot_id, 'last_day', h.eligible_last_day)
                            ORDER BY h.id), '[]') AS windows
  FROM hire h WHERE h.participant_id = p.id AND h.eligible_last_day BETWEEN $1 AND $2
    AND coalesce(h.last_day, h.planned_last_day, 'infinity') >= $1
    AND NOT EXISTS (SELECT FROM eligibility_suspension s
                    WHERE s.participant_id = p.id AND s.last_day IS NULL AND s.first_day <= $1)) w
CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_agg(jsonb_build_object('eligibility_id', e.id, 'last_day', e.proof_fresh_until)
                            ORDER BY e.id), '[]') AS proofs
  FROM eligibility e WHERE e.participant_id = p.id AND e.state = 'ACCEPTED' AND e.proof_fresh_until BETWEEN $1 AND $2
    AND NOT EXISTS (SELECT FROM hire h WHERE h.participant_id = p.id)) g
WHERE ($3::uuid IS NULL OR p.id > $3) AND (w.windows <> '[]' OR g.proofs <> '[]')
ORDER BY p.id LIMIT $4
"""


async def list_alerts(on: date, until: date, *, after: UUID | None, limit: int) -> list[PersonAlerts]:
    """A page of people with a window, or a proof not yet used, that ends between two days; oldest record first."""
    rows = await sql.fetch(_ALERTS, on, until, after, limit)
    return [
        PersonAlerts.model_validate({**row, "windows": json.loads(row["windows"]), "proofs": json.loads(row["proofs"])})
        for row in rows
    ]


async def load_window_facts(participant_id: UUID) -> WindowFacts:
    """All that decides the windows of a person, as far as the caller sees it."""
    hires = tuple(await list_hires_of_participant(participant_id))
    books = await load_rulebooks({hire.lot_id for hire in hires}) if hires else {}
    return WindowFacts(
        participant_id=participant_id,
        hires=hires,
        books=books,
        suspensions=tuple(await list_suspensions(participant_id)),
        overrides=tuple(await list_overrides(participant_id)),
    )


async def list_suspensions(participant_id: UUID) -> list[Suspension]:
    """Every suspension of a person, the earliest first."""
    rows = await sql.fetch(
        f"SELECT {_SUSPENSION} FROM eligibility_suspension WHERE participant_id = $1 ORDER BY first_day, id",  # noqa: S608
        participant_id,
    )
    return [Suspension.model_validate(row) for row in rows]


async def find_suspension(suspension_id: UUID) -> Suspension | None:
    """A suspension that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_SUSPENSION} FROM eligibility_suspension WHERE id = $1", suspension_id)  # noqa: S608
    return Suspension.model_validate(row) if row else None


async def insert_suspension(suspension: Suspension) -> None:
    """Add a suspension."""
    await sql.execute(
        f"INSERT INTO eligibility_suspension ({_SUSPENSION}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",  # noqa: S608
        suspension.id,
        suspension.facilitator_org_id,
        suspension.participant_id,
        suspension.first_day,
        suspension.last_day,
        suspension.reason,
        suspension.recorded_by,
        suspension.recorded_at,
        suspension.version,
    )


async def set_suspension_end(suspension_id: UUID, last_day: date) -> None:
    """Write the last day of a suspension."""
    await sql.execute(
        "UPDATE eligibility_suspension SET last_day = $2, version = version + 1 WHERE id = $1", suspension_id, last_day
    )


async def list_overrides(participant_id: UUID) -> list[WindowOverride]:
    """Every decision on the end of a person's window, in the order of their numbers."""
    rows = await sql.fetch(
        f"SELECT {_OVERRIDE} FROM window_override WHERE participant_id = $1 ORDER BY version_no",  # noqa: S608
        participant_id,
    )
    return [WindowOverride.model_validate(row) for row in rows]


async def insert_override(override: WindowOverride) -> None:
    """Add a decision."""
    await sql.execute(
        f"INSERT INTO window_override ({_OVERRIDE}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",  # noqa: S608
        override.id,
        override.facilitator_org_id,
        override.participant_id,
        override.version_no,
        override.last_day,
        override.reason,
        override.decided_by,
        override.decided_at,
    )


async def set_window(hire_id: UUID, window: EligibilityWindow) -> None:
    """Write the days whose hours may be credited, found anew."""
    await sql.execute(
        "UPDATE hire SET eligible_first_day = $2, eligible_last_day = $3, eligibility_trace = $4::jsonb,"
        " version = version + 1 WHERE id = $1",
        hire_id,
        window.period.first_day,
        window.period.last_day,
        window.trace.model_dump_json(),
    )


async def set_suspended_days(participant_id: UUID, suspended: Iterable[Suspended]) -> None:
    """Write the days suspended on each hire of a person."""
    days = [
        {"first_day": one.first_day.isoformat(), "last_day": one.last_day.isoformat() if one.last_day else None}
        for one in suspended
    ]
    await sql.execute(
        "UPDATE hire SET suspensions = $2::jsonb, version = version + 1 WHERE participant_id = $1"
        " AND suspensions IS DISTINCT FROM $2::jsonb",
        participant_id,
        json.dumps(days) if days else None,
    )


async def list_credited_outside(participant_id: UUID) -> list[CreditedOutside]:
    """Hires of a person with credited hours, not reversed, past the end of their window or in a suspension."""
    rows = await sql.fetch(_CREDITED_OUTSIDE, participant_id)
    return [CreditedOutside.model_validate(row) for row in rows]
