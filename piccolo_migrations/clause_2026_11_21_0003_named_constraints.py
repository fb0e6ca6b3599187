"""Invariants the database itself holds, each by its name (see ``clause.db.constraints``)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import check, one_of, sql_migration

ID = "2026-11-21T00:00:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "Named constraints"


STATEMENTS = [
    one_of("organisation", "kind", "facilitator_org", "buyer", "company", "intermediate_body"),
    check("organisation", "siret_has_14_digits", r"identifier_kind <> 'SIRET' OR identifier ~ '^[0-9]{14}$'"),
    check("organisation", "has_name", "btrim(name) <> ''"),
    one_of("membership", "role", "facilitator", "manager", "buyer_agent", "company_agent", "oi_officer"),
    "CREATE UNIQUE INDEX app_user_unique_email ON app_user (lower(email));",
    one_of("job", "state", "queued", "running", "done", "failed"),
    check("job", "finished_has_date", "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)"),
    "CREATE INDEX job_due ON job (run_at) WHERE state IN ('queued', 'running');",
    one_of("lot", "follow_up", "followed", "preselected", "to_review", "set_aside"),
    one_of("lot", "consortium_kind", "CONJOINT", "SOLIDAIRE", "NONE", "UNKNOWN"),
    check("lot", "amount_not_negative", "amount_excl_vat >= 0"),
    check("lot", "days_in_order", "first_day <= last_day"),
    one_of("lot_holder", "role", "HOLDER", "LEAD_HOLDER", "CO_HOLDER"),
    one_of("contract_modification", "source", "decp", "manual"),
    one_of("import_run", "kind", "decp"),
    one_of("import_row", "status", "imported", "already_known", "to_review", "refused"),
    one_of("obligation", "method", "FIXED", "AMOUNT"),
    check("obligation", "hours_not_negative", "hours_owed >= 0"),
    check("obligation", "version_positive", "version_no > 0"),
    one_of("participant", "sex", "F", "M", "X", "U"),
    check("participant", "has_name", "btrim(first_name) <> '' AND btrim(last_name) <> ''"),
    one_of("eligibility", "state", "SUBMITTED", "INCOMPLETE", "ACCEPTED", "REFUSED", "EXPIRED"),
    check(
        "eligibility",
        "decision_is_dated",
        "state IN ('SUBMITTED', 'INCOMPLETE') OR (decided_at IS NOT NULL AND decided_by IS NOT NULL)",
    ),
    check("eligibility", "refusal_has_reason", "state <> 'REFUSED' OR btrim(coalesce(decision_reason, '')) <> ''"),
    "CREATE UNIQUE INDEX eligibility_unique_principal ON eligibility (participant_id) "
    "WHERE is_principal AND state = 'ACCEPTED';",
    "CREATE INDEX participant_birth_date ON participant (facilitator_org_id, birth_date);",
    one_of("hire", "mode", "DIRECT_HIRE", "STAFF_SUPPLY", "SUBCONTRACT", "CO_CONTRACT"),
    check("hire", "days_in_order", "first_day <= last_day"),
    check("hire", "planned_days_in_order", "first_day <= planned_last_day"),
    check("hire", "weekly_hours_possible", "weekly_hours > 0 AND weekly_hours <= 48"),
    check("hire", "eligible_days_in_order", "eligible_first_day <= eligible_last_day"),
    one_of("hours_statement", "state", "DRAFT", "SUBMITTED", "VALIDATED", "REJECTED", "CORRECTION_REQUESTED"),
    check("hours_statement", "month_is_first_day", "extract(day FROM month) = 1"),
    check("hours_statement", "submission_is_dated", "state = 'DRAFT' OR submitted_at IS NOT NULL"),
    check(
        "hours_statement",
        "decision_is_dated",
        "state IN ('DRAFT', 'SUBMITTED') OR (decided_at IS NOT NULL AND decided_by IS NOT NULL)",
    ),
    check(
        "hours_statement",
        "refusal_has_reason",
        "state NOT IN ('REJECTED', 'CORRECTION_REQUESTED') OR btrim(coalesce(decision_reason, '')) <> ''",
    ),
    "CREATE UNIQUE INDEX hours_statement_unique_open_month "
    "ON hours_statement (facilitator_org_id, company_id, month) "
    "WHERE state IN ('DRAFT', 'SUBMITTED', 'CORRECTION_REQUESTED');",
    check("hours_statement_line", "hours_declared_positive", "hours_declared > 0"),
    check("hours_statement_line", "hours_validated_not_negative", "hours_validated >= 0"),
    check("hours_statement_line", "days_in_order", "first_day <= last_day"),
    one_of("ledger_entry", "kind", "BOOKING", "REVERSAL"),
    check("ledger_entry", "sign_follows_kind", "(kind = 'BOOKING' AND hours_validated >= 0 AND reverses_id IS NULL) "
          "OR (kind = 'REVERSAL' AND hours_validated <= 0 AND reverses_id IS NOT NULL)"),
    check("ledger_entry", "reversal_has_reason", "kind <> 'REVERSAL' OR btrim(coalesce(reason, '')) <> ''"),
    check("ledger_entry", "month_is_first_day", "extract(day FROM month) = 1"),
    "ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_reverses_known "
    "FOREIGN KEY (reverses_id) REFERENCES ledger_entry (id);",
    "CREATE INDEX allocation_lot_day ON allocation (lot_id, worked_on) INCLUDE (hours_credited);",
    "CREATE INDEX hours_statement_org_month ON hours_statement (facilitator_org_id, month, id);",
    "CREATE INDEX hours_statement_org_page ON hours_statement (facilitator_org_id, id);",
    "CREATE INDEX hours_statement_company_page ON hours_statement (company_id, id);",
    "CREATE INDEX ledger_entry_org_page ON ledger_entry (facilitator_org_id, id);",
    one_of("certificate", "kind", "PROGRESS", "FINAL", "COMPANY_YEARLY"),
    one_of("certificate", "state", "REQUESTED", "ISSUED", "REVOKED"),
    check("certificate", "issued_has_document", "state = 'REQUESTED' OR document_id IS NOT NULL"),
    check("certificate", "revocation_is_explained",
          "state <> 'REVOKED' OR (revoked_at IS NOT NULL AND btrim(coalesce(revocation_reason, '')) <> '')"),
    check("employment", "share_is_fraction", "working_time_share > 0 AND working_time_share <= 1"),
    check("employment", "days_in_order", "first_day <= last_day"),
    one_of("timesheet", "state", "open", "signed", "approved"),
    check("timesheet", "month_is_first_day", "extract(day FROM month) = 1"),
    check("timesheet", "signature_is_dated",
          "(state = 'open') = (signed_at IS NULL) AND (signed_at IS NULL) = (content_hash IS NULL)"),
    check("timesheet", "approval_is_dated", "(state = 'approved') = (approved_at IS NOT NULL)"),
    check("timesheet", "approver_is_not_signer", "approved_by IS NULL OR approved_by <> signed_by"),
    check("time_entry", "minutes_possible", "minutes > 0 AND minutes <= 780"),
    check("payroll_month", "month_is_first_day", "extract(day FROM month) = 1"),
    check("payroll_month", "cost_not_negative", "employer_cost >= 0"),
    one_of("operation", "region_category", "MORE_DEVELOPED", "TRANSITION", "LESS_DEVELOPED"),
    one_of("operation", "state", "in_force", "implementation_ended", "settled"),
    check("operation", "days_in_order", "first_day <= last_day"),
    one_of("grant_agreement", "cost_plan", "P40"),
    check("grant_agreement", "rate_is_fraction", "rate > 0 AND rate <= 1"),
    check("grant_agreement", "grant_within_cost", "grant_amount > 0 AND grant_amount <= planned_total_cost"),
    one_of("assignment", "method", "M2"),
    check("assignment", "days_in_order", "first_day <= last_day"),
    one_of("claim", "state", "draft", "computed", "signed", "submitted", "withdrawn"),
    one_of("claim", "kind", "interim", "final"),
    check("claim", "months_in_order", "first_month <= last_month"),
    check("claim", "submission_is_frozen", "state <> 'submitted' OR (submitted_at IS NOT NULL AND snapshot IS NOT NULL "
          "AND snapshot_hash IS NOT NULL AND oi_sequence IS NOT NULL)"),
    check("claim", "other_resources_not_negative", "other_resources >= 0"),
    "CREATE UNIQUE INDEX claim_unique_open ON claim (operation_id) WHERE state IN ('draft', 'computed', 'signed');",
    "CREATE UNIQUE INDEX claim_unique_oi_sequence ON claim (intermediate_body_id, oi_sequence);",
    one_of("claim_line", "kind", "STAFF", "FLAT_RATE"),
    check("claim_line", "amount_not_negative", "amount >= 0"),
    check("claim_line", "staff_line_is_traced", "kind <> 'STAFF' OR (employment_id IS NOT NULL AND timesheet_id "
          "IS NOT NULL AND payroll_month_id IS NOT NULL AND month IS NOT NULL AND method IS NOT NULL)"),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
