"""Every plan, method and state of a claim; who reads and writes verification and payments; what stays frozen."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Plans, methods and states of claims, verification, payments"

# (table, column, codes): closed lists that grew.
WIDER = (
    ("grant_agreement", "cost_plan", ("P40", "P15", "P07", "P25", "P20", "P20+P15", "UC", "UC+P40", "LS", "REAL")),
    ("assignment", "method", ("M1", "M2", "M3a", "M3b")),
    (
        "claim",
        "state",
        (
            "draft",
            "computed",
            "signed",
            "submitted",
            "withdrawn",
            "inadmissible",
            "in_verification",
            "clarification",
            "interim_conclusions",
            "contradictory",
            "final_conclusions",
            "payable",
            "paid",
            "recovery_due",
            "recovered",
            "corrected",
        ),
    ),
    ("claim_line", "kind", ("STAFF", "FLAT_RATE", "COST", "ADJUSTMENT", "RETURNED")),
    (
        "operation",
        "state",
        (
            "application_draft",
            "application_submitted",
            "incomplete",
            "admissible",
            "in_appraisal",
            "to_committee",
            "programmed",
            "refused",
            "adjourned",
            "agreement_draft",
            "agreement_signed",
            "in_force",
            "amendment_pending",
            "implementation_ended",
            "final_claim_due",
            "settled",
            "in_retention",
            "purgeable",
        ),
    ),
)

STAFF_LINE_IS_TRACED = """
ALTER TABLE claim_line ADD CONSTRAINT claim_line_staff_line_is_traced CHECK (
  kind <> 'STAFF' OR (employment_id IS NOT NULL AND method IS NOT NULL AND (month IS NOT NULL OR details IS NOT NULL)
    AND CASE method
      WHEN 'M1' THEN assignment_id IS NOT NULL AND payroll_month_id IS NOT NULL
      WHEN 'M2' THEN (timesheet_id IS NOT NULL AND payroll_month_id IS NOT NULL) OR month IS NULL
      ELSE hourly_rate_id IS NOT NULL AND (timesheet_id IS NOT NULL OR month IS NULL)
    END));
"""

CHANGED = """
ALTER TABLE claim DROP CONSTRAINT claim_submission_is_frozen;
ALTER TABLE claim ADD CONSTRAINT claim_submission_is_frozen CHECK (
  state IN ('draft', 'computed', 'signed', 'withdrawn')
  OR (submitted_at IS NOT NULL AND snapshot IS NOT NULL AND snapshot_hash IS NOT NULL AND oi_sequence IS NOT NULL));
ALTER TABLE claim_line DROP CONSTRAINT claim_line_amount_not_negative;
ALTER TABLE claim_line ADD CONSTRAINT claim_line_amount_not_negative CHECK (amount >= 0 OR kind = 'ADJUSTMENT');
ALTER TABLE claim_line DROP CONSTRAINT claim_line_staff_line_is_traced;
"""

FREEZE = """
CREATE OR REPLACE FUNCTION clause_freeze_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.submitted_at IS NOT NULL AND (
      (NEW.snapshot, NEW.snapshot_hash, NEW.figures, NEW.trace, NEW.submitted_at, NEW.number, NEW.operation_id,
       NEW.facilitator_org_id, NEW.intermediate_body_id, NEW.kind, NEW.first_month, NEW.last_month,
       NEW.other_resources, NEW.already_paid, NEW.signed_by, NEW.signed_at, NEW.narrative, NEW.declarations,
       NEW.rule_set_id)
      IS DISTINCT FROM
      (OLD.snapshot, OLD.snapshot_hash, OLD.figures, OLD.trace, OLD.submitted_at, OLD.number, OLD.operation_id,
       OLD.facilitator_org_id, OLD.intermediate_body_id, OLD.kind, OLD.first_month, OLD.last_month,
       OLD.other_resources, OLD.already_paid, OLD.signed_by, OLD.signed_at, OLD.narrative, OLD.declarations,
       OLD.rule_set_id)
      OR (OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id)
      OR (OLD.bundle_document_id IS NOT NULL AND NEW.bundle_document_id IS DISTINCT FROM OLD.bundle_document_id)) THEN
    RAISE EXCEPTION 'the claim is submitted'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_frozen', TABLE = 'claim';
  END IF;
  RETURN NEW;
END $$;
"""

# Written by the beneficiary, read by the intermediate body where "oi" stands.
OF_THE_BENEFICIARY: dict[str, tuple[str, ...]] = {
    "operation_resource": ("oi",),
    "cost_item": (),
    "hourly_rate": (),
}
# Written by both; what an intermediate body sees of a claim, it sees from the day it is submitted.
OF_BOTH = ("assignment_decision",)
OF_BOTH_ON_A_CLAIM = ("claim_event", "claim_message")
# Written by the intermediate body, read by the beneficiary.
OF_THE_BODY = ("verification", "verification_decision", "payment")

HANDED = "EXISTS (SELECT FROM claim c WHERE c.id = claim_id AND c.submitted_at IS NOT NULL)"
BODY_UPDATES = """
-- The states that follow the submission are moved by the intermediate body; the content stays frozen (claim_frozen).
CREATE POLICY claim_oi_updates ON claim FOR UPDATE TO clause_app
  USING (intermediate_body_id = clause_org() AND submitted_at IS NOT NULL)
  WITH CHECK (intermediate_body_id = clause_org() AND submitted_at IS NOT NULL);
CREATE POLICY operation_oi_updates ON operation FOR UPDATE TO clause_app
  USING (intermediate_body_id = clause_org()) WITH CHECK (intermediate_body_id = clause_org());
"""


def _shared(table: str, condition: str) -> str:
    """The intermediate body reads and adds rows under a condition; those of the beneficiary are its own."""
    return f"""
CREATE POLICY {table}_oi_reads ON {table} FOR SELECT TO clause_app
  USING (intermediate_body_id = clause_org() AND {condition});
CREATE POLICY {table}_oi_inserts ON {table} FOR INSERT TO clause_app
  WITH CHECK (intermediate_body_id = clause_org() AND {condition});
"""


def _of_the_body(table: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
GRANT {APPEND} ON {table} TO clause_app;
CREATE POLICY {table}_tenant ON {table} FOR SELECT TO clause_app USING (facilitator_org_id = clause_org());
CREATE POLICY {table}_oi ON {table} TO clause_app
  USING (intermediate_body_id = clause_org()) WITH CHECK (intermediate_body_id = clause_org());
"""


STATEMENTS = [
    CHANGED,
    *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_known;" for table, column, _ in WIDER),
    *(one_of(table, column, *codes) for table, column, codes in WIDER),
    STAFF_LINE_IS_TRACED,
    FREEZE,
    *(tenant_policies(table, APPEND, readers) for table, readers in OF_THE_BENEFICIARY.items()),
    *(tenant_policies(table, APPEND) for table in (*OF_BOTH, *OF_BOTH_ON_A_CLAIM)),
    *(_shared(table, "true") for table in OF_BOTH),
    *(_shared(table, HANDED) for table in OF_BOTH_ON_A_CLAIM),
    *(_of_the_body(table) for table in OF_THE_BODY),
    BODY_UPDATES,
    *(append_only(table) for table in (*OF_THE_BENEFICIARY, *OF_BOTH, *OF_BOTH_ON_A_CLAIM, *OF_THE_BODY)),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
