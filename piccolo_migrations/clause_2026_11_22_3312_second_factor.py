"""Keys, recovery codes and waiting sign-ins are read by the service alone, in no organisation's name.

The wider lists of codes are validated in 3451, which holds nobody up (decision 0045).
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import READ_WRITE, check, not_valid, one_of, sql_migration

ID = "2026-11-22T00:33:12:000000"
VERSION = "1.38.0"
DESCRIPTION = "A second factor and its codes: who sees them, and what they may hold"

TABLES = ("second_factor", "recovery_code", "sign_in_step")
POLICY = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
GRANT {rights}, DELETE ON {table} TO clause_app;
CREATE POLICY {table}_system ON {table} TO clause_app USING (clause_is_system()) WITH CHECK (clause_is_system());
"""
KINDS = (
    "statement_reminder",
    "statement_sent_back",
    "statement_submitted",
    "certificate_ready",
    "claim_received",
    "claim_concluded",
    "claim_paid",
    "invitation",
    "sign_in_link",
    "second_factor_removed",
)

STATEMENTS = [
    *(POLICY.format(table=table, rights=READ_WRITE) for table in TABLES),
    check("second_factor", "has_a_key", "length(secret) >= 32"),
    check("second_factor", "step_not_negative", "last_step >= 0"),
    "ALTER TABLE sign_in_attempt DROP CONSTRAINT sign_in_attempt_kind_known;",
    not_valid(one_of("sign_in_attempt", "kind", "password", "link", "code")),
    "ALTER TABLE mail DROP CONSTRAINT mail_kind_known;",
    not_valid(one_of("mail", "kind", *KINDS)),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
