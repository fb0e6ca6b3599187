"""A hire together with its lot and organisation, so that a line of hours can name all three at once; built beside the writers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import index_migration

ID = "2026-11-22T00:35:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "A hire is named together with its lot and organisation"

INDEXES = {"hire_with_its_lot": "hire (id, lot_id, facilitator_org_id)"}


async def forwards() -> MigrationManager:
    return index_migration(ID, DESCRIPTION, INDEXES, unique=True)
