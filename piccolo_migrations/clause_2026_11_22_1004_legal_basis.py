"""Legal basis of obligations: which codes there are."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import one_of, sql_migration

ID = "2026-11-22T00:10:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "Legal basis of obligations: its list"

BASES = (
    "PERFORMANCE_CONDITION",
    "MANDATORY_CONDITION",
    "AWARD_CRITERION",
    "RESERVED_DISABILITY",
    "RESERVED_INSERTION",
    "RESERVED_PRISON",
    "RESERVED_SOCIAL_ECONOMY",
    "INSERTION_AS_OBJECT",
    "CONCESSION_CONDITION",
    "CONCESSION_RESERVED",
)
STATEMENTS = [one_of(table, "legal_basis", *BASES) for table in ("obligation", "obligation_decision")]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
