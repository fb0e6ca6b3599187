"""Mails that have served are erased by the day's work, and by nobody else."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:32:51:000000"
VERSION = "1.38.0"
DESCRIPTION = "Mails that have served are erased by the day's work, and by nobody else"

STATEMENTS = """
GRANT DELETE ON mail TO clause_app;
CREATE POLICY mail_erased ON mail AS RESTRICTIVE FOR DELETE TO clause_app USING (clause_is_system());
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, STATEMENTS)
