"""That the hire of a line of hours exists is part of what 3512 asks; alone, because both tables are held for an instant."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:35:16:000000"
VERSION = "1.38.0"
DESCRIPTION = "The hire of a line of hours is not looked up twice"

SCRIPT = """
ALTER TABLE hours_statement_line DROP CONSTRAINT hours_statement_line_hire_id_fkey;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, SCRIPT)
