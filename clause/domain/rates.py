"""How often one caller may ask: a bucket that empties at a steady rate; a short burst is welcome, a flood is not."""

from pydantic import BaseModel, ConfigDict

MINUTE = 60.0
MICROSECONDS = 1_000_000
BURST_SHARE = 3
LARGEST_SHARE = 100


class Rate(BaseModel):
    """So many requests a minute in the long run, and so many at once."""

    model_config = ConfigDict(frozen=True)

    a_minute: int
    burst: int

    @classmethod
    def of(cls, a_minute: int) -> "Rate":
        """The rate whose burst is a third of a minute's requests: 600 a minute, 200 at once."""
        return cls(a_minute=a_minute, burst=max(1, a_minute // BURST_SHARE))

    @property
    def interval(self) -> int:
        """Microseconds after which one more request is welcome."""
        return int(MINUTE * MICROSECONDS) // self.a_minute

    @property
    def share(self) -> int:
        """How many requests of one caller a process may take at once: what a second refills, 100 at most."""
        return min(MICROSECONDS // self.interval, LARGEST_SHARE)


class Verdict(BaseModel):
    """Whether a request is welcome, how many more are now, and when that changes, in seconds rounded up."""

    model_config = ConfigDict(frozen=True)

    is_welcome: bool
    remaining: int
    reset_seconds: int
    """Until the bucket is empty again."""
    retry_seconds: int
    """Until the next request is welcome; 0 when it is now."""


def verdict(rate: Rate, level: int, now: int) -> tuple[Verdict, int]:
    """What is said of one more request, and the level of the bucket after it.

    The level is the instant, in microseconds, at which the bucket will be empty again: one that is past is empty.
    """
    before = max(level, now)
    after = before + rate.interval
    earliest = after - rate.interval * rate.burst
    if now < earliest:
        reset = before - now
        return Verdict(
            is_welcome=False, remaining=0, reset_seconds=_up(reset), retry_seconds=_up(earliest - now)
        ), level
    remaining = (now - earliest) // rate.interval
    return Verdict(is_welcome=True, remaining=remaining, reset_seconds=_up(after - now), retry_seconds=0), after


def _up(microseconds: int) -> int:
    return -(-microseconds // MICROSECONDS)
