"""Months of time, their entries, and what a claim makes of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claims import FROZEN_STATES
from clause.domain.timesheets import TimeAbsence, TimeEntry, Timesheet, TimesheetState
from clause.rules.calendar import Month

_TIMESHEET = (
    "SELECT t.id, t.facilitator_org_id, t.employment_id, t.person_id, t.month, t.revision, t.state, t.content_hash,"
    " t.signed_by, t.signed_at, t.approved_by, t.approved_at, t.reopened_reason, t.nothing_worked, t.late_reason,"
    " t.difference_reason, t.document_id, t.created_at, t.version FROM timesheet t"
)
LATEST = (
    "NOT EXISTS (SELECT FROM timesheet r WHERE r.employment_id = t.employment_id AND r.month = t.month"
    " AND r.revision > t.revision)"
)
"""The condition that keeps the revision of a month that counts."""
_ENTRY_COLUMNS = (
    "day, operation_id, activity, minutes, description, start_minute, end_minute, place, linked_kind, linked_id,"
    " source, other_funding, is_travel, entered_on"
)


def _timesheet(row: dict[str, Any]) -> Timesheet:
    return Timesheet.model_validate({**row, "month": Month.of(row["month"])})


async def insert_timesheet(sheet: Timesheet) -> None:
    """Add an open month."""
    await sql.execute(
        "INSERT INTO timesheet (id, facilitator_org_id, employment_id, person_id, month, revision, state,"
        " reopened_reason, difference_reason, nothing_worked, created_at, version)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, false, $10, $11)",
        sheet.id,
        sheet.facilitator_org_id,
        sheet.employment_id,
        sheet.person_id,
        sheet.month.first_day,
        sheet.revision,
        sheet.state.value,
        sheet.reopened_reason,
        sheet.difference_reason,
        sheet.created_at,
        sheet.version,
    )


async def find_timesheet(employment_id: UUID, month: Month) -> Timesheet | None:
    """The month of an employment, or None."""
    row = await sql.fetch_one(
        f"{_TIMESHEET} WHERE t.employment_id = $1 AND t.month = $2 ORDER BY t.revision DESC LIMIT 1",
        employment_id,
        month.first_day,
    )
    return _timesheet(row) if row else None


async def lock_timesheet(employment_id: UUID, month: Month) -> Timesheet | None:
    """The same, locked until the transaction ends."""
    row = await sql.fetch_one(
        f"{_TIMESHEET} WHERE t.employment_id = $1 AND t.month = $2 ORDER BY t.revision DESC LIMIT 1 FOR UPDATE",
        employment_id,
        month.first_day,
    )
    return _timesheet(row) if row else None


async def share_timesheets(timesheet_ids: list[UUID]) -> None:
    """Keep months from being reopened until the transaction ends."""
    await sql.fetch("SELECT id FROM timesheet WHERE id = ANY($1) ORDER BY id FOR SHARE", timesheet_ids)


async def list_months_of(person_id: UUID, month: Month) -> list[Timesheet]:
    """Every revision of a person's month, the latest first."""
    rows = await sql.fetch(
        f"{_TIMESHEET} WHERE t.person_id = $1 AND t.month = $2 ORDER BY t.revision DESC, t.id",
        person_id,
        month.first_day,
    )
    return [_timesheet(row) for row in rows]


async def find_timesheet_by_id(timesheet_id: UUID, *, lock: bool = False) -> Timesheet | None:
    """A revision of a month by its id, locked until the transaction ends when asked for, or None."""
    row = await sql.fetch_one(f"{_TIMESHEET} WHERE t.id = $1{' FOR UPDATE' if lock else ''}", timesheet_id)
    return _timesheet(row) if row else None


async def list_entries(timesheet_id: UUID) -> list[TimeEntry]:
    """The entries of a month, by day."""
    rows = await sql.fetch(
        f"SELECT {_ENTRY_COLUMNS} FROM time_entry WHERE timesheet_id = $1 ORDER BY day, id",  # noqa: S608
        timesheet_id,
    )
    return [TimeEntry.model_validate(row) for row in rows]


async def list_absences(timesheet_id: UUID) -> list[TimeAbsence]:
    """The absences of a month, by day."""
    rows = await sql.fetch(
        "SELECT day, category, minutes FROM time_absence WHERE timesheet_id = $1 ORDER BY day, id", timesheet_id
    )
    return [TimeAbsence.model_validate(row) for row in rows]


async def replace_entries(sheet: Timesheet, entries: list[tuple[UUID, TimeEntry]]) -> None:
    """Put these entries, with their ids, in the place of those that were there."""
    await sql.execute("DELETE FROM time_entry WHERE timesheet_id = $1", sheet.id)
    await sql.execute_many(
        f"INSERT INTO time_entry (id, facilitator_org_id, timesheet_id, {_ENTRY_COLUMNS})"  # noqa: S608
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        [
            (
                entry_id,
                sheet.facilitator_org_id,
                sheet.id,
                entry.day,
                entry.operation_id,
                entry.activity.value,
                entry.minutes,
                entry.description,
                entry.start_minute,
                entry.end_minute,
                entry.place,
                entry.linked_kind.value if entry.linked_kind else None,
                entry.linked_id,
                entry.source.value,
                entry.other_funding,
                entry.is_travel,
                entry.entered_on,
            )
            for entry_id, entry in entries
        ],
    )


async def replace_absences(sheet: Timesheet, absences: list[tuple[UUID, TimeAbsence]]) -> None:
    """Put these absences, with their ids, in the place of those that were there."""
    await sql.execute("DELETE FROM time_absence WHERE timesheet_id = $1", sheet.id)
    await sql.execute_many(
        "INSERT INTO time_absence (id, facilitator_org_id, timesheet_id, day, category, minutes)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (absence_id, sheet.facilitator_org_id, sheet.id, absence.day, absence.category.value, absence.minutes)
            for absence_id, absence in absences
        ],
    )


async def save_difference(timesheet_id: UUID, difference_reason: str | None) -> None:
    """Put the explanation of differences, and count one more version of the month."""
    await sql.execute(
        "UPDATE timesheet SET difference_reason = $2, version = version + 1 WHERE id = $1",
        timesheet_id,
        difference_reason,
    )


async def sign_timesheet(sheet: Timesheet) -> None:
    """Write the first signature, and what was said with it."""
    await sql.execute(
        "UPDATE timesheet SET state = $2, content_hash = $3, signed_by = $4, signed_at = $5, reopened_reason = NULL,"
        " nothing_worked = $6, late_reason = $7, version = version + 1 WHERE id = $1",
        sheet.id,
        TimesheetState.SIGNED.value,
        sheet.content_hash,
        sheet.signed_by,
        sheet.signed_at,
        sheet.nothing_worked,
        sheet.late_reason,
    )


async def approve_timesheet(timesheet_id: UUID, approved_by: UUID, approved_at: datetime) -> None:
    """Write the second signature."""
    await sql.execute(
        "UPDATE timesheet SET state = $2, approved_by = $3, approved_at = $4, version = version + 1 WHERE id = $1",
        timesheet_id,
        TimesheetState.APPROVED.value,
        approved_by,
        approved_at,
    )


async def reopen_timesheet(timesheet_id: UUID, reason: str) -> None:
    """Take both signatures away."""
    await sql.execute(
        "UPDATE timesheet SET state = $2, content_hash = NULL, signed_by = NULL, signed_at = NULL, approved_by = NULL,"
        " approved_at = NULL, reopened_reason = $3, nothing_worked = false, late_reason = NULL, document_id = NULL,"
        " version = version + 1 WHERE id = $1",
        timesheet_id,
        TimesheetState.OPEN.value,
        reason,
    )


async def find_claim_with_time(timesheet_id: UUID) -> int | None:
    """The number of a signed or submitted claim that stands on this month, or None."""
    number: int | None = await sql.fetch_value(
        "SELECT c.number FROM claim_line l JOIN claim c ON c.id = l.claim_id"
        " WHERE (l.timesheet_id = $1 OR l.details->'timesheet_ids' ? $3) AND c.state = ANY($2)"
        " AND c.facilitator_org_id = clause_org() LIMIT 1",
        timesheet_id,
        list(FROZEN_STATES),
        str(timesheet_id),
    )
    return number


async def save_document(timesheet_id: UUID, document_id: UUID) -> None:
    """Name the file that was made of an approved month."""
    await sql.execute("UPDATE timesheet SET document_id = $2 WHERE id = $1", timesheet_id, document_id)
