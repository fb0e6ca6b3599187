"""Removed records: the kinds that can be removed, who sees them, and the right to take such a row out of its table."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:32:12:000000"
VERSION = "1.38.0"
DESCRIPTION = "Removed records"

# Foreign keys restrict: a row on which another stands cannot be taken out, whoever asks.
REMOVABLE = ("contract", "lot", "lot_holder", "subcontractor", "contact", "participant", "hire")
STATEMENTS = [
    one_of("removed_record", "kind", *REMOVABLE),
    tenant_policies("removed_record", "SELECT, INSERT, UPDATE, DELETE"),
    *(f"GRANT DELETE ON {table} TO clause_app;" for table in REMOVABLE),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
