"""Runs the migrations: one process at a time, all or nothing."""

import contextlib
import io
from collections.abc import AsyncIterator
from typing import Any

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration

from clause.db.sql import engine

# Any fixed number will do; it keeps two replicas from migrating at the same time.
MIGRATION_LOCK = 7_262_783


@contextlib.asynccontextmanager
async def _as_owner(owner_config: dict[str, Any]) -> AsyncIterator[None]:
    """Connects as the owner of the tables for the time of the block, outside any pool."""
    database = engine()
    service_config, service_pool = database.config, database.pool
    database.config, database.pool = owner_config, None
    try:
        yield
    finally:
        database.config, database.pool = service_config, service_pool


async def _names() -> list[str]:
    return [row["name"] for row in await Migration.select(Migration.name).where(Migration.app_name == "clause")]


async def migrate(owner_config: dict[str, Any]) -> list[str]:
    """Names of the migrations applied now, in order; none when the database is up to date.

    Everything happens in one transaction under an advisory lock, so that replicas started together wait for each other
    and a failed migration leaves nothing behind. RuntimeError when a migration fails.
    """
    async with _as_owner(owner_config), engine().transaction() as transaction:
        await transaction.connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        manager = ForwardsMigrationManager(app_name="clause")
        with contextlib.redirect_stdout(io.StringIO()):
            await manager.create_migration_table()
            before = await _names()
            result = await manager.run_migrations(manager.get_app_config(app_name="clause"))
            after = await _names()
        if not result.success:
            raise RuntimeError(result.message)
    return sorted(set(after) - set(before))


async def pending_migrations(owner_config: dict[str, Any]) -> list[str]:
    """Names of the migrations in this version that the database does not have."""
    manager = ForwardsMigrationManager(app_name="clause")
    app = manager.get_app_config(app_name="clause")
    known = manager.get_migration_ids(manager.get_migration_modules(app.resolved_migrations_folder_path))
    async with _as_owner(owner_config):
        with contextlib.redirect_stdout(io.StringIO()):
            await manager.create_migration_table()
        applied = await _names()
    return sorted(set(known) - set(applied))
