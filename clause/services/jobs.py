"""Background work seen from above: what is due, what became of it, what to do when it fails."""

from datetime import timedelta
from uuid import UUID

from clause.db.queries import idempotency
from clause.db.queries import jobs as queries
from clause.domain.errors import ClauseError, NotFound, Unavailable
from clause.domain.jobs import DAILY, Job, JobKind
from clause.gateways.queue import queue
from clause.services.context import Context
from clause.services.unit_of_work import UnitOfWork, reading, writing

MAX_ATTEMPTS = 6
FIRST_PAUSE = timedelta(seconds=2)
SWEEP_SIZE = 500
KEYS_KEPT = timedelta(hours=48)


@reading()
async def load_job(uow: UnitOfWork, job_id: UUID) -> Job:
    """A job of the caller's organisation. NotFound JOB-001."""
    job = await queries.find_job(job_id)
    if job is None:
        raise NotFound("JOB-001")
    return job


@reading()
async def due_jobs(uow: UnitOfWork) -> list[UUID]:
    """The jobs whose time has come, for the sweep that finds what the queue lost."""
    return await queries.list_due_jobs(uow.now, SWEEP_SIZE)


async def announce_due_jobs(context: Context) -> int:
    """Wake the workers for every job whose time has come and that no message waits for; the result is how many."""
    unannounced = await queue.not_waiting(await due_jobs(context))
    await queue.wake(unannounced)
    return len(unannounced)


@reading()
async def kind_of_due_job(uow: UnitOfWork, job_id: UUID) -> JobKind | None:
    """What a job is, when its time has come and it is not finished; else None."""
    job = await queries.find_job(job_id)
    return job.kind if job is not None and job.finished_at is None else None


@writing()
async def record_failure(uow: UnitOfWork, job_id: UUID, error: Exception) -> None:
    """Note that a step failed. A refusal is final; anything else is tried again, after a longer and longer pause.

    A server that does not answer is no refusal.
    """
    job = await queries.find_job(job_id)
    if job is None or job.finished_at is not None:
        return
    refusal = isinstance(error, ClauseError) and not isinstance(error, Unavailable)
    code = error.code if isinstance(error, ClauseError) else "JOB-002"
    final = refusal or job.attempts + 1 >= MAX_ATTEMPTS
    retry_at = None if final else uow.now + FIRST_PAUSE * 2**job.attempts
    values = {key: str(value) for key, value in error.values.items()} if isinstance(error, ClauseError) else {}
    await queries.record_failure(
        job_id, {"code": code, "values": values, "kind": type(error).__name__}, retry_at=retry_at, now=uow.now
    )


@writing()
async def forget_old_keys(uow: UnitOfWork) -> int:
    """Forget idempotency keys older than twice the promised day; the result is how many."""
    return await idempotency.purge_keys(uow.now - KEYS_KEPT)


@writing()
async def plan_daily_jobs(uow: UnitOfWork) -> int:
    """Record the day's work of every facilitator organisation, once; the result is how many jobs are new."""
    planned = 0
    for kind in DAILY:
        for org_id in await queries.list_orgs_without_job(kind, uow.today):
            job_id = uow.new_id()
            await queries.insert_job(
                job_id, kind, {}, org_id=org_id, requested_by_org_id=org_id, requested_by=None, now=uow.now
            )
            uow.jobs.append(job_id)
            planned += 1
    return planned
