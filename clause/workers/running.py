"""Runs a job to its end, one committed step after another, and finds the jobs whose message was lost."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog

from clause.domain.jobs import JobKind
from clause.services import (
    accounts,
    hire_totals,
    jobs,
    journal_seals,
    mails,
    outlooks,
    person_files,
    second_factor,
    standings,
    statements_due,
)
from clause.services.context import worker_context
from clause.workers.registry import STEPS, Step

log = structlog.get_logger(__name__)

PLACES = "places"
"""Where a worker keeps how many jobs it may still begin, as a semaphore."""


def _now() -> datetime:
    return datetime.now(UTC)


async def run_to_end(job_id: UUID, steps: dict[JobKind, Step]) -> None:
    """Every step that is left; stops at once when another worker has the job, or when a step fails."""
    while True:
        kind = await jobs.kind_of_due_job(worker_context(_now()), job_id)
        if kind is None:
            return
        try:
            outcome = await steps[kind](_now(), job_id)
        except Exception as error:
            log.warning("job_step_failed", job_id=str(job_id), kind=kind.value, exc_info=error)
            await jobs.record_failure(worker_context(_now()), job_id, error)
            return
        if outcome is None or outcome.done:
            log.info("job_step", job_id=str(job_id), kind=kind.value, done=bool(outcome and outcome.done))
            return


async def run_job(worker: dict[Any, Any], job_id: str) -> None:
    """What the queue calls; the job waits until the worker has a place for it."""
    async with worker[PLACES]:
        await run_to_end(UUID(job_id), STEPS)


async def sweep(_: dict[Any, Any]) -> int:
    """Announce again every job whose time has come; the result is how many."""
    return await jobs.announce_due_jobs(worker_context(_now()))


async def seal_journals(_: dict[Any, Any]) -> None:
    """Seal the journals that have grown since they were last sealed."""
    log.info("journals_sealed", sealed=await journal_seals.seal_heads(worker_context(_now())))


async def look_for_late_statements(_: dict[Any, Any]) -> None:
    """Propose the reminders that the day makes due, one organisation after another."""
    for org_id in await statements_due.list_organisations_to_look_after(worker_context(_now())):
        try:
            added = await statements_due.propose_reminders(worker_context(_now(), org_id))
        except Exception as error:
            # What one organisation holds must not keep the others from being looked after.
            log.warning("reminders_not_proposed", org_id=str(org_id), exc_info=error)
        else:
            log.info("reminders_proposed", org_id=str(org_id), reminders=added)


async def draw_outlooks(_: dict[Any, Any]) -> None:
    """Draw the lots that changed, or that were last drawn on another day, some at a time."""
    for org_id in await outlooks.list_organisations_to_draw(worker_context(_now())):
        try:
            drawn = found = await outlooks.draw_outlooks(worker_context(_now(), org_id))
            while found == outlooks.LOTS_AT_ONCE:
                found = await outlooks.draw_outlooks(worker_context(_now(), org_id))
                drawn += found
        except Exception as error:
            log.warning("outlooks_not_drawn", org_id=str(org_id), exc_info=error)
        else:
            log.info("outlooks_drawn", org_id=str(org_id), lots=drawn)


async def count_hires(_: dict[Any, Any]) -> None:
    """Count the hours of hires whose ledger has grown, some at a time."""
    counted = found = await hire_totals.count_hires(worker_context(_now()))
    while found == hire_totals.HIRES_AT_ONCE:
        found = await hire_totals.count_hires(worker_context(_now()))
        counted += found
    if counted:
        log.info("hires_counted", hires=counted)


async def tidy(_: dict[Any, Any]) -> None:
    """Forget what has served (sessions, tokens, idempotency keys, mails); see what the new day makes due.

    The day's work of each organisation is planned as jobs.
    """
    sessions = await accounts.forget_expired_sessions(worker_context(_now()))
    keys = await jobs.forget_old_keys(worker_context(_now()))
    letters = await mails.forget_old_mails(worker_context(_now()))
    lots = await standings.refresh_standings(worker_context(_now()))
    readings = await person_files.forget_old_readings(worker_context(_now()))
    locked = await second_factor.lock_plain_keys(worker_context(_now()))
    planned = await jobs.plan_daily_jobs(worker_context(_now()))
    log.info("planned", daily_jobs=planned)
    log.info(
        "tidied",
        sessions=sessions,
        idempotency_keys=keys,
        mails=letters,
        lots_owing_otherwise=lots,
        readings=readings,
        second_factors_locked=locked,
    )
