"""The worker process: arq for waking and for the clock, never for the record."""

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import UTC
from typing import Any, cast

import structlog
from arq import cron, func
from arq.worker import Worker
from redis.exceptions import RedisError

from clause.gateways.queue import RUN_JOB
from clause.logs import configure_logs
from clause.runtime import from_queue, open_runtime, to_queue, worker_redis_settings
from clause.settings import Settings
from clause.workers.running import (
    PLACES,
    count_hires,
    draw_outlooks,
    look_for_late_statements,
    run_job,
    seal_journals,
    sweep,
    tidy,
)

log = structlog.get_logger(__name__)

SWEEP_SECONDS = set(range(0, 60, 5))
OUTLOOK_SECONDS = {10, 30, 50}
COUNT_SECONDS = {20, 40}
TIDY_HOUR = 3
SEAL_HOUR = 2
REMINDERS_HOUR = 4
LONGEST_JOB_SECONDS = 900
JOBS_AT_ONCE = 4
# arq takes up messages ten times a second, and no more than it may hold: those beyond what runs wait their turn here.
MESSAGES_IN_HAND = 64
# On a stop, a job in progress may end its step; what remains is taken up again by the next worker.
PATIENCE_SECONDS = 10
PAUSE_WITHOUT_QUEUE_SECONDS = 0.2


def build_worker(settings: Settings, *, handle_signals: bool = True) -> Worker:
    """An arq worker for these settings; it opens the pool and the queue when it starts.

    arq types its functions as taking any argument, which none of ours does: hence the casts.
    """
    opened = AsyncExitStack()

    async def start(worker: dict[Any, Any]) -> None:
        worker[PLACES] = asyncio.Semaphore(JOBS_AT_ONCE)
        await opened.enter_async_context(open_runtime(settings))

    async def stop(_: dict[Any, Any]) -> None:
        await opened.aclose()

    return Worker(
        functions=[func(cast(Any, run_job), name=RUN_JOB, timeout=LONGEST_JOB_SECONDS, keep_result=0, max_tries=1)],
        cron_jobs=[
            cron(cast(Any, sweep), second=SWEEP_SECONDS, run_at_startup=True, keep_result=0),
            cron(cast(Any, draw_outlooks), second=OUTLOOK_SECONDS, run_at_startup=True, keep_result=0),
            cron(cast(Any, count_hires), second=COUNT_SECONDS, run_at_startup=True, keep_result=0),
            cron(cast(Any, tidy), hour=TIDY_HOUR, minute=0, keep_result=0),
            # At the start too: a machine that is switched off at night seals nevertheless.
            cron(cast(Any, seal_journals), hour=SEAL_HOUR, minute=0, run_at_startup=True, keep_result=0),
            cron(cast(Any, look_for_late_statements), hour=REMINDERS_HOUR, minute=0, keep_result=0),
        ],
        redis_settings=worker_redis_settings(settings),
        on_startup=cast(Any, start),
        on_shutdown=cast(Any, stop),
        max_jobs=MESSAGES_IN_HAND,
        keep_result=0,
        health_check_interval=10,
        timezone=UTC,
        job_completion_wait=PATIENCE_SECONDS,
        job_serializer=to_queue,
        job_deserializer=from_queue,
        handle_signals=handle_signals,
        poll_delay=0.1,
    )


async def _work(settings: Settings) -> None:
    """Work until the process is told to stop; a worker that lost the queue at a bad moment makes way for another.

    arq waits for a queue that is away, but not between two commands that belong together. A new process would do as
    well, after the seconds that it takes to start.
    """
    is_over = False
    while not is_over:
        is_over = await _works_to_the_end(build_worker(settings))


async def _works_to_the_end(worker: Worker) -> bool:
    """True when the work is over, False when the queue was lost."""
    try:
        await worker.async_run()
    except asyncio.CancelledError:
        return True  # how arq ends on SIGTERM
    except RedisError as error:
        log.warning("queue_lost", error=type(error).__name__)
        await asyncio.sleep(PAUSE_WITHOUT_QUEUE_SECONDS)
        return False
    finally:
        with suppress(RedisError):  # of a job whose end could not be told; the sweep finds it done, or does it again
            await worker.close()
    return True


def run_worker(settings: Settings) -> None:
    """Work until a signal says stop."""
    configure_logs(settings.log_level, settings.log_format)
    asyncio.run(_work(settings))
