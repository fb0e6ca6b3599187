"""Closed lists and plain truths of messages, verifications and payments."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import check, one_of, sql_migration

ID = "2026-11-22T00:25:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "Verification and payments"

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
STATEMENTS = [
    one_of("claim_message", "kind", "question", "answer", "observations"),
    check("claim_message", "text_not_blank", "btrim(text) <> ''"),
    one_of("verification", "stage", "interim", "final", "correction"),
    one_of("verification", "scope", "full", "sample"),
    check("verification", "version_positive", "version_no >= 1"),
    one_of("verification_decision", "outcome", "certified", "deducted", "parked"),
    one_of("verification_decision", "reason_code", *REASONS),
    check("verification_decision", "deducted_not_negative", "amount_deducted >= 0"),
    check("verification_decision", "has_its_reason", "(outcome = 'certified') = (reason_code IS NULL)"),
    one_of("payment", "kind", "ADVANCE", "PAYMENT", "RECOVERY", "REVERSAL"),
    check(
        "payment",
        "sign_follows_kind",
        "CASE kind WHEN 'RECOVERY' THEN amount < 0 WHEN 'REVERSAL' THEN amount <> 0 ELSE amount > 0 END",
    ),
    check("payment", "names_its_claim", "kind = 'REVERSAL' OR (kind = 'ADVANCE') = (claim_id IS NULL)"),
    check("payment", "reversal_names_its_row", "(kind = 'REVERSAL') = (reverses_id IS NOT NULL)"),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
