"""A certificate is about one lot and its buyer, or about a company's whole year and neither."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import check, sql_migration

ID = "2026-11-22T00:18:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Kinds of certificates"

STATEMENTS = [
    check(
        "certificate",
        "names_its_lot",
        "(kind = 'COMPANY_YEARLY') = (lot_id IS NULL) AND (lot_id IS NULL) = (buyer_id IS NULL)",
    ),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
