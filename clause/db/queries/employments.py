"""Employments of a facilitator organisation."""

from datetime import date
from uuid import UUID

from clause.db import sql
from clause.domain.employments import Employment

_EMPLOYMENT = (
    "SELECT e.id, e.facilitator_org_id, e.person_id, u.full_name AS person_name, e.staff_number, e.job_title,"
    " e.working_time_share, e.weekly_hours, e.working_weekdays, e.holiday_zone, e.first_day, e.last_day, e.created_at,"
    " e.version"
    " FROM employment e LEFT JOIN app_user u ON u.id = e.person_id"
)


async def find_member_name(org_id: UUID, person_id: UUID) -> str | None:
    """The name of a person with a role in the organisation, or None."""
    name: str | None = await sql.fetch_value(
        "SELECT u.full_name FROM app_user u WHERE u.id = $2"
        " AND EXISTS (SELECT FROM membership m WHERE m.user_id = u.id AND m.org_id = $1)",
        org_id,
        person_id,
    )
    return name


async def insert_employment(employment: Employment) -> None:
    """Add an employment."""
    await sql.execute(
        "INSERT INTO employment (id, facilitator_org_id, person_id, staff_number, job_title, working_time_share,"
        " weekly_hours, first_day, last_day, created_at, version, working_weekdays, holiday_zone)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        employment.id,
        employment.facilitator_org_id,
        employment.person_id,
        employment.staff_number,
        employment.job_title,
        employment.working_time_share,
        employment.weekly_hours,
        employment.first_day,
        employment.last_day,
        employment.created_at,
        employment.version,
        employment.working_weekdays,
        employment.holiday_zone.value,
    )


async def find_employment(employment_id: UUID) -> Employment | None:
    """An employment of the caller's organisation, or None."""
    row = await sql.fetch_one(f"{_EMPLOYMENT} WHERE e.id = $1", employment_id)
    return Employment.model_validate(row) if row else None


async def find_employments(employment_ids: list[UUID]) -> dict[UUID, Employment]:
    """Employments of the caller's organisation, by id."""
    rows = await sql.fetch(f"{_EMPLOYMENT} WHERE e.id = ANY($1)", employment_ids)
    return {row["id"]: Employment.model_validate(row) for row in rows}


async def lock_employment(employment_id: UUID) -> Employment | None:
    """The same, locked until the transaction ends."""
    row = await sql.fetch_one(f"{_EMPLOYMENT} WHERE e.id = $1 FOR UPDATE OF e", employment_id)
    return Employment.model_validate(row) if row else None


async def lock_by_staff_number(staff_numbers: list[str]) -> dict[str, Employment]:
    """Employments of the caller's organisation by staff number, locked until the transaction ends."""
    rows = await sql.fetch(f"{_EMPLOYMENT} WHERE e.staff_number = ANY($1) ORDER BY e.id FOR UPDATE OF e", staff_numbers)
    return {row["staff_number"]: Employment.model_validate(row) for row in rows}


async def share_employments(employment_ids: list[UUID]) -> None:
    """Keep employments, and so their payroll, from changing until the transaction ends."""
    await sql.fetch("SELECT id FROM employment WHERE id = ANY($1) ORDER BY id FOR SHARE", employment_ids)


async def list_employments(*, person_id: UUID | None, after: UUID | None, limit: int) -> list[Employment]:
    """A page of the employments of the caller's organisation, oldest first."""
    rows = await sql.fetch(
        f"{_EMPLOYMENT} WHERE ($1::uuid IS NULL OR e.person_id = $1) AND ($2::uuid IS NULL OR e.id > $2)"
        " ORDER BY e.id LIMIT $3",
        person_id,
        after,
        limit,
    )
    return [Employment.model_validate(row) for row in rows]


async def list_employments_between(person_id: UUID, first_day: date, last_day: date) -> list[Employment]:
    """The employments of a person that share a day with a period."""
    rows = await sql.fetch(
        f"{_EMPLOYMENT} WHERE e.person_id = $1 AND e.first_day <= $3 AND (e.last_day IS NULL OR e.last_day >= $2)"
        " ORDER BY e.first_day, e.id",
        person_id,
        first_day,
        last_day,
    )
    return [Employment.model_validate(row) for row in rows]


async def find_last_day_used(employment_id: UUID) -> date | None:
    """The earliest day on which an employment may end without losing what is recorded of it; None when nothing is.

    The last day with an entry of time, the first of the last month recorded or paid, the first of the last mission.
    """
    day: date | None = await sql.fetch_value(
        "SELECT greatest("
        "(SELECT max(n.day) FROM time_entry n JOIN timesheet t ON t.id = n.timesheet_id WHERE t.employment_id = $1),"
        " (SELECT max(t.month) FROM timesheet t WHERE t.employment_id = $1),"
        " (SELECT max(p.month) FROM payroll_month p WHERE p.employment_id = $1),"
        " (SELECT max(s.first_day) FROM assignment s WHERE s.employment_id = $1))",
        employment_id,
    )
    return day


async def update_end(employment_id: UUID, last_day: date | None) -> None:
    """Write the last day of an employment."""
    await sql.execute(
        "UPDATE employment SET last_day = $2, version = version + 1 WHERE id = $1", employment_id, last_day
    )
