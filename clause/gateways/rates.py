"""Where the buckets of callers stand: in the queue's server for all processes; without it, in this process alone.

The server keeps one number a caller and moves it in one step: requests sent at the same instant are counted one by one.
"""

import time
from collections.abc import Awaitable
from typing import cast

import structlog
from arq.connections import ArqRedis
from redis.exceptions import RedisError

from clause.domain.rates import MICROSECONDS, Rate, Verdict, verdict

log = structlog.get_logger(__name__)

PREFIX = "clause:rate:"
AWAY_SECONDS = 5.0
MOST_CALLERS_HERE = 10_000
# Fills the bucket by one request if it is welcome, in one step whatever comes at the same instant; the result is the
# level before and the instant, from which the same verdict follows here. The instant is the server's: one clock for all
# processes, read when the request is counted and not when it set out, which a slow machine may put far apart.
_TAKE = """
local time = redis.call('TIME')
local level, now = tonumber(redis.call('GET', KEYS[1]) or '0'), time[1] * 1000000 + time[2]
local after = math.max(level, now) + tonumber(ARGV[1])
if now >= after - ARGV[1] * ARGV[2] then
  redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000) + 1)
end
return {string.format('%.0f', level), string.format('%.0f', now)}
"""


class Rates:
    """Asks whether one more request of a caller is welcome."""

    def __init__(self) -> None:
        self._redis: ArqRedis | None = None
        self._away_until = 0.0
        self._levels: dict[str, int] = {}

    def open(self, redis: ArqRedis) -> None:
        """Share the buckets through this connection from now on."""
        self._redis = redis
        self._away_until = 0.0

    def close(self) -> None:
        """Keep the buckets in this process only, empty."""
        self._redis = None
        self._levels.clear()

    async def take(self, caller: str, rate: Rate) -> Verdict:
        """What is said of one more request of this caller; a server that is away never refuses anybody by itself."""
        if self._redis is not None and time.monotonic() >= self._away_until:
            try:
                return await self._take_shared(self._redis, caller, rate)
            except (RedisError, OSError) as error:
                self._away_until = time.monotonic() + AWAY_SECONDS
                log.warning("rates_kept_in_this_process", error=type(error).__name__)
        return self._take_here(caller, rate, int(time.time() * MICROSECONDS))

    async def _take_shared(self, redis: ArqRedis, caller: str, rate: Rate) -> Verdict:
        answer = redis.eval(_TAKE, 1, PREFIX + caller, str(rate.interval), str(rate.burst))
        level, now = await cast(Awaitable[list[bytes]], answer)
        return verdict(rate, int(level), int(now))[0]

    def _take_here(self, caller: str, rate: Rate, now: int) -> Verdict:
        said, after = verdict(rate, self._levels.get(caller, 0), now)
        if len(self._levels) >= MOST_CALLERS_HERE:
            self._levels = {one: until for one, until in self._levels.items() if until > now}
        if len(self._levels) < MOST_CALLERS_HERE or caller in self._levels:
            self._levels[caller] = after
        return said


rates = Rates()
