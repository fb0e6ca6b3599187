"""The financing of facilitators' posts: its organisation's alone, and no version is changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:17:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Financing of facilitators' posts: policies and rules"

STATEMENTS = [
    tenant_policies("post_financing", APPEND),
    one_of("post_financing", "source", "LOCAL", "STATE", "REGION", "DEPARTMENT", "FSE", "PRIVATE", "OTHER"),
    check("post_financing", "version_positive", "version_no > 0"),
    check("post_financing", "amount_not_negative", "amount_eur >= 0"),
    check("post_financing", "posts_not_negative", "posts_fte >= 0"),
    append_only("post_financing"),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
