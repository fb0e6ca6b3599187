"""What obligations are made of: who reads it, the rules it keeps, and the decisions behind the versions already there."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:10:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "Obligations by every method, in any unit, with what feeds and changes them"

OF_LOTS = (
    "obligation_decision",
    "tranche",
    "tranche_affirmation",
    "relief_decision",
    "difficulty_notice",
    "invoice",
    "purchase_order",
    "worked_hours",
    "achievement",
)
METHODS = ("FIXED", "AMOUNT", "INVOICE_RATIO", "BRACKETS", "STAFF_TAKEOVER", "HOURS_SHARE", "OFFER")
UNITS = ("HOURS", "PERSONS", "WEEKS", "ACTIONS", "EUROS")
CAUSES = ("DECISION", "MODIFICATION", "INVOICE", "WORKED_HOURS", "TRANCHE", "RENEWAL", "RELIEF")
RELIEF_GROUNDS = ("SHORT_TIME_WORK", "ECONOMIC_REDUNDANCY", "NO_CANDIDATE", "SITE_STOPPED", "OTHER")
WAIVER_GROUNDS = ("IMMEDIATELY_AVAILABLE", "NOT_LINKED_TO_OBJECT", "RESTRICTS_COMPETITION", "SHORT_CONTRACT", "OTHER")

# Each version recorded so far was a decision: it gets the same id, its inputs are read in its own account.
DECISIONS_SO_FAR = """
CREATE SEQUENCE clause_recorded_no AS integer;
GRANT USAGE ON SEQUENCE clause_recorded_no TO clause_app;
INSERT INTO obligation_decision (id, facilitator_org_id, buyer_id, lot_id, recorded_no, unit, method, inputs,
  effective_on, quantity, trace, cause, source_id, reason, decided_by, recorded_at)
SELECT id, facilitator_org_id, buyer_id, lot_id, nextval('clause_recorded_no'), 'HOURS', method,
  CASE method WHEN 'FIXED' THEN jsonb_build_object('hours_owed', trace #>> '{inputs,hours_in_contract}')
    ELSE trace -> 'inputs' END,
  effective_on, hours_owed, trace, 'DECISION', NULL, reason, decided_by, recorded_at
FROM (SELECT * FROM obligation ORDER BY lot_id, version_no) versions;
ALTER TABLE obligation ALTER unit DROP DEFAULT, ALTER cause DROP DEFAULT;
ALTER TABLE obligation DROP CONSTRAINT obligation_method_known;
"""

STATEMENTS = [
    DECISIONS_SO_FAR,
    one_of("obligation", "method", *METHODS),
    one_of("obligation", "unit", *UNITS),
    one_of("obligation", "cause", *CAUSES),
    check(
        "obligation",
        "one_quantity",
        "(unit = 'HOURS') = (hours_owed IS NOT NULL) AND (unit = 'HOURS') = (quantity_owed IS NULL)"
        " AND coalesce(quantity_owed, 0) >= 0",
    ),
    *(tenant_policies(table, APPEND, ("buyer", "holder")) for table in OF_LOTS),
    tenant_policies("social_condition_waiver", APPEND, ("buyer",)),
    *(append_only(table) for table in (*OF_LOTS, "social_condition_waiver")),
    one_of("obligation_decision", "unit", *UNITS),
    one_of("obligation_decision", "method", *METHODS),
    one_of("tranche", "kind", "FIRM", "OPTIONAL", "RENEWAL"),
    check("tranche", "hours_not_negative", "hours >= 0"),
    check("tranche", "days_in_order", "planned_last_day >= planned_first_day"),
    one_of("relief_decision", "kind", "SUSPENSION", "REDUCTION", "WAIVER"),
    one_of("relief_decision", "ground", *RELIEF_GROUNDS),
    check("relief_decision", "days_in_order", "last_day >= first_day"),
    check(
        "relief_decision",
        "hours_follow_kind",
        "(kind = 'REDUCTION') = (hours_delta IS NOT NULL) AND (kind = 'WAIVER') = (hours_kept IS NOT NULL)"
        " AND coalesce(hours_delta, 1) > 0 AND coalesce(hours_kept, 0) >= 0"
        " AND (kind = 'SUSPENSION' OR last_day IS NULL)",
    ),
    one_of("invoice", "kind", "INVOICE", "CREDIT_NOTE"),
    check("invoice", "amount_not_negative", "amount_excl_vat >= 0"),
    check("purchase_order", "amount_not_negative", "amount_excl_vat >= 0"),
    check("purchase_order", "days_in_order", "last_day >= first_day"),
    check("worked_hours", "month_is_first_day", "extract(day FROM month) = 1"),
    check("worked_hours", "hours_not_negative", "hours_worked >= 0"),
    one_of("achievement", "unit", "PERSONS", "WEEKS", "ACTIONS", "EUROS"),
    one_of("social_condition_waiver", "ground", *WAIVER_GROUNDS),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
