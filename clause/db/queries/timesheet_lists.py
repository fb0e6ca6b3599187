"""Months of time of many people."""

from uuid import UUID

from clause.db import sql
from clause.db.queries.employments import find_employments
from clause.db.queries.timesheets import LATEST
from clause.domain.timesheet_standing import MonthStanding
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


async def list_standings(first: Month, last: Month, person_id: UUID | None) -> list[MonthStanding]:
    """Where the months of a span stand, one line an employment and month: of one person, or of everyone.

    The latest month first, then by name.
    """
    rows = await sql.fetch(
        "SELECT m.month::date AS month, e.id AS employment_id, t.id AS timesheet_id,"  # noqa: S608
        " coalesce(t.state, 'open') AS state, coalesce(t.revision, 1) AS revision, t.reopened_reason, t.late_reason,"
        " EXISTS (SELECT FROM assignment s WHERE s.employment_id = e.id AND s.method <> 'M1'"
        "   AND s.first_day < m.month + interval '1 month'"
        "   AND (s.last_day IS NULL OR s.last_day >= m.month)) AS has_mission,"
        " t.difference_reason IS NOT NULL AS is_explained, t.signed_at, t.approved_at,"
        " t.document_id IS NOT NULL AS has_file, coalesce(n.worked, 0) AS minutes_worked,"
        " coalesce(n.on_operations, 0) AS minutes_on_operations, coalesce(a.absent, 0) AS minutes_absent,"
        " coalesce(n.days, '{}') || coalesce(a.days, '{}') AS told_days"
        " FROM employment e LEFT JOIN app_user u ON u.id = e.person_id"
        " CROSS JOIN generate_series($1::date, $2::date, interval '1 month') AS m(month)"
        f" LEFT JOIN timesheet t ON t.employment_id = e.id AND t.month = m.month::date AND {LATEST}"
        " LEFT JOIN LATERAL (SELECT sum(minutes)::int AS worked, array_agg(DISTINCT day) AS days,"
        "   (sum(minutes) FILTER (WHERE operation_id IS NOT NULL))::int AS on_operations"
        "   FROM time_entry WHERE timesheet_id = t.id) n ON true"
        " LEFT JOIN LATERAL (SELECT sum(minutes)::int AS absent, array_agg(DISTINCT day) AS days"
        "   FROM time_absence WHERE timesheet_id = t.id) a ON true"
        " WHERE ($3::uuid IS NULL OR e.person_id = $3) AND e.first_day < m.month + interval '1 month'"
        " AND (e.last_day IS NULL OR e.last_day >= m.month)"
        " ORDER BY m.month DESC, u.full_name, e.id",
        first.first_day,
        last.first_day,
        person_id,
    )
    known = await find_employments(list({row["employment_id"] for row in rows}))
    return [
        MonthStanding.model_validate(
            {**row, "employment": known[row["employment_id"]], "month": Month.of(row["month"])}
        )
        for row in rows
    ]
