"""Months of time of many people."""

from uuid import UUID

from clause.db import sql
from clause.db.queries.timesheets import LATEST
from clause.domain.timesheets import ListedMonth, TimesheetState, hours_of
from clause.rules.calendar import Month


async def list_months(
    month: Month, *, state: TimesheetState | None, after: UUID | None, limit: int
) -> list[ListedMonth]:
    """A page of the employments of a month, oldest first, with the revision of the month that counts."""
    rows = await sql.fetch(
        "SELECT e.id AS employment_id, e.person_id, u.full_name AS person_name, e.staff_number, t.id AS timesheet_id,"  # noqa: S608
        " coalesce(t.state, 'open') AS state, coalesce(t.revision, 1) AS revision, coalesce(t.version, 0) AS version,"
        " (SELECT coalesce(sum(n.minutes), 0)::int FROM time_entry n WHERE n.timesheet_id = t.id) AS worked,"
        " (SELECT coalesce(sum(n.minutes), 0)::int FROM time_entry n WHERE n.timesheet_id = t.id"
        "   AND n.operation_id IS NOT NULL) AS on_operations"
        " FROM employment e LEFT JOIN app_user u ON u.id = e.person_id"
        f" LEFT JOIN timesheet t ON t.employment_id = e.id AND t.month = $1 AND {LATEST}"
        " WHERE e.first_day <= $2 AND (e.last_day IS NULL OR e.last_day >= $1)"
        " AND ($3::text IS NULL OR coalesce(t.state, 'open') = $3) AND ($4::uuid IS NULL OR e.id > $4)"
        " ORDER BY e.id LIMIT $5",
        month.first_day,
        month.last_day,
        state.value if state else None,
        after,
        limit,
    )
    return [
        ListedMonth(
            **row, month=month, hours_worked=hours_of(row["worked"]), hours_on_operations=hours_of(row["on_operations"])
        )
        for row in rows
    ]


async def list_signed(month: Month) -> list[tuple[UUID, UUID]]:
    """Person and employment of the months that wait for the second signature."""
    rows = await sql.fetch(
        "SELECT t.person_id, t.employment_id FROM timesheet t WHERE t.month = $1 AND t.state = 'signed'"  # noqa: S608
        f" AND {LATEST} ORDER BY t.person_id, t.employment_id",
        month.first_day,
    )
    return [(row["person_id"], row["employment_id"]) for row in rows]
