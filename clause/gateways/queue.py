"""The queue: wakes a worker up when there is work. It is never the record; a lost message costs a delay, no more."""

import time
from collections.abc import Iterable, Sequence
from uuid import UUID

import structlog
from arq.connections import ArqRedis
from arq.constants import default_queue_name, in_progress_key_prefix, job_key_prefix
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

RUN_JOB = "run_job"
# A job woken twice within this time is one message; later it may be woken again (its first message may be lost).
WAKE_BUCKET_SECONDS = 5
MESSAGE_LIFE_SECONDS = 60
MESSAGES_LOOKED_AT = 5000


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

    async def not_waiting(self, job_ids: Sequence[UUID]) -> list[UUID]:
        """Those of the jobs that no message waits for: lost, or taken up, perhaps by a worker that died of it.

        All of them when the queue does not answer, or holds more messages than are looked at.
        """
        if self._redis is None or not job_ids:
            return list(job_ids)
        try:
            waiting = await self._waiting({str(job_id) for job_id in job_ids}, self._redis)
        except (RedisError, OSError):
            return list(job_ids)
        return [job_id for job_id in job_ids if str(job_id) not in waiting]

    async def _waiting(self, wanted: set[str], redis: ArqRedis) -> set[str]:
        messages = [raw.decode() for raw in await redis.zrange(default_queue_name, 0, MESSAGES_LOOKED_AT - 1)]
        asked = [message for message in messages if _job_of(message) in wanted]
        async with redis.pipeline(transaction=False) as pipe:
            for message in asked:
                pipe.exists(job_key_prefix + message)
                pipe.exists(in_progress_key_prefix + message)
            found = await pipe.execute()
        kept, begun = found[::2], found[1::2]
        return {
            _job_of(message)
            for message, is_kept, is_begun in zip(asked, kept, begun, strict=True)
            if is_kept and not is_begun
        }

    async def answers(self) -> bool:
        """Whether the queue's server answers now."""
        if self._redis is None:
            return False
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError):
            return False


def _job_of(message: str) -> str:
    """The id of the job that a message is for; empty for the messages of the clock."""
    kind, _, rest = message.partition(":")
    return rest.partition(":")[0] if kind == "job" else ""


queue = Queue()
