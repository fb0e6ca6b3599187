"""The lines of hours from before 3512 are of the lot and the organisation of their hire too; read while others write."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:35:13:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lines of hours from before are validated"

SCRIPT = """
ALTER TABLE hours_statement_line VALIDATE CONSTRAINT hours_statement_line_of_hire_fkey;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, SCRIPT)
