"""What ``clause doctor`` looks at: each point is a result with a code; its sentence says what to do if it is wrong."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import asyncpg
from arq.constants import default_queue_name, health_check_key_suffix
from pydantic import BaseModel, ConfigDict
from redis import Redis
from redis.exceptions import RedisError

from clause.domain.errors import ClauseError, Unavailable
from clause.embedded.archiving import SLOT
from clause.embedded.folder import prepare_folder
from clause.settings import Settings

SERVER_VERSIONS = (16, 18)
_CONNECT_SECONDS = 10.0

_ROLE = """
SELECT rolname, rolsuper, rolbypassrls,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relowner = r.oid AND n.nspname = 'public') AS owns
  FROM pg_roles r WHERE rolname = current_user
"""

_FOLLOWED = "SELECT active AND wal_status <> 'lost' FROM pg_replication_slots WHERE slot_name = $1"

_BROKEN_CHAIN = """
SELECT h.org_id, v.broken_seq FROM journal_head h CROSS JOIN LATERAL clause_journal_verify(h.org_id) v LIMIT 1
"""


class Result(BaseModel):
    """One point looked at."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    code: str
    values: dict[str, object] = {}


async def examine(settings: Settings) -> list[Result]:
    """The results in the order in which things are needed; a point that stands on a wrong one is left out."""
    results = [_folder(settings), _addresses(settings)]
    results += await _database(settings)
    results.append(_queue(settings))
    return results


async def require_connection(config: dict[str, Any]) -> None:
    """Nothing, when a connection can be opened; raises Unavailable (EMB-016) with the reason when it cannot."""
    try:
        connection = await asyncpg.connect(**config, timeout=_CONNECT_SECONDS)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise Unavailable("EMB-016", reason=str(error) or type(error).__name__) from None
    await connection.close()


def _folder(settings: Settings) -> Result:
    try:
        prepare_folder(settings.data_dir)
    except ClauseError as error:
        return Result(ok=False, code=error.code, values=error.values)
    return Result(ok=True, code="DOC-001", values={"folder": settings.data_dir})


def _addresses(settings: Settings) -> Result:
    values = {
        "database": "embarquée" if settings.embedded_database else "DATABASE_URL",
        "queue": "embarquée" if settings.embedded_redis else "REDIS_URL",
        "public_url": settings.public_url,
    }
    return Result(ok=True, code="DOC-002", values=values)


async def _database(settings: Settings) -> list[Result]:
    try:
        await require_connection(settings.asyncpg_owner_config())
        await require_connection(settings.asyncpg_config())
    except Unavailable as error:
        return [Result(ok=False, code=error.code, values=error.values)]
    connection = await asyncpg.connect(**settings.asyncpg_config())
    try:
        version = connection.get_server_version().major
        role = await connection.fetchrow(_ROLE)
        archive = [await _archive(connection)] if settings.archive_dir and settings.embedded_database else []
    finally:
        await connection.close()
    migrations = await _migrations(settings)
    journal = [await _journal(settings)] if migrations.ok else []
    return [_version(version), _rights(role), migrations, *journal, *archive]


def _version(version: int) -> Result:
    known = SERVER_VERSIONS[0] <= version <= SERVER_VERSIONS[1]
    return Result(ok=known, code="DOC-003" if known else "DOC-004", values={"version": version})


def _rights(role: Mapping[str, Any]) -> Result:
    """Row-level security holds only for a role that neither owns the tables nor may pass over it."""
    if role["rolsuper"] or role["rolbypassrls"] or role["owns"]:
        return Result(ok=False, code="DOC-006", values={"role": role["rolname"]})
    return Result(ok=True, code="DOC-005", values={"role": role["rolname"]})


async def _archive(connection: "asyncpg.Connection[asyncpg.Record]") -> Result:
    """Somebody follows the log of our own database, and nothing of it was given up meanwhile."""
    follows = bool(await connection.fetchval(_FOLLOWED, SLOT))
    return Result(ok=follows, code="BCK-020" if follows else "BCK-021")


async def _migrations(settings: Settings) -> Result:
    from clause.db.migrate import pending_migrations

    pending = await pending_migrations(settings.asyncpg_owner_config())
    if pending:
        return Result(ok=False, code="DOC-008", values={"count": len(pending)})
    return Result(ok=True, code="DOC-007")


async def _journal(settings: Settings) -> Result:
    """Every organisation's chain is verified from its first line; the first broken one is named."""
    connection = await asyncpg.connect(**settings.asyncpg_owner_config())
    try:
        chains = await connection.fetchval("SELECT count(*) FROM journal_head")
        broken = await connection.fetchrow(_BROKEN_CHAIN)
    finally:
        await connection.close()
    if broken is not None:
        return Result(ok=False, code="DOC-012", values={"org": broken["org_id"], "line": broken["broken_seq"]})
    return Result(ok=True, code="DOC-011", values={"chains": chains})


def worker_is_alive(settings: Settings) -> bool:
    """True when a worker has lately said in the queue that it is there (arq writes it every few seconds)."""
    client = _queue_client(settings)
    try:
        return bool(client.exists(default_queue_name + health_check_key_suffix))
    except (RedisError, OSError):
        return False
    finally:
        client.close()


def _queue(settings: Settings) -> Result:
    client = _queue_client(settings)
    try:
        client.ping()
        return Result(ok=True, code="DOC-009")
    except (RedisError, OSError) as error:
        return Result(ok=False, code="DOC-010", values={"reason": str(error) or type(error).__name__})
    finally:
        client.close()


def _queue_client(settings: Settings) -> Redis:
    address = settings.redis_address()
    url = address.url or f"unix://{quote(address.unix_socket_path or '')}"
    return Redis.from_url(url, socket_timeout=_CONNECT_SECONDS, socket_connect_timeout=_CONNECT_SECONDS)
