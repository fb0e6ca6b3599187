"""A migration written as SQL: statements that Piccolo's tables cannot express (policies, triggers, constraints)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.sql import connection


def sql_migration(migration_id: str, description: str, script: str) -> MigrationManager:
    """A manager that runs ``script`` (several statements) in the migration's transaction."""
    manager = MigrationManager(migration_id=migration_id, app_name="clause", description=description)

    async def run() -> None:
        await connection().execute(script)

    manager.add_raw(run)
    return manager
