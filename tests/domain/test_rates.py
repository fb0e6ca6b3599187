"""The bucket of a caller: a burst, a steady rate, and when to come again."""

from hypothesis import given
from hypothesis import strategies as st

from clause.domain.rates import MICROSECONDS, Rate, verdict

NOW = 1_800_000_000 * MICROSECONDS
RATE = Rate.of(600)


def _taken(count: int, level: int = 0, now: int = NOW) -> tuple[int, int]:
    """How many of so many requests at one instant are welcome, and the level after them."""
    welcome = 0
    for _ in range(count):
        said, level = verdict(RATE, level, now)
        welcome += said.is_welcome
    return welcome, level


def test_a_burst_is_welcome_and_no_more() -> None:
    assert (RATE.burst, RATE.interval) == (200, 100_000)
    assert _taken(500)[0] == 200


def test_the_remaining_count_down_to_the_refusal() -> None:
    level, left = 0, []
    for _ in range(201):
        said, level = verdict(RATE, level, NOW)
        left.append(said.remaining)
    assert left == [*range(199, -1, -1), 0]
    assert not said.is_welcome
    assert (said.retry_seconds, said.reset_seconds) == (1, 20)


def test_after_the_pause_that_was_told_the_next_request_is_welcome() -> None:
    _, level = _taken(300)
    said, _ = verdict(RATE, level, NOW)
    assert verdict(RATE, level, NOW + said.retry_seconds * MICROSECONDS)[0].is_welcome


def test_who_waits_for_the_bucket_has_a_whole_burst_again() -> None:
    _, level = _taken(200)
    assert _taken(300, level, NOW + 20 * MICROSECONDS)[0] == 200


@given(st.lists(st.integers(min_value=0, max_value=400_000), min_size=1, max_size=400))
def test_no_sequence_gets_more_than_the_rate_and_one_burst(pauses: list[int]) -> None:
    level, now, welcome = 0, NOW, 0
    for pause in pauses:
        now += pause
        said, level = verdict(RATE, level, now)
        welcome += said.is_welcome
        assert 0 <= said.remaining < RATE.burst
    assert welcome <= RATE.burst + (now - NOW) // RATE.interval
