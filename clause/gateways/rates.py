"""Where the buckets of callers stand: in the queue's server for all processes; without it, in this process alone.

The server keeps one number a caller and moves it in one step: requests sent at the same instant are counted one by one.
Of a caller that asks again and again a process takes several requests at once, twice as many each time, and spends them
within a second: never more than a tenth of what is left of the bucket, so that near its end they are counted one by one
again. No request is welcome that the bucket did not hold; what was taken and not spent is a second's refill at most.
"""

import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import cast

import structlog
from arq.connections import ArqRedis
from redis.exceptions import RedisError

from clause.domain.rates import MICROSECONDS, Rate, Verdict, verdict

log = structlog.get_logger(__name__)

PREFIX = "clause:rate:"
AWAY_SECONDS = 5.0
MOST_CALLERS_HERE = 10_000
SPENT_WITHIN_SECONDS = 1.0
# Fills the bucket by one request if it is welcome, and by as many more as are wanted, a tenth of what is left at most,
# in one step whatever comes at the same instant; the result is the level before, the instant, and how many were taken,
# from which the same verdict follows here. The instant is the server's: one clock for all processes, read when the
# request is counted and not when it set out, which a slow machine may put far apart.
_TAKE = """
local time = redis.call('TIME')
local level, now = tonumber(redis.call('GET', KEYS[1]) or '0'), time[1] * 1000000 + time[2]
local before, interval = math.max(level, now), tonumber(ARGV[1])
local left = math.floor((now - before) / interval) + ARGV[2]
local taken = 0
if left >= 1 then
  taken = math.max(1, math.min(tonumber(ARGV[3]), math.floor(left / 10)))
  local after = before + taken * interval
  redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000) + 1)
end
return {string.format('%.0f', level), string.format('%.0f', now), taken}
"""


@dataclass(slots=True)
class _Share:
    """What this process took of a caller's bucket and has still to spend."""

    size: int = 0
    left: int = 0
    until: float = 0.0
    """Here, by the clock that only goes forward; then what is left is lost."""
    level: int = 0
    """Where the bucket would stand without what is left here."""
    ahead: int = 0
    """Microseconds by which the server's clock is ahead of ours."""
    is_asking: bool = False


class Rates:
    """Asks whether one more request of a caller is welcome."""

    def __init__(self) -> None:
        self._redis: ArqRedis | None = None
        self._away_until = 0.0
        self._levels: dict[str, int] = {}
        self._shares: dict[str, _Share] = {}

    def open(self, redis: ArqRedis) -> None:
        """Share the buckets through this connection from now on."""
        self._redis = redis
        self._away_until = 0.0
        self._shares.clear()

    def close(self) -> None:
        """Keep the buckets in this process only, empty."""
        self._redis = None
        self._levels.clear()
        self._shares.clear()

    async def take(self, caller: str, rate: Rate) -> Verdict:
        """What is said of one more request of this caller; a server that is away never refuses anybody by itself."""
        now = time.monotonic()
        share = self._shares.get(caller)
        if share is not None and share.left and now < share.until:
            share.left -= 1
            said, share.level = verdict(rate, share.level, share.ahead + int(now * MICROSECONDS))
            return said
        if self._redis is not None and now >= self._away_until:
            try:
                return await self._take_shared(self._redis, caller, rate)
            except (RedisError, OSError) as error:
                self._away_until = time.monotonic() + AWAY_SECONDS
                log.warning("rates_kept_in_this_process", error=type(error).__name__)
        return self._take_here(caller, rate, int(time.time() * MICROSECONDS))

    async def _take_shared(self, redis: ArqRedis, caller: str, rate: Rate) -> Verdict:
        share = self._share_of(caller)
        # While several are asked for, who comes meanwhile asks for one.
        wanted = 1 if share.is_asking else self._wanted(share, rate)
        is_first, share.is_asking = not share.is_asking, True
        try:
            answer = redis.eval(_TAKE, 1, PREFIX + caller, str(rate.interval), str(rate.burst), str(wanted))
            level, now, taken = await cast(Awaitable[tuple[bytes, bytes, int]], answer)
        finally:
            share.is_asking = share.is_asking and not is_first
        said, after = verdict(rate, int(level), int(now))
        if is_first:
            here = time.monotonic()
            share.size, share.left, share.level = taken, max(taken - 1, 0), after
            share.until, share.ahead = here + SPENT_WITHIN_SECONDS, int(now) - int(here * MICROSECONDS)
        return said

    def _share_of(self, caller: str) -> _Share:
        if caller not in self._shares:
            if len(self._shares) >= MOST_CALLERS_HERE:
                self._shares.clear()
            self._shares[caller] = _Share()
        return self._shares[caller]

    def _wanted(self, share: _Share, rate: Rate) -> int:
        """Twice as many as were spent in time; one of a caller that comes now and then, or was just refused."""
        is_busy = not share.left and time.monotonic() < share.until
        return max(1, min(2 * share.size, rate.share)) if is_busy else 1

    def _take_here(self, caller: str, rate: Rate, now: int) -> Verdict:
        said, after = verdict(rate, self._levels.get(caller, 0), now)
        if len(self._levels) >= MOST_CALLERS_HERE:
            self._levels = {one: until for one, until in self._levels.items() if until > now}
        if len(self._levels) < MOST_CALLERS_HERE or caller in self._levels:
            self._levels[caller] = after
        return said


rates = Rates()
