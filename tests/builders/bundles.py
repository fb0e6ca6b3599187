"""Bundles of claims, and the webhooks' deliveries: what the worker does with their jobs."""

from datetime import datetime
from uuid import UUID

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.jobs import JobKind
from clause.services.context import worker_context
from clause.workers.registry import STEPS
from tests.builders.territory import NOW


async def run_jobs(kind: JobKind, now: datetime = NOW) -> int:
    """One step of every job of a kind that is due; how many there were."""
    await set_identity(worker_context(now).actor)
    rows = await sql.fetch(
        "SELECT id FROM job WHERE kind = $1 AND state = 'queued' AND run_at <= $2 ORDER BY run_at, id", kind.value, now
    )
    for row in rows:
        await STEPS[kind](now, row["id"])
    return len(rows)


async def a_bundle(claim_id: UUID) -> None:
    """The bundle of a claim that was handed over and printed, with its months."""
    await run_jobs(JobKind.RENDER_TIMESHEET)
    assert await run_jobs(JobKind.BUILD_BUNDLE), claim_id
