"""The rules of lots: who reads them, and that no version is changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, check, sql_migration, tenant_policies

ID = "2026-11-22T00:00:06:000000"
VERSION = "1.38.0"
DESCRIPTION = "Rules of lots"

STATEMENTS = [
    tenant_policies("rule_set", APPEND, ("buyer", "holder")),
    check("rule_set", "version_positive", "version_no > 0"),
    append_only("rule_set"),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
