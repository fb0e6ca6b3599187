"""A worker that loses the queue between two commands is followed by another in the same process."""

import asyncio

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import WatchError

from clause.settings import Settings
from clause.workers import settings as workers


class _Worker:
    """An arq worker that ends as it is told."""

    def __init__(self, end: BaseException | None, told: list[str], *, close_fails: bool = False) -> None:
        self._end, self._told, self._close_fails = end, told, close_fails

    async def async_run(self) -> None:
        self._told.append("run")
        if self._end is not None:
            raise self._end

    async def close(self) -> None:
        self._told.append("closed")
        if self._close_fails:
            raise RedisConnectionError


@pytest.mark.parametrize("end", [asyncio.CancelledError(), None])
async def test_a_lost_queue_is_followed_by_another_worker_and_the_end_by_none(
    end: BaseException | None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    waiting = [_Worker(WatchError("lost"), told, close_fails=True), _Worker(end, told)]
    monkeypatch.setattr(workers, "build_worker", lambda _: waiting.pop(0))
    monkeypatch.setattr(workers, "PAUSE_WITHOUT_QUEUE_SECONDS", 0)
    await workers._work(settings)
    assert told == ["run", "closed", "run", "closed"]


async def test_a_fault_of_ours_ends_the_process(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(workers, "build_worker", lambda _: _Worker(LookupError(), told))
    with pytest.raises(LookupError):
        await workers._work(settings)
    assert told == ["run", "closed"]
