"""Migrations: they make the tables that the code describes, once, whoever starts first."""

import asyncio
import contextlib
import io
import sys

import asyncpg
import pytest
from piccolo.apps.migrations.auto.diffable_table import DiffableTable
from piccolo.apps.migrations.auto.schema_differ import SchemaDiffer
from piccolo.apps.migrations.auto.schema_snapshot import SchemaSnapshot
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from clause.db.migrate import as_owner, known_migrations, migrate, pending_migrations
from clause.db.migration import index_migration
from clause.db.piccolo_app import APP_CONFIG
from clause.domain.errors import Unavailable
from clause.settings import Settings


async def test_the_migrations_make_the_tables_that_the_code_describes() -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        managers = await AutoMigrationManager().get_migration_managers(app_config=APP_CONFIG)
    differ = SchemaDiffer(
        schema=[
            DiffableTable(
                class_name=table.__name__,
                tablename=table._meta.tablename,
                columns=table._meta.non_default_columns,
                constraints=table._meta.constraints,
                schema=table._meta.schema,
            )
            for table in APP_CONFIG.table_classes
        ],
        schema_snapshot=SchemaSnapshot(managers=managers).get_snapshot(),
        auto_input="y",
    )
    assert [change.statements for change in differ.get_alter_statements() if change.statements] == []


async def test_nothing_is_pending_after_a_migration(database: None, settings: Settings) -> None:
    assert await pending_migrations(settings.asyncpg_owner_config()) == []


async def test_migrating_again_changes_nothing(database: None, settings: Settings) -> None:
    assert await migrate(settings.asyncpg_owner_config()) == []


_SHAPE = """
SELECT 'index' AS kind, indexrelid, pg_relation_filenode(indexrelid)::text AS what FROM pg_index
UNION ALL SELECT 'constraint', oid, convalidated::text || pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2
"""


async def test_what_was_made_light_afterwards_changes_no_database_that_ran_it_before(
    database: None, settings: Settings
) -> None:
    """3302, 3312 and 3322 once validated and built at once what 3451 and 3452 do now: those find it done."""
    connection = await asyncpg.connect(**settings.asyncpg_owner_config())
    try:
        before = await connection.fetch(_SHAPE)
        async with as_owner(settings.asyncpg_owner_config()):
            for name in ("2026-11-22T00:34:51:000000", "2026-11-22T00:34:52:000000"):
                await (await known_migrations()[name].forwards()).run()
        assert await connection.fetch(_SHAPE) == before
    finally:
        await connection.close()


async def test_the_service_can_neither_bypass_nor_own(database: None, settings: Settings) -> None:
    service = await asyncpg.connect(**settings.asyncpg_config())
    try:
        role = await service.fetchrow("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        owned = await service.fetchval("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        open_tables = await service.fetch(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT relrowsecurity AND relname <> 'migration'"
        )
    finally:
        await service.close()
    assert role is not None
    assert tuple(role) == (False, False)
    assert owned == 0
    assert open_tables == []


async def _fresh_database(settings: Settings, name: str) -> Settings:
    connection = await asyncpg.connect(**{**settings.asyncpg_owner_config(), "user": "postgres"})
    await connection.execute(f"DROP DATABASE IF EXISTS {name}")
    await connection.execute(f"CREATE DATABASE {name} OWNER clause_owner")
    await connection.close()
    return settings.model_copy(update={"database_name": name})


async def test_a_table_in_use_is_waited_for_without_holding_up_anyone(servers: None, settings: Settings) -> None:
    """The last migrations but one stay when the next cannot be applied, and a later call goes on from there."""
    config = (await _fresh_database(settings, "clause_in_use")).asyncpg_owner_config()
    *before, purge, rest = [name for name in known_migrations() if name <= "2026-11-22T00:33:24:000000"]
    assert await migrate(config, until=before[-1]) == before
    reader, other = await asyncpg.connect(**config), await asyncpg.connect(**config)
    try:
        async with reader.transaction():
            await reader.fetch("SELECT FROM participant")
            with pytest.raises(Unavailable) as refused:
                await migrate(config, until=rest, patience_seconds=0.1)
            assert (refused.value.code, refused.value.values["name"]) == ("MIG-001", purge)
            await asyncio.wait_for(other.fetch("SELECT FROM participant"), 60.0)
        assert await migrate(config, until=rest) == [purge, rest]
        async with as_owner(config):
            for _ in range(2):
                await index_migration("", "", {"participant_by_purge": "participant (purged_at)"}).run()
        assert await other.fetchval(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = 'participant_by_purge'::regclass"
        )
    finally:
        await reader.close()
        await other.close()


async def test_four_replicas_started_together_migrate_once(servers: None, settings: Settings) -> None:
    """In four processes: the engine and its transaction belong to a process."""
    fresh = await _fresh_database(settings, "clause_replicas")
    script = (
        "import asyncio, sys\n"
        "from clause.db.migrate import migrate\n"
        "config = dict(host=sys.argv[1], port=5432, user='clause_owner', database='clause_replicas')\n"
        "print(len(asyncio.run(migrate(config))))\n"
    )
    replicas = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, str(fresh.socket_dir), stdout=asyncio.subprocess.PIPE
        )
        for _ in range(4)
    ]
    applied = [int((await replica.communicate())[0]) for replica in replicas]
    assert [replica.returncode for replica in replicas] == [0, 0, 0, 0]
    assert sorted(applied)[:3] == [0, 0, 0]
    assert sorted(applied)[3] > 0
