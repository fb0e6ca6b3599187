"""Runs the migrations: one process at a time, each migration whole or not at all, nobody kept waiting for long."""

import asyncio
import contextlib
import io
import time
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import MigrationModule

from clause.db.sql import engine
from clause.domain.errors import Unavailable

# Any fixed number will do; it keeps two replicas from migrating at the same time.
MIGRATION_LOCK = 7_262_783
# While a migration waits for a table, everybody who comes after it waits behind it: it gives up sooner than that hurts.
LONGEST_LOCK_WAIT_MS = 100
LONGEST_TRYING_SECONDS = 120.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
_PAUSE_BEHIND_ANOTHER = 0.1


@contextlib.asynccontextmanager
async def as_owner(owner_config: dict[str, Any]) -> AsyncIterator[None]:
    """Connects as the owner of the tables for the time of the block, by one connection."""
    database = engine()
    service_config, service_pool = database.config, database.pool
    async with asyncpg.create_pool(**owner_config, min_size=1, max_size=1) as pool:
        database.config, database.pool = owner_config, pool
        try:
            yield
        finally:
            database.config, database.pool = service_config, service_pool


@contextlib.asynccontextmanager
async def _alone(owner_config: dict[str, Any]) -> AsyncIterator[None]:
    """No other process migrates inside the block.

    Asked for again and again and not waited for: who waits for a lock is in a transaction, and whoever builds an index
    beside the writers waits for every transaction to end.
    """
    connection = await asyncpg.connect(**owner_config)
    try:
        free = False
        while not free:
            free = await connection.fetchval("SELECT pg_try_advisory_lock($1)", MIGRATION_LOCK)
            await asyncio.sleep(0 if free else _PAUSE_BEHIND_ANOTHER)
        yield
    finally:
        await connection.close()


async def _names() -> list[str]:
    """Names of the migrations that the database has."""
    await ForwardsMigrationManager(app_name="clause").create_migration_table()
    return [row["name"] for row in await Migration.select(Migration.name).where(Migration.app_name == "clause")]


def known_migrations() -> dict[str, MigrationModule]:
    """The migrations of this version by name, in their order."""
    manager = ForwardsMigrationManager(app_name="clause")
    app = manager.get_app_config(app_name="clause")
    return dict(sorted(manager.get_migration_modules(app.resolved_migrations_folder_path).items()))


async def migrate(
    owner_config: dict[str, Any], *, until: str | None = None, patience_seconds: float = LONGEST_TRYING_SECONDS
) -> list[str]:
    """Names of the migrations applied now, in order; none when the database is up to date.

    Each is a transaction of its own: its locks end with it, and when one fails those before it stay and it has changed
    nothing. One that finds a table taken lets it go again and comes back, so that nobody waits behind it; Unavailable
    (MIG-001) when that lasts longer than ``patience_seconds``. ``until`` is the last one to apply (by default all).
    """
    applied = []
    async with as_owner(owner_config), _alone(owner_config):
        with contextlib.redirect_stdout(io.StringIO()):
            known = await _names()
            for name, module in known_migrations().items():
                if name not in known and (until is None or name <= until):
                    await apply_patiently(name, module, patience_seconds)
                    applied.append(name)
    return applied


async def apply_patiently(name: str, module: MigrationModule, seconds: float) -> None:
    """The migration is applied, as the owner of the tables (inside ``as_owner``). Unavailable (MIG-001)."""
    pause, end = _FIRST_PAUSE, time.monotonic() + seconds
    while True:
        try:
            return await _apply(name, await module.forwards())
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError) as error:
            if time.monotonic() > end:
                raise Unavailable("MIG-001", name=name, seconds=int(seconds)) from error
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _apply(name: str, manager: MigrationManager) -> None:
    """The change and the note that it was made, together; what builds beside the writers is noted once it is built."""
    if not manager.wrap_in_transaction:
        await manager.run()
    async with engine().transaction() as transaction:
        await transaction.connection.execute(f"SET LOCAL lock_timeout = {LONGEST_LOCK_WAIT_MS}")
        if manager.wrap_in_transaction:
            await manager.run()
        await Migration.insert().add(Migration(name=name, app_name="clause")).run()


async def pending_migrations(owner_config: dict[str, Any]) -> list[str]:
    """Names of the migrations in this version that the database does not have."""
    async with as_owner(owner_config):
        applied = await _names()
    return [name for name in known_migrations() if name not in applied]
