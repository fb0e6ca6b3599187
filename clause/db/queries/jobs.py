"""Jobs as rows: inserted with the business change, locked while a step runs."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.jobs import Job, JobKind, StepOutcome

_COLUMNS = (
    "id, org_id, kind, payload, state, progress_done, progress_total, result, error, attempts, created_at, finished_at"
)


def _job(row: dict[str, Any]) -> Job:
    row["payload"] = json.loads(row["payload"])
    row["error"] = json.loads(row["error"]) if row["error"] else None
    return Job.model_validate(row)


async def insert_job(
    job_id: UUID,
    kind: JobKind,
    payload: dict[str, str],
    *,
    org_id: UUID,
    requested_by_org_id: UUID,
    requested_by: UUID | None,
    now: datetime,
    run_at: datetime | None = None,
) -> None:
    """Record work to be done after the commit, at once or from ``run_at`` on."""
    await sql.execute(
        "INSERT INTO job (id, org_id, requested_by_org_id, requested_by, kind, payload, state, progress_done,"
        " progress_total, attempts, run_at, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6::jsonb, 'queued', 0, 1, 0, coalesce($8::timestamptz, $7::timestamptz), $7)",
        job_id,
        org_id,
        requested_by_org_id,
        requested_by,
        kind.value,
        json.dumps(payload),
        now,
        run_at,
    )


async def list_orgs_without_job(kind: JobKind, day: date) -> list[UUID]:
    """Facilitator organisations without a job of this kind on a day of mainland France; one caller at a time asks."""
    await sql.execute("SELECT pg_advisory_xact_lock(hashtext('clause_daily_jobs'))")
    rows = await sql.fetch(
        "SELECT o.id FROM organisation o WHERE o.kind = 'facilitator_org' AND NOT EXISTS (SELECT FROM job j"
        " WHERE j.org_id = o.id AND j.kind = $1 AND (j.created_at AT TIME ZONE 'Europe/Paris')::date = $2)"
        " ORDER BY o.id",
        kind.value,
        day,
    )
    return [row["id"] for row in rows]


async def find_job(job_id: UUID) -> Job | None:
    """A job that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_COLUMNS} FROM job WHERE id = $1", job_id)  # noqa: S608
    return _job(row) if row else None


async def lock_due_job(job_id: UUID, now: datetime) -> Job | None:
    """The job, locked until the transaction ends; None when it is finished, not due, or in other hands."""
    row = await sql.fetch_one(
        f"SELECT {_COLUMNS} FROM job WHERE id = $1 AND state IN ('queued', 'running') AND run_at <= $2"  # noqa: S608
        " FOR UPDATE SKIP LOCKED",
        job_id,
        now,
    )
    return _job(row) if row else None


async def list_due_jobs(now: datetime, limit: int) -> list[UUID]:
    """Ids of the jobs whose time has come, the longest waiting first."""
    rows = await sql.fetch(
        "SELECT id FROM job WHERE state IN ('queued', 'running') AND run_at <= $1 ORDER BY run_at LIMIT $2", now, limit
    )
    return [row["id"] for row in rows]


async def record_step(job_id: UUID, outcome: StepOutcome, now: datetime) -> None:
    """Write what a step achieved; the last one closes the job."""
    await sql.execute(
        "UPDATE job SET state = $2, progress_done = $3, progress_total = $4, result = $5, finished_at = $6"
        " WHERE id = $1",
        job_id,
        "done" if outcome.done else "running",
        outcome.progress_done,
        outcome.progress_total,
        outcome.result,
        now if outcome.done else None,
    )


async def record_failure(job_id: UUID, error: dict[str, Any], *, retry_at: datetime | None, now: datetime) -> None:
    """Write that a step failed: to be tried again at ``retry_at``, or for good when that is None."""
    await sql.execute(
        "UPDATE job SET attempts = attempts + 1, error = $2::jsonb, state = CASE WHEN $3::timestamptz IS NULL"
        " THEN 'failed' ELSE 'queued' END, run_at = coalesce($3, run_at),"
        " finished_at = CASE WHEN $3::timestamptz IS NULL THEN $4::timestamptz END"
        " WHERE id = $1 AND state IN ('queued', 'running')",
        job_id,
        json.dumps(error),
        retry_at,
        now,
    )
