"""Statements of several months are found by their months without a look at those of one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import index_migration

ID = "2026-11-22T00:33:71:000000"
VERSION = "1.38.0"
DESCRIPTION = "Statements of several months are found by their months without a look at those of one"

INDEXES = {
    "hours_statement_periods": "hours_statement (facilitator_org_id, last_month) WHERE last_month IS NOT NULL",
}


async def forwards() -> MigrationManager:
    return index_migration(ID, DESCRIPTION, INDEXES)
