"""The booked lines of a lot in their order: a page of them is read as it stands, nothing else is read or sorted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import index_migration

ID = "2026-11-22T00:35:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Booked lines of a lot in their order"

INDEXES = {"ledger_entry_lot_page": "ledger_entry (lot_id, id)"}


async def forwards() -> MigrationManager:
    return index_migration(ID, DESCRIPTION, INDEXES)
