"""Limits on requests: told on every answer, one bucket a caller, shared, kept here when the shared server is away."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from redis.exceptions import ConnectionError as RedisConnectionError

from clause.app import create_app
from clause.domain.rates import MICROSECONDS, Rate
from clause.gateways.rates import PREFIX, Rates, rates
from clause.settings import Settings
from tests.builders.territory import NOW, Territory

SMALL = 30  # a minute; ten at once


class Clock:
    """What the limit takes for the time: a machine that was held up for a while must not refill a bucket here."""

    def __init__(self) -> None:
        self.now = time.time()

    def time(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stopped, in this process; the queue's server has its own, which goes on."""
    stopped = Clock()
    monkeypatch.setattr("clause.gateways.rates.time", stopped)
    return stopped


class _Away:
    """A queue server that does not answer."""

    asked = 0

    async def eval(self, *_: object) -> str:
        self.asked += 1
        raise RedisConnectionError("away")


@pytest.fixture(scope="module")
def small(settings: Settings) -> Litestar:
    """The application with a small limit."""
    return create_app(settings.model_copy(update={"rate_limit": SMALL}), clock=lambda: NOW)


@pytest.fixture
def limited(small: Litestar, client: httpx.AsyncClient) -> Iterator[Litestar]:
    """The same, in a process of its own that shares nothing."""
    shared, rates._redis = rates._redis, None
    rates._levels.clear()
    yield small
    rates._redis = shared
    rates._levels.clear()


def _client(app: Litestar, address: str = "192.0.2.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=cast(Any, app), raise_app_exceptions=False, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://clause.test")


async def _statuses(http: httpx.AsyncClient, path: str, count: int, headers: dict[str, str]) -> list[int]:
    return [(await http.get(path, headers=headers)).status_code for _ in range(count)]


async def test_every_answer_tells_the_limit_and_a_refusal_says_when_to_come_again(
    limited: Litestar, territory: Territory
) -> None:
    headers = territory.facilitator_client.headers
    async with _client(limited) as http:
        first = await http.get("/api/v1/me", headers=headers)
        assert first.headers["ratelimit-policy"] == '"burst";q=10;w=20'
        assert first.headers["ratelimit"].startswith('"burst";r=9;t=')
        assert await _statuses(http, "/api/v1/me", 9, headers) == [200] * 9
        refused = await http.get("/api/v1/me", headers=headers)
        assert refused.status_code == 429
        assert refused.json()["code"] == "API-017"
        assert 1 <= int(refused.headers["retry-after"]) <= 2
        assert refused.headers["ratelimit"].startswith('"burst";r=0;t=')


async def test_a_program_gains_nothing_by_another_token_and_takes_nothing_from_others(
    limited: Litestar, territory: Territory
) -> None:
    async with _client(limited) as http:
        await _statuses(http, "/api/v1/me", 10, territory.facilitator_client.headers)
        assert await _statuses(http, "/api/v1/me", 1, territory.facilitator_client.headers) == [429]
        assert await _statuses(http, "/api/v1/me", 1, territory.company_client.headers) == [200]
        assert await _statuses(http, "/account", 1, territory.facilitator.headers) == [200]


async def test_who_has_not_signed_in_is_counted_by_machine(limited: Litestar, territory: Territory) -> None:
    async with _client(limited) as http, _client(limited, "192.0.2.2") as neighbour:
        assert set(await _statuses(http, "/verify", 10, {})) == {200}
        refused = await http.get("/verify")
        assert refused.status_code == 429
        assert "retry-after" in refused.headers
        assert "Trop de demandes en peu de temps" in refused.text
        assert await _statuses(neighbour, "/verify", 1, {}) == [200]


async def test_probes_and_files_of_the_pages_are_not_counted(limited: Litestar, territory: Territory) -> None:
    async with _client(limited) as http:
        assert set(await _statuses(http, "/health/live", 20, {})) == {200}
        assert set(await _statuses(http, "/static/built/style.css", 20, {})) == {200}
        assert await _statuses(http, "/verify", 1, {}) == [200]


async def test_requests_sent_at_once_are_counted_one_by_one_in_the_shared_bucket(client: httpx.AsyncClient) -> None:
    caller, rate = f"test:{uuid4()}", Rate(a_minute=1, burst=10)
    one, other = Rates(), Rates()
    assert rates._redis is not None
    one.open(rates._redis)
    other.open(rates._redis)
    said = await asyncio.gather(*((one if turn % 2 else other).take(caller, rate) for turn in range(50)))
    assert sum(verdict.is_welcome for verdict in said) == rate.burst
    assert await rates._redis.delete(PREFIX + caller) == 1


async def test_a_request_that_was_long_on_its_way_is_counted_when_it_arrives(
    client: httpx.AsyncClient, clock: Clock
) -> None:
    caller, rate = f"test:{uuid4()}", Rate.of(SMALL)
    assert rates._redis is not None
    shared = Rates()
    shared.open(rates._redis)
    assert (await shared.take(caller, rate)).is_welcome
    clock.now -= 3600
    assert (await shared.take(caller, rate)).is_welcome
    assert await rates._redis.delete(PREFIX + caller) == 1


class _Counting:
    """The queue's server, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def eval(self, *arguments: Any) -> Any:
        self.asked += 1
        assert rates._redis is not None
        return await cast(Any, rates._redis).eval(*arguments)


async def _welcome(shared: Rates, caller: str, rate: Rate, count: int) -> int:
    return sum([(await shared.take(caller, rate)).is_welcome for _ in range(count)])


async def test_a_caller_that_asks_again_and_again_is_counted_several_requests_at_a_time(
    client: httpx.AsyncClient,
) -> None:
    caller, rate = f"test:{uuid4()}", Rate.of(60_000)
    shared, counting = Rates(), _Counting()
    shared.open(cast(Any, counting))
    assert await _welcome(shared, caller, rate, 1000) == 1000
    assert counting.asked < 40
    left = (await shared.take(caller, rate)).remaining
    assert rate.burst - 1100 <= left <= rate.burst


async def test_no_process_takes_what_the_bucket_does_not_hold(client: httpx.AsyncClient) -> None:
    caller, rate = f"test:{uuid4()}", Rate.of(600)
    one, other = Rates(), Rates()
    for shared in (one, other):
        shared.open(cast(Any, _Counting()))
    started = time.monotonic()
    welcome = [await _welcome(turn, caller, rate, 25) for turn in (one, other) * 10]
    refilled = int((time.monotonic() - started) * MICROSECONDS / rate.interval) + 1
    assert rate.burst - 2 * rate.share <= sum(welcome) <= rate.burst + refilled
    assert sum(welcome[-2:]) <= refilled, "near the end requests are counted one by one"


async def test_what_was_taken_and_not_spent_within_a_second_is_asked_for_again(
    client: httpx.AsyncClient, clock: Clock
) -> None:
    caller, rate = f"test:{uuid4()}", Rate.of(60_000)
    shared, counting = Rates(), _Counting()
    shared.open(cast(Any, counting))
    await _welcome(shared, caller, rate, 4)  # one, then two, then the first of four
    assert counting.asked == 3
    clock.now += 2
    await _welcome(shared, caller, rate, 2)
    assert counting.asked == 5, "who comes now and then is counted one by one"


async def test_without_the_shared_server_each_process_counts_alone_and_asks_again_later() -> None:
    alone, away = Rates(), _Away()
    alone.open(cast(Any, away))
    said = [await alone.take("someone", Rate.of(SMALL)) for _ in range(12)]
    assert [verdict.is_welcome for verdict in said] == [True] * 10 + [False] * 2
    assert away.asked == 1, "one request waits for the server, the others do not"
