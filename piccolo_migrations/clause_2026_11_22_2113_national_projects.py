"""A project may be managed nationally: it has no category of region."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import one_of, sql_migration

ID = "2026-11-22T00:21:13:000000"
VERSION = "1.38.0"
DESCRIPTION = "Projects managed nationally"

STATEMENTS = [
    "ALTER TABLE operation DROP CONSTRAINT operation_region_category_known;",
    one_of("operation", "region_category", "MORE_DEVELOPED", "TRANSITION", "LESS_DEVELOPED", "NATIONAL"),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
