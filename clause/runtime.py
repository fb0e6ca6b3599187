"""Opens and closes what the services stand on: the pool of connections and the queue."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
from arq.connections import ArqRedis, RedisSettings
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from clause.db import sql
from clause.db.engine import ClauseEngine
from clause.gateways.locker import locker
from clause.gateways.mail import mailer
from clause.gateways.queue import queue
from clause.gateways.rates import rates
from clause.gateways.seal_key import seal_key
from clause.gateways.seals import sealer
from clause.gateways.webhooks import messenger
from clause.settings import Settings

# Without retries a worker exits when the queue's server is away for a moment.
WORKER_QUEUE_RETRIES = 100
QUEUE_LONGEST_PAUSE_SECONDS = 1.0
# Who serves a request does not wait for the queue: the sweep finds what it could not announce.
QUEUE_TIMEOUT_SECONDS = 1.0
# Who starts while the database does (both were killed, or the machine boots) waits: to end and start again is slower.
LONGEST_WAIT_FOR_DATABASE_SECONDS = 30.0
_PAUSE_WITHOUT_DATABASE = 0.1


def to_queue(message: dict[str, Any]) -> bytes:
    """A message for the queue, as JSON: ids and instants only."""
    return json.dumps(message).encode()


def from_queue(raw: bytes) -> dict[str, Any]:
    """A message read from the queue."""
    message: dict[str, Any] = json.loads(raw)
    return message


def worker_redis_settings(settings: Settings) -> RedisSettings:
    """arq's settings for the worker, which outlives an absence of the queue's server of a minute and more."""
    address = settings.redis_address()
    found = RedisSettings.from_dsn(address.url) if address.url else RedisSettings()
    found.unix_socket_path = address.unix_socket_path or found.unix_socket_path
    found.retry = Retry(ExponentialBackoff(cap=QUEUE_LONGEST_PAUSE_SECONDS, base=0.05), WORKER_QUEUE_RETRIES)
    found.retry_on_timeout = True
    found.retry_on_error = [RedisConnectionError, RedisTimeoutError, OSError]
    return found


def _announcer(settings: Settings) -> ArqRedis:
    """A connection to the queue that is opened at its first use, and again after each absence."""
    address = settings.redis_address()
    pool = ConnectionPool.from_url(
        address.url or f"unix://{address.unix_socket_path}",
        socket_timeout=QUEUE_TIMEOUT_SECONDS,
        socket_connect_timeout=QUEUE_TIMEOUT_SECONDS,
    )
    return ArqRedis(pool, job_serializer=to_queue, job_deserializer=from_queue)


async def _nothing_to_reset(_: object) -> None:
    """A connection goes back to the pool as it came: all that a unit of work sets ends with its transaction.

    The driver's own reset would cost a round trip at each call for states that Clause never uses (session settings,
    advisory locks of a session, LISTEN, cursors).
    """


async def _connect(*arguments: Any, **named: Any) -> "asyncpg.Connection[asyncpg.Record]":
    """A connection; no server that accepts writes is a server that does not answer, for all who handle that.

    Of an address with several servers the driver takes the primary; while none is (between the end of one and the
    promotion of another) it raises an error of its own, which is neither PostgreSQL's nor the system's.
    """
    try:
        return await asyncpg.connect(*arguments, **named)
    except asyncpg.TargetServerAttributeNotMatched as error:
        raise ConnectionError("no server of the address accepts writes") from error


async def open_pool(
    engine: ClauseEngine, settings: Settings, patience_seconds: float = LONGEST_WAIT_FOR_DATABASE_SECONDS
) -> None:
    """The engine's pool is open; a database that is not there yet is waited for. OSError or PostgreSQL's own words."""
    end = time.monotonic() + patience_seconds
    engine.config = settings.asyncpg_config()
    while engine.pool is None:
        try:
            await engine.start_connection_pool(
                min_size=settings.pool_min_size,
                max_size=settings.pool_max_size,
                reset=_nothing_to_reset,
                connect=_connect,
            )
        except (OSError, asyncpg.CannotConnectNowError):
            if time.monotonic() > end:
                raise
            await asyncio.sleep(_PAUSE_WITHOUT_DATABASE)


@contextlib.asynccontextmanager
async def open_runtime(settings: Settings) -> AsyncIterator[None]:
    """The pool and the queue are open inside the block, and closed at its end."""
    engine = sql.engine()
    await open_pool(engine, settings)
    redis = _announcer(settings)
    queue.open(redis)
    seal_key.open(settings.data_dir)
    locker.open(settings.data_dir)
    rates.open(redis)
    messenger.open(private_addresses=settings.private_webhooks)
    sealer.open(settings.data_dir, settings.seal_file, settings.seal_password)
    mailer.open(settings.smtp_url, settings.mail_from, settings.public_url)
    try:
        yield
    finally:
        queue.close()
        rates.close()
        mailer.close()
        sealer.close()
        await redis.aclose(close_connection_pool=True)
        await engine.close_connection_pool()
