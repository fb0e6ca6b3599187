"""Announcing jobs is best effort: who serves a request waits once for a queue that does not answer, not once a job."""

from typing import Any, cast
from uuid import uuid4

from arq.connections import ArqRedis
from redis.exceptions import TimeoutError as RedisTimeoutError

from clause.gateways.queue import Queue


class _Silent:
    """A queue's server that takes its time and answers nothing."""

    def __init__(self) -> None:
        self.asked = 0

    async def enqueue_job(self, *arguments: Any, **more: Any) -> None:
        self.asked += 1
        raise RedisTimeoutError


async def test_a_queue_that_does_not_answer_is_asked_once_for_many_jobs() -> None:
    queue, silent = Queue(), _Silent()
    queue.open(cast(ArqRedis, silent))
    await queue.wake([uuid4() for _ in range(5)])
    assert silent.asked == 1
