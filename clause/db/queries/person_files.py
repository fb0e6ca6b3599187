"""All that is told of a person, read and purged by the inventory of ``clause.db.personal_data``."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.personal_data import HELD, SUBJECTS, Held
from clause.domain.operations import OperationState
from clause.domain.person_files import FileStanding

_STANDING = """
SELECT
  (SELECT count(*) FROM hire h WHERE h.participant_id = $1 AND coalesce(h.last_day, 'infinity') > $2)
    AS running_hires,
  (SELECT count(*) FROM hours_statement_line d JOIN hours_statement s ON s.id = d.statement_id
    JOIN hire h ON h.id = d.hire_id WHERE h.participant_id = $1 AND s.state NOT IN ('VALIDATED', 'REJECTED'))
    AS waiting_lines,
  ARRAY(SELECT o.number FROM operation_participant r JOIN operation o ON o.id = r.operation_id
    WHERE r.participant_id = $1 AND o.state NOT IN ($3, $4) ORDER BY 1) AS operations,
  (SELECT max(day) FROM (
    SELECT p.created_at::date AS day FROM participant p WHERE p.id = $1
    UNION ALL SELECT coalesce(h.last_day, h.planned_last_day, h.first_day) FROM hire h WHERE h.participant_id = $1
    UNION ALL SELECT e.assessed_on FROM eligibility e WHERE e.participant_id = $1
    UNION ALL SELECT u.observed_on FROM hire_outcome u JOIN hire h ON h.id = u.hire_id WHERE h.participant_id = $1
  ) events) AS last_event_on,
  ARRAY(SELECT r.entry_on FROM operation_participant r WHERE r.participant_id = $1
    UNION SELECT e.assessed_on FROM eligibility e WHERE e.participant_id = $1) AS ages_on
"""


async def load_standing(participant_id: UUID, today: date) -> FileStanding:
    """What decides whether a file may be purged."""
    row = await sql.fetch_one(
        _STANDING, participant_id, today, OperationState.PURGEABLE.value, OperationState.REFUSED.value
    )
    return FileStanding.model_validate(row)


def _export_of(table: str, held: Held) -> str:
    shown = [f'"{name}"' for name in (*held.kept, *held.erased) if name not in held.hidden]
    shown += [f'octet_length("{name}") AS {name}_bytes' for name in held.hidden]
    return f"SELECT to_jsonb(x) AS row FROM (SELECT {', '.join(shown)} FROM {table} WHERE {held.rows}) x ORDER BY x.id"  # noqa: S608


async def list_rows(participant_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Every row that tells of a person, by table; of files only their size."""
    found = {}
    for table, held in HELD.items():
        rows = await sql.fetch(_export_of(table, held), participant_id)
        found[table] = [json.loads(row["row"]) for row in rows]
    return found


async def purge(participant_id: UUID, now: datetime, birth_date: date) -> int:
    """Empty or remove what the inventory says, and the answers kept for replay; the result is how many rows."""
    touched = int(await sql.fetch_value("SELECT clause_forget_answers($1)", participant_id))
    for table, held in HELD.items():
        if held.is_removed:
            query = f"DELETE FROM {table} WHERE {held.rows}"  # noqa: S608
        elif held.erased:
            changes = ", ".join(f'"{name}" = {value}' for name, value in held.erased.items())
            names, values = ", ".join(f'"{name}"' for name in held.erased), ", ".join(held.erased.values())
            query = (
                f"UPDATE {table} SET {changes} WHERE ({held.rows})"  # noqa: S608
                f" AND ROW({names}) IS DISTINCT FROM ROW({values})"
            )
        else:
            continue
        given = [value for place, value in (("$2", now), ("$3", birth_date)) if place in query]
        touched += await sql.execute(query, participant_id, *given)
    return touched


async def erase_reasons(participant_id: UUID) -> tuple[int, ...]:
    """Empty the reasons of the journal about a person; the result is the numbers of the lines."""
    rows = await sql.fetch(f"SELECT * FROM clause_journal_erase(ARRAY({SUBJECTS})) AS seq", participant_id)  # noqa: S608
    return tuple(sorted(row["seq"] for row in rows))


async def forget_readings(before: datetime) -> int:
    """Forget who read what before an instant; for the service itself alone. The result is how many lines."""
    return int(await sql.fetch_value("SELECT clause_forget_readings($1)", before))
