"""Months of time, their entries, and what a claim makes of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claims import FROZEN_STATES
from clause.domain.timesheets import TimeEntry, Timesheet, TimesheetState
from clause.rules.calendar import Month

_TIMESHEET = (
    "SELECT id, facilitator_org_id, employment_id, person_id, month, state, content_hash, signed_by, signed_at,"
    " approved_by, approved_at, reopened_reason, created_at, version FROM timesheet"
)


def _timesheet(row: dict[str, Any]) -> Timesheet:
    return Timesheet.model_validate({**row, "month": Month.of(row["month"])})


async def insert_timesheet(sheet: Timesheet) -> None:
    """Add an open month."""
    await sql.execute(
        "INSERT INTO timesheet (id, facilitator_org_id, employment_id, person_id, month, state, created_at, version)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        sheet.id,
        sheet.facilitator_org_id,
        sheet.employment_id,
        sheet.person_id,
        sheet.month.first_day,
        sheet.state.value,
        sheet.created_at,
        sheet.version,
    )


async def find_timesheet(employment_id: UUID, month: Month) -> Timesheet | None:
    """The month of an employment, or None."""
    row = await sql.fetch_one(
        f"{_TIMESHEET} WHERE employment_id = $1 AND month = $2 ORDER BY revision DESC LIMIT 1",
        employment_id,
        month.first_day,
    )
    return _timesheet(row) if row else None


async def lock_timesheet(employment_id: UUID, month: Month) -> Timesheet | None:
    """The same, locked until the transaction ends."""
    row = await sql.fetch_one(
        f"{_TIMESHEET} WHERE employment_id = $1 AND month = $2 ORDER BY revision DESC LIMIT 1 FOR UPDATE",
        employment_id,
        month.first_day,
    )
    return _timesheet(row) if row else None


async def share_timesheets(timesheet_ids: list[UUID]) -> None:
    """Keep months from being reopened until the transaction ends."""
    await sql.fetch("SELECT id FROM timesheet WHERE id = ANY($1) ORDER BY id FOR SHARE", timesheet_ids)


async def list_entries(timesheet_id: UUID) -> list[TimeEntry]:
    """The entries of a month, by day."""
    rows = await sql.fetch(
        "SELECT day, operation_id, activity, minutes, description FROM time_entry WHERE timesheet_id = $1"
        " ORDER BY day, id",
        timesheet_id,
    )
    return [TimeEntry.model_validate(row) for row in rows]


async def replace_entries(sheet: Timesheet, entries: list[tuple[UUID, TimeEntry]]) -> None:
    """Put these entries, with their ids, in the place of those that were there."""
    await sql.execute("DELETE FROM time_entry WHERE timesheet_id = $1", sheet.id)
    await sql.execute_many(
        "INSERT INTO time_entry (id, facilitator_org_id, timesheet_id, day, operation_id, activity, minutes,"
        " description) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
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
            )
            for entry_id, entry in entries
        ],
    )


async def touch_timesheet(timesheet_id: UUID) -> None:
    """Count one more version of a month."""
    await sql.execute("UPDATE timesheet SET version = version + 1 WHERE id = $1", timesheet_id)


async def sign_timesheet(timesheet_id: UUID, content_hash: str, signed_by: UUID, signed_at: datetime) -> None:
    """Write the first signature."""
    await sql.execute(
        "UPDATE timesheet SET state = $2, content_hash = $3, signed_by = $4, signed_at = $5, reopened_reason = NULL,"
        " version = version + 1 WHERE id = $1",
        timesheet_id,
        TimesheetState.SIGNED.value,
        content_hash,
        signed_by,
        signed_at,
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
        " approved_at = NULL, reopened_reason = $3, version = version + 1 WHERE id = $1",
        timesheet_id,
        TimesheetState.OPEN.value,
        reason,
    )


async def find_claim_with_time(timesheet_id: UUID) -> int | None:
    """The number of a signed or submitted claim that stands on this month, or None."""
    number: int | None = await sql.fetch_value(
        "SELECT c.number FROM claim_line l JOIN claim c ON c.id = l.claim_id"
        " WHERE l.timesheet_id = $1 AND c.state = ANY($2) LIMIT 1",
        timesheet_id,
        list(FROZEN_STATES),
    )
    return number
