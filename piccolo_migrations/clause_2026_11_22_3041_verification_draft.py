"""Decisions in preparation: closed lists, and rows that only their intermediate body sees."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import check, one_of, sql_migration

ID = "2026-11-22T00:30:41:000000"
VERSION = "1.38.0"
DESCRIPTION = "Decisions in preparation"

REASONS = (
    "HOURS_CAP",
    "INELIGIBLE_PERIOD",
    "INELIGIBLE_COST",
    "MISSING_EVIDENCE",
    "NOT_PAID",
    "DOUBLE_FUNDING",
    "WRONG_KEY",
    "WRONG_AMOUNT",
    "OUTSIDE_ASSIGNMENT",
    "PROCUREMENT",
    "AUDIT",
    "OTHER",
)
OF_THE_BODY_ALONE = """
ALTER TABLE verification_draft ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON verification_draft TO clause_app;
CREATE POLICY verification_draft_oi ON verification_draft TO clause_app
  USING (intermediate_body_id = clause_org()) WITH CHECK (intermediate_body_id = clause_org());
"""
STATEMENTS = [
    one_of("verification_draft", "outcome", "certified", "deducted", "parked"),
    one_of("verification_draft", "reason_code", *REASONS),
    check("verification_draft", "has_its_reason", "(outcome = 'certified') = (reason_code IS NULL)"),
    OF_THE_BODY_ALONE,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
