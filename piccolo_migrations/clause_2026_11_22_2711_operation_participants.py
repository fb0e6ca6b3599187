"""Participants and structures of operations: for the beneficiary alone; special categories only with consent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import READ_WRITE, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:27:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "Participants and structures of operations: rules"

STATEMENTS = [
    tenant_policies("operation_participant", READ_WRITE),
    tenant_policies("operation_entity", READ_WRITE),
    check("operation_participant", "days_in_order", "exit_on IS NULL OR entry_on <= exit_on"),
    check("operation_participant", "exit_has_its_day", "exit_on IS NOT NULL OR exit IS NULL AND follow_up IS NULL"),
    check(
        "operation_participant",
        "special_needs_consent",
        "special_consent_on IS NOT NULL OR coalesce(entry->>'disability', '') NOT IN ('YES', 'NO')"
        " AND coalesce(entry->>'minority', '') NOT IN ('YES', 'NO')",
    ),
    one_of("operation_entity", "kind", "PUBLIC_SERVICE", "SMALL_ENTERPRISE"),
    check(
        "operation_entity",
        "withdrawal_is_explained",
        "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL) AND btrim(coalesce(withdrawal_reason, '-')) <> ''",
    ),
    "CREATE UNIQUE INDEX operation_entity_unique_organisation ON operation_entity (operation_id, organisation_id) "
    "WHERE withdrawn_at IS NULL;",
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
