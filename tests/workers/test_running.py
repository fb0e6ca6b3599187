"""Jobs: committed with the change, done once, tried again after a fault, given up after a refusal."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from arq.constants import in_progress_key_prefix, job_key_prefix

from clause.db import sql
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused, Unavailable
from clause.domain.jobs import Job, JobKind, JobState, StepOutcome
from clause.gateways.queue import RUN_JOB, queue
from clause.services import jobs
from clause.services.context import worker_context
from clause.services.unit_of_work import UnitOfWork, job_step, writing
from clause.workers.registry import STEPS, Step
from clause.workers.running import PLACES, run_job, run_to_end
from tests.builders.territory import Territory

KIND = JobKind.RENDER_CLAIM


@writing(Scope.CONTRACTS_WRITE)
async def ask(uow: UnitOfWork) -> UUID:
    """A change that asks for background work, due a while ago by the clock of the tests."""
    return await uow.add_job(KIND)


@job_step
async def two_steps(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Work in two steps, each leaving a line in the journal."""
    uow.record("test.step", "job", job.id, step=job.progress_done)
    done = job.progress_done + 1
    return StepOutcome(done=done == 2, progress_done=done, progress_total=2, result="/x")


@job_step
async def faulty(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Work that meets something unforeseen after it has written."""
    uow.record("test.step", "job", job.id)
    raise ZeroDivisionError


@job_step
async def refused(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Work that a rule refuses."""
    raise Refused("DBC-201")


async def _run(job_id: UUID, step: Step) -> None:
    await run_to_end(job_id, {KIND: step})


async def _steps_written(territory: Territory, job_id: UUID) -> int:
    async with sql.engine().transaction():
        await sql.execute("SELECT set_config('clause.org_id', $1, true)", str(territory.facilitator_org.id))
        count: int = await sql.fetch_value("SELECT count(*) FROM journal WHERE subject_id = $1", job_id)
    return count


async def _load(territory: Territory, job_id: UUID) -> Job:
    return await jobs.load_job(territory.facilitator.context, job_id)


async def test_a_job_runs_step_after_step_to_its_end(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    await _run(job_id, two_steps)
    job = await _load(territory, job_id)
    assert (job.state, job.progress_done, job.progress_total, job.result) == (JobState.DONE, 2, 2, "/x")


async def test_a_job_run_twice_has_one_effect(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    await asyncio.gather(*(_run(job_id, two_steps) for _ in range(3)))
    await _run(job_id, two_steps)
    assert await _steps_written(territory, job_id) == 2


async def test_a_fault_leaves_nothing_and_is_tried_again_later(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    before = datetime.now(UTC)
    await _run(job_id, faulty)
    job = await _load(territory, job_id)
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    assert await _steps_written(territory, job_id) == 0
    assert job_id not in await jobs.due_jobs(worker_context(before + timedelta(seconds=2)))
    assert job_id in await jobs.due_jobs(worker_context(datetime.now(UTC) + timedelta(seconds=2)))


async def test_a_job_that_never_succeeds_is_given_up_and_says_so(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    for attempt in range(jobs.MAX_ATTEMPTS):
        await jobs.record_failure(worker_context(datetime.now(UTC)), job_id, ZeroDivisionError())
        assert (await _load(territory, job_id)).attempts == attempt + 1
    job = await _load(territory, job_id)
    assert job.state is JobState.FAILED
    assert job.error == {"code": "JOB-002", "values": {}, "kind": "ZeroDivisionError"}


async def test_a_refusal_ends_the_job_at_once(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    await _run(job_id, refused)
    job = await _load(territory, job_id)
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.error is not None
    assert job.error["code"] == "DBC-201"


async def test_a_server_that_does_not_answer_is_no_refusal(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    await jobs.record_failure(worker_context(datetime.now(UTC)), job_id, Unavailable("DBC-205"))
    assert (await _load(territory, job_id)).state is JobState.QUEUED


async def test_a_job_is_seen_by_its_organisation_only(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    with pytest.raises(NotFound):
        await jobs.load_job(territory.other_facilitator.context, job_id)


async def test_the_sweep_announces_what_an_emptied_queue_lost(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    redis = queue._redis
    assert redis is not None
    await redis.flushall()
    await jobs.announce_due_jobs(worker_context(datetime.now(UTC)))
    queued = await redis.queued_jobs()
    assert str(job_id) in {message.args[0] for message in queued if message.function == RUN_JOB}
    await _run(job_id, two_steps)


async def test_the_sweep_announces_what_waits_already_once(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    assert await queue.not_waiting([job_id]) == []
    redis = queue._redis
    assert redis is not None
    (message,) = [key async for key in redis.scan_iter(f"{job_key_prefix}job:{job_id}:*")]
    begun = in_progress_key_prefix + message.decode().removeprefix(job_key_prefix)
    await redis.set(begun, b"1")
    assert await queue.not_waiting([job_id]) == [job_id], "a worker that took the message up may have died of it"
    await redis.delete(begun)
    await redis.delete(message)
    assert await queue.not_waiting([job_id]) == [job_id], "a message whose time is over wakes nobody"
    await _run(job_id, two_steps)


async def test_a_job_waits_until_the_worker_has_a_place_for_it(territory: Territory) -> None:
    job_id = await ask(territory.facilitator.context)
    places = asyncio.Semaphore(0)
    waiting = asyncio.create_task(run_job({PLACES: places}, str(job_id)))
    await asyncio.sleep(0)
    assert not waiting.done()
    places.release()
    await waiting
    assert places.locked() is False


def test_every_kind_of_job_has_its_work() -> None:
    assert set(STEPS) == set(JobKind)
