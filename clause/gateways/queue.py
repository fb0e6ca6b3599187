"""The queue: wakes a worker up when there is work. It is never the record; a lost message costs a delay, no more."""

import time
from collections.abc import Iterable
from uuid import UUID

import structlog
from arq.connections import ArqRedis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

RUN_JOB = "run_job"
# A job woken twice within this time is one message; later it may be woken again (its first message may be lost).
WAKE_BUCKET_SECONDS = 5
MESSAGE_LIFE_SECONDS = 60


class Queue:
    """Where jobs are announced; until ``open`` is called announcements go nowhere, and the sweep finds the work."""

    def __init__(self) -> None:
        self._redis: ArqRedis | None = None

    def open(self, redis: ArqRedis) -> None:
        """Announce through this connection from now on."""
        self._redis = redis

    def close(self) -> None:
        """Announce nothing any more."""
        self._redis = None

    async def wake(self, job_ids: Iterable[UUID]) -> None:
        """Announce jobs, best effort: they are committed, so a queue that does not answer only delays them."""
        if self._redis is None:
            return
        bucket = int(time.time()) // WAKE_BUCKET_SECONDS
        for job_id in job_ids:
            try:
                await self._redis.enqueue_job(
                    RUN_JOB, str(job_id), _job_id=f"job:{job_id}:{bucket}", _expires=MESSAGE_LIFE_SECONDS
                )
            except (RedisError, OSError) as error:
                # The others would wait as long for the same answer; the sweep finds them all.
                log.warning("queue_unreachable", job_id=str(job_id), error=type(error).__name__)
                return

    async def answers(self) -> bool:
        """Whether the queue's server answers now."""
        if self._redis is None:
            return False
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError):
            return False


queue = Queue()
