"""For each named constraint, rows that break it and nothing else: name → (table, rows)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

A, B = UUID(int=1), UUID(int=2)
DAY, DAY_BEFORE = date(2026, 3, 2), date(2026, 3, 1)
AT = datetime(2026, 3, 2, tzinfo=UTC)
Row = dict[str, Any]


def twice(**row: Any) -> list[Row]:
    """Two rows alike but for their id."""
    return [{"id": A, **row}, {"id": B, **row}]


def one(**row: Any) -> list[Row]:
    """One row."""
    return [{"id": A, **row}]


DECIDED = {"decided_at": AT, "decided_by": A}


# Two rows alike in what must be unique.
UNIQUE: dict[str, tuple[str, list[Row]]] = {
    "organisation_unique_kind_identifier": (
        "organisation",
        twice(kind="company", identifier_kind="TVA", identifier="X1"),
    ),
    "app_user_unique_email": ("app_user", [{"id": A, "email": "a@b.example"}, {"id": B, "email": "A@B.example"}]),
    "membership_unique_user_org_role": ("membership", twice(user_id=A, org_id=A, role="manager")),
    "contract_unique_group": ("contract", twice(facilitator_org_id=A, buyer_id=A, group_key="k")),
    "lot_unique_source": ("lot", twice(contract_id=A, match_key="k", occurrence=1)),
    "lot_holder_unique_lot_company": ("lot_holder", twice(lot_id=A, company_id=A)),
    "holder_split_unique_lot_version": ("holder_split", twice(lot_id=A, version_no=1)),
    "subcontractor_unique_start": (
        "subcontractor",
        twice(lot_id=A, company_id=A, holder_company_id=B, first_day=DAY, tier=1),
    ),
    "contact_unique_primary": (
        "contact",
        twice(lot_id=A, company_id=A, is_primary=True, name="C", phone="0200000000"),
    ),
    "contract_modification_unique_content": ("contract_modification", twice(lot_id=A, content_hash="h")),
    "import_row_unique_position": ("import_row", twice(import_id=A, position=1)),
    "obligation_unique_lot_version": ("obligation", twice(lot_id=A, version_no=1)),
    "post_financing_unique_version": (
        "post_financing",
        twice(facilitator_org_id=A, year=2026, source="FSE", version_no=1),
    ),
    "rule_set_unique_lot_version": ("rule_set", twice(lot_id=A, version_no=1)),
    "hire_outcome_unique_version": ("hire_outcome", twice(hire_id=A, point="M3", version_no=1)),
    "invoice_unique_lot_number": ("invoice", twice(lot_id=A, number="1")),
    "purchase_order_unique_lot_number": ("purchase_order", twice(lot_id=A, number="1")),
    "worked_hours_unique_version": ("worked_hours", twice(lot_id=A, month=DAY_BEFORE, version_no=1)),
    "tranche_affirmation_unique_tranche": ("tranche_affirmation", twice(tranche_id=A)),
    "social_condition_waiver_unique_version": ("social_condition_waiver", twice(contract_id=A, version_no=1)),
    "formal_notice_unique_reference": ("formal_notice", twice(lot_id=A, reference="LR 1")),
    "meeting_absence_unique_meeting": ("meeting_absence", twice(lot_id=A, happened_on=DAY, meeting="m")),
    "penalty_proposal_unique_version": ("penalty_proposal", twice(lot_id=A, version_no=1)),
    "penalty_decision_unique_version": ("penalty_decision", twice(proposal_id=A, version_no=1)),
    "removed_record_unique_subject": ("removed_record", twice(subject_id=A)),
    "final_balance_unique_version": ("final_balance", twice(lot_id=A, version_no=1)),
    "eligibility_suspension_unique_open": ("eligibility_suspension", twice(participant_id=A)),
    "window_override_unique_version": ("window_override", twice(participant_id=A, version_no=1)),
    "eligibility_unique_principal": (
        "eligibility",
        twice(participant_id=A, is_principal=True, state="ACCEPTED", **DECIDED),
    ),
    "hours_statement_unique_open_month": (
        "hours_statement",
        twice(facilitator_org_id=A, company_id=A, month=DAY_BEFORE, state="DRAFT"),
    ),
    "statement_reminder_unique_level": (
        "statement_reminder",
        twice(facilitator_org_id=A, company_id=A, first_month=DAY, last_month=DAY, level="FIRST"),
    ),
    "hours_statement_line_unique_position": ("hours_statement_line", twice(statement_id=A, position=1)),
    "ledger_entry_unique_reversal": ("ledger_entry", twice(reverses_id=A)),
    "pooling_agreement_lot_unique_agreement_lot": ("pooling_agreement_lot", twice(agreement_id=A, lot_id=A)),
    "pooling_consent_unique_agreement_buyer": ("pooling_consent", twice(agreement_id=A, buyer_id=A)),
    "lot_day_total_unique_lot_measure_day": (
        "lot_day_total",
        twice(lot_id=A, measure="CREDITED", worked_on=DAY),
    ),
    "certificate_unique_sequence": ("certificate", twice(facilitator_org_id=A, year=2026, sequence=1)),
    "certificate_unique_code": ("certificate", twice(code="c")),
    "employment_unique_staff_number": ("employment", twice(facilitator_org_id=A, staff_number="1")),
    "payroll_month_unique_version": ("payroll_month", twice(employment_id=A, month=DAY_BEFORE, version_no=1)),
    "operation_unique_number": ("operation", twice(facilitator_org_id=A, number="1")),
    "grant_agreement_unique_version": ("grant_agreement", twice(operation_id=A, version_no=1)),
    "assignment_unique_version": ("assignment", twice(operation_id=A, employment_id=A, version_no=1)),
    "claim_unique_operation_number": ("claim", twice(operation_id=A, number=1)),
    "claim_unique_open": ("claim", twice(operation_id=A, state="draft")),
    "claim_unique_oi_sequence": ("claim", twice(intermediate_body_id=A, oi_sequence=1)),
    "claim_line_unique_position": ("claim_line", twice(claim_id=A, position=1)),
    "claim_receipt_unique_claim": ("claim_receipt", twice(claim_id=A)),
    "hours_import_row_unique_position": ("hours_import_row", twice(import_id=A, position=1)),
    "hours_import_statement_unique_month": (
        "hours_import_statement",
        twice(import_id=A, employer_id=A, month=DAY_BEFORE),
    ),
    "import_mapping_unique_signature": (
        "import_mapping",
        twice(facilitator_org_id=A, sender_org_id=A, signature="s"),
    ),
    "web_session_unique_token_hash": ("web_session", twice(token_hash="h")),
    "access_token_unique_token_hash": ("access_token", twice(token_hash="h")),
    "idempotency_key_unique_caller_key": ("idempotency_key", twice(caller="c", key="k")),
    "journal_unique_org_seq": ("journal", twice(org_id=A, seq=1)),
    "counter_unique_org_series": ("counter", twice(org_id=A, series="s")),
}

# A code that is in no list.
KNOWN_LISTS = {
    "organisation": ("kind", "structure_kind", "company_size", "buyer_kind", "region_code"),
    "lot": ("follow_up", "consortium_kind"),
    "lot_holder": ("role",),
    "contract_modification": ("source",),
    "import_run": ("kind",),
    "import_row": ("status",),
    "obligation": ("method", "unit", "cause", "legal_basis"),
    "obligation_decision": ("unit", "method", "legal_basis"),
    "tranche": ("kind",),
    "relief_decision": ("kind", "ground"),
    "invoice": ("kind",),
    "achievement": ("unit",),
    "social_condition_waiver": ("ground",),
    "hours_import_row": ("status",),
    "participant": ("sex",),
    "eligibility": ("state", "expiry_cause"),
    "proof_document": ("media_type",),
    "hire": ("mode", "contract_type", "education_level", "sector", "referrer_kind", "recruitment_channel"),
    "hire_outcome": ("point", "outcome"),
    "hours_statement": ("state", "evidence", "evidence_seen"),
    "hours_statement_line": ("nature", "evidence"),
    "statement_reminder": ("level", "state"),
    "ledger_entry": ("kind", "nature"),
    "certificate": ("kind", "state"),
    "timesheet": ("state",),
    "operation": ("region_category", "state"),
    "grant_agreement": ("cost_plan",),
    "assignment": ("method",),
    "claim": ("state", "kind"),
    "claim_line": ("kind",),
    "post_financing": ("source",),
    "formal_notice": ("about",),
    "penalty_decision": ("outcome",),
    "final_balance": ("outcome",),
}

# What another rule of the same table asks beside the code.
BESIDE: dict[str, Row] = {
    "eligibility_expiry_cause_known": {"state": "EXPIRED", "expired_on": DAY, **DECIDED},
    "proof_document_media_type_known": {"purged_at": AT},
    "certificate_state_known": {"document_id": A},
    "eligibility_state_known": {"decided_at": AT, "decided_by": A},
    "hours_import_row_status_known": {"hire_id": A, "month": DAY_BEFORE},
    "hours_statement_state_known": {"submitted_at": AT, "decided_at": AT, "decided_by": A},
    "obligation_unit_known": {"quantity_owed": Decimal("1.00")},
    "timesheet_state_known": {"signed_at": AT, "content_hash": "h"},
}

CHECKS: dict[str, tuple[str, list[Row]]] = {
    f"{table}_{column}_known": (table, one(**{column: "?"}, **BESIDE.get(f"{table}_{column}_known", {})))
    for table, columns in KNOWN_LISTS.items()
    for column in columns
} | {
    "removed_record_kind_known": ("removed_record", one(kind="?")),
    "membership_role_known": ("membership", one(role="?", org_id=A)),
    "job_state_known": ("job", one(state="?", org_id=A)),
    "organisation_siret_has_14_digits": ("organisation", one(identifier_kind="SIRET", identifier="123")),
    "organisation_has_name": ("organisation", one(name=" ")),
    "job_finished_has_date": ("job", one(state="done", org_id=A)),
    "lot_amount_not_negative": ("lot", one(amount_excl_vat=Decimal("-0.01"))),
    "lot_days_in_order": ("lot", one(first_day=DAY, last_day=DAY_BEFORE)),
    "obligation_hours_not_negative": ("obligation", one(hours_owed=Decimal("-0.01"))),
    "obligation_one_quantity": ("obligation", one(unit="PERSONS", hours_owed=Decimal("1.00"))),
    "tranche_hours_not_negative": ("tranche", one(hours=Decimal("-0.01"))),
    "tranche_days_in_order": ("tranche", one(planned_first_day=DAY, planned_last_day=DAY_BEFORE)),
    "relief_decision_days_in_order": (
        "relief_decision",
        one(kind="SUSPENSION", first_day=DAY, last_day=DAY_BEFORE),
    ),
    "relief_decision_hours_follow_kind": ("relief_decision", one(kind="REDUCTION", first_day=DAY)),
    "invoice_amount_not_negative": ("invoice", one(amount_excl_vat=Decimal("-0.01"))),
    "purchase_order_amount_not_negative": ("purchase_order", one(amount_excl_vat=Decimal("-0.01"))),
    "purchase_order_days_in_order": ("purchase_order", one(first_day=DAY, last_day=DAY_BEFORE)),
    "worked_hours_month_is_first_day": ("worked_hours", one(month=DAY)),
    "worked_hours_hours_not_negative": ("worked_hours", one(hours_worked=Decimal("-0.01"))),
    "obligation_version_positive": ("obligation", one(version_no=0)),
    "post_financing_version_positive": ("post_financing", one(version_no=0)),
    "post_financing_amount_not_negative": ("post_financing", one(amount_eur=Decimal("-0.01"))),
    "post_financing_posts_not_negative": ("post_financing", one(posts_fte=Decimal("-0.01"))),
    "rule_set_version_positive": ("rule_set", one(version_no=0)),
    "formal_notice_days_in_order": ("formal_notice", one(sent_on=DAY, due_on=DAY_BEFORE)),
    "meeting_absence_withdrawal_is_explained": ("meeting_absence", one(withdrawn_at=AT)),
    "penalty_proposal_amount_not_negative": ("penalty_proposal", one(amount_eur=Decimal("-0.01"))),
    "penalty_decision_amount_follows_outcome": (
        "penalty_decision",
        one(outcome="WAIVED", amount_eur=Decimal("0.01")),
    ),
    "lot_holder_departure_is_explained": ("lot_holder", one(left_on=DAY, left_reason=" ")),
    "holder_split_version_positive": ("holder_split", one(version_no=0)),
    "holder_transfer_possible": (
        "holder_transfer",
        one(hours=Decimal("0.00"), from_company_id=A, to_company_id=B),
    ),
    "subcontractor_days_in_order": ("subcontractor", one(first_day=DAY, last_day=DAY_BEFORE)),
    "subcontractor_tier_positive": ("subcontractor", one(tier=0)),
    "contact_can_be_reached": ("contact", one(name="C")),
    "participant_has_name": ("participant", one(first_name=" ", last_name="B")),
    "eligibility_decision_is_dated": ("eligibility", one(state="ACCEPTED")),
    "eligibility_refusal_has_reason": ("eligibility", one(state="REFUSED", decided_at=AT, decided_by=A)),
    "eligibility_expiry_is_dated": ("eligibility", one(state="EXPIRED", expiry_cause="WINDOW_OVER", **DECIDED)),
    "eligibility_opinion_is_signed": ("eligibility", one(opinion_text="Avis")),
    "eligibility_suspension_days_in_order": (
        "eligibility_suspension",
        one(first_day=DAY, last_day=DAY_BEFORE),
    ),
    "eligibility_suspension_has_reason": ("eligibility_suspension", one(reason=" ")),
    "window_override_has_reason": ("window_override", one(reason=" ")),
    "window_override_version_positive": ("window_override", one(version_no=0)),
    "proof_document_erasure_is_dated": ("proof_document", one(content=b"x", purged_at=AT)),
    "proof_view_has_purpose": ("proof_view", one(purpose=" ")),
    "hire_days_in_order": ("hire", one(first_day=DAY, last_day=DAY_BEFORE)),
    "hire_planned_days_in_order": ("hire", one(first_day=DAY, planned_last_day=DAY_BEFORE)),
    "hire_weekly_hours_possible": ("hire", one(weekly_hours=Decimal("48.01"))),
    "hire_eligible_days_in_order": ("hire", one(eligible_first_day=DAY, eligible_last_day=DAY_BEFORE)),
    "hire_commune_code_has_5_signs": ("hire", one(commune_code="2A01")),
    "hire_outcome_version_positive": ("hire_outcome", one(version_no=0)),
    "hours_statement_period_possible": (
        "hours_statement",
        one(month=date(2026, 1, 1), last_month=date(2026, 7, 1)),
    ),
    "statement_reminder_months_in_order": ("statement_reminder", one(first_month=DAY, last_month=DAY_BEFORE)),
    "statement_reminder_issue_is_dated": ("statement_reminder", one(state="ISSUED", issued_at=AT)),
    "statement_reminder_escalation_names_buyer": ("statement_reminder", one(level="ESCALATION")),
    "hours_statement_month_is_first_day": ("hours_statement", one(month=DAY)),
    "hours_statement_submission_is_dated": ("hours_statement", one(state="SUBMITTED")),
    "hours_statement_decision_is_dated": ("hours_statement", one(state="VALIDATED", submitted_at=AT)),
    "hours_statement_refusal_has_reason": (
        "hours_statement",
        one(state="REJECTED", submitted_at=AT, decided_at=AT, decided_by=A),
    ),
    "hours_statement_line_hours_declared_positive": ("hours_statement_line", one(hours_declared=Decimal("0.00"))),
    "hours_statement_line_hours_validated_not_negative": (
        "hours_statement_line",
        one(hours_validated=Decimal("-0.01")),
    ),
    "hours_statement_line_days_in_order": ("hours_statement_line", one(first_day=DAY, last_day=DAY_BEFORE)),
    "ledger_entry_sign_follows_kind": ("ledger_entry", one(kind="BOOKING", hours_validated=Decimal("-1.00"))),
    "ledger_entry_reversal_has_reason": (
        "ledger_entry",
        one(kind="REVERSAL", hours_validated=Decimal("-1.00"), reverses_id=A, reason=" "),
    ),
    "ledger_entry_month_is_first_day": ("ledger_entry", one(month=DAY)),
    "pooling_agreement_days_in_order": ("pooling_agreement", one(first_day=DAY, last_day=DAY_BEFORE)),
    "pooling_agreement_end_is_explained": (
        "pooling_agreement",
        one(first_day=DAY_BEFORE, last_day=DAY, ended_on=DAY, end_reason=" "),
    ),
    "certificate_names_its_lot": ("certificate", one(kind="COMPANY_YEARLY", lot_id=A)),
    "certificate_issued_has_document": ("certificate", one(state="ISSUED")),
    "certificate_revocation_is_explained": ("certificate", one(state="REVOKED", document_id=A, revoked_at=AT)),
    "hours_import_row_declares_with_a_hire": ("hours_import_row", one(status="new")),
    "hours_import_statement_month_is_first_day": ("hours_import_statement", one(month=DAY)),
    "import_run_company_sends_hours": ("import_run", one(kind="decp", company_id=A)),
    "employment_share_is_fraction": ("employment", one(working_time_share=Decimal("1.01"))),
    "employment_days_in_order": ("employment", one(first_day=DAY, last_day=DAY_BEFORE)),
    "timesheet_month_is_first_day": ("timesheet", one(month=DAY)),
    "timesheet_signature_is_dated": ("timesheet", one(state="signed")),
    "timesheet_approval_is_dated": ("timesheet", one(state="approved", signed_at=AT, content_hash="h")),
    "timesheet_approver_is_not_signer": ("timesheet", one(signed_by=A, approved_by=A)),
    "time_entry_minutes_possible": ("time_entry", one(minutes=781)),
    "payroll_month_month_is_first_day": ("payroll_month", one(month=DAY)),
    "payroll_month_cost_not_negative": ("payroll_month", one(employer_cost=Decimal("-0.01"))),
    "operation_days_in_order": ("operation", one(first_day=DAY, last_day=DAY_BEFORE)),
    "grant_agreement_rate_is_fraction": ("grant_agreement", one(rate=Decimal("1.01"))),
    "grant_agreement_grant_within_cost": (
        "grant_agreement",
        one(grant_amount=Decimal("2.00"), planned_total_cost=Decimal("1.99")),
    ),
    "assignment_days_in_order": ("assignment", one(first_day=DAY, last_day=DAY_BEFORE)),
    "claim_months_in_order": ("claim", one(first_month=DAY, last_month=DAY_BEFORE)),
    "claim_submission_is_frozen": ("claim", one(state="submitted", submitted_at=AT)),
    "claim_other_resources_not_negative": ("claim", one(other_resources=Decimal("-0.01"))),
    "claim_line_staff_line_is_traced": ("claim_line", one(kind="STAFF")),
}

# What is frozen by the state of something else: name → statements, of which the last must be refused.
FROZEN: dict[str, list[str]] = {
    "time_entry_frozen": [
        f"INSERT INTO timesheet (id, state, signed_at, content_hash) VALUES ('{A}', 'signed', now(), 'h')",
        f"INSERT INTO time_entry (id, timesheet_id, minutes) VALUES ('{A}', '{A}', 60)",
    ],
    "hours_statement_line_frozen": [
        "INSERT INTO hours_statement (id, state, submitted_at, decided_at, decided_by)"
        f" VALUES ('{A}', 'VALIDATED', now(), now(), '{A}')",
        f"INSERT INTO hours_statement_line (id, statement_id) VALUES ('{A}', '{A}')",
    ],
    "hours_statement_line_of_work": [
        f"INSERT INTO hours_statement (id, state, nothing_worked) VALUES ('{A}', 'DRAFT', true)",
        f"INSERT INTO hours_statement_line (id, statement_id) VALUES ('{A}', '{A}')",
    ],
    "statement_reminder_frozen": [
        f"INSERT INTO statement_reminder (id, state, issued_at, issued_by) VALUES ('{A}', 'ISSUED', now(), '{A}')",
        f"UPDATE statement_reminder SET body = 'y' WHERE id = '{A}'",
    ],
    "claim_frozen": [
        "INSERT INTO claim (id, state, submitted_at, snapshot, snapshot_hash, oi_sequence)"
        f" VALUES ('{A}', 'submitted', now(), 'x', 'h', 1)",
        f"UPDATE claim SET snapshot = 'y' WHERE id = '{A}'",
    ],
    "claim_line_frozen": [
        f"INSERT INTO claim (id, state) VALUES ('{A}', 'signed')",
        f"INSERT INTO claim_line (id, claim_id) VALUES ('{A}', '{A}')",
    ],
    "certificate_frozen": [
        f"INSERT INTO certificate (id, content) VALUES ('{A}', 'x')",
        f"UPDATE certificate SET content = 'y' WHERE id = '{A}'",
    ],
    "proof_document_frozen": [
        f"INSERT INTO proof_document (id, content) VALUES ('{A}', 'x')",
        f"UPDATE proof_document SET content = 'y' WHERE id = '{A}'",
    ],
    "allocation_within_entry": [
        f"INSERT INTO ledger_entry (id, hours_validated) VALUES ('{A}', 10)",
        f"INSERT INTO allocation (id, ledger_entry_id, hours_credited) VALUES ('{A}', '{A}', 10.01)",
    ],
    "allocation_not_below_zero": [
        f"INSERT INTO ledger_entry (id, lot_id, kind, hours_validated) VALUES ('{A}', '{A}', 'BOOKING', 10)",
        "INSERT INTO allocation (id, ledger_entry_id, lot_id, hours_credited)"
        f" VALUES ('{A}', '{A}', '{A}', 10), ('{B}', '{A}', '{B}', -0.01)",
    ],
    "allocation_needs_agreement": [
        f"INSERT INTO ledger_entry (id, lot_id, kind, hours_validated) VALUES ('{A}', '{A}', 'BOOKING', 10)",
        f"INSERT INTO allocation (id, ledger_entry_id, lot_id, hours_credited) VALUES ('{A}', '{A}', '{B}', 10)",
    ],
    "allocation_within_execution": [
        "INSERT INTO ledger_entry (id, lot_id, kind, hours_validated, first_day, last_day, facilitator_org_id)"
        f" VALUES ('{A}', '{A}', 'BOOKING', 10, '2026-03-01', '2026-03-02', '{A}')",
        f"INSERT INTO lot (id, first_day, last_day) VALUES ('{B}', '2026-01-01', '2026-03-01')",
        "INSERT INTO pooling_agreement (id, facilitator_org_id, first_day, last_day)"
        f" VALUES ('{A}', '{A}', '2026-01-01', '2026-12-31')",
        "INSERT INTO pooling_agreement_lot (id, agreement_id, lot_id, buyer_id)"
        f" VALUES ('{A}', '{A}', '{A}', '{A}'), ('{B}', '{A}', '{B}', '{A}')",
        f"INSERT INTO pooling_consent (id, agreement_id, buyer_id) VALUES ('{A}', '{A}', '{A}')",
        "INSERT INTO allocation (id, ledger_entry_id, lot_id, hours_credited, agreement_id)"
        f" VALUES ('{A}', '{A}', '{B}', 10, '{A}')",
    ],
    "allocation_entry_stands": [
        f"INSERT INTO ledger_entry (id, kind, hours_validated) VALUES ('{A}', 'BOOKING', 10)",
        "INSERT INTO ledger_entry (id, kind, hours_validated, reverses_id, reason)"
        f" VALUES ('{B}', 'REVERSAL', -10, '{A}', 'x')",
        f"INSERT INTO allocation (id, ledger_entry_id, hours_credited) VALUES ('{A}', '{A}', 10)",
    ],
    "ledger_entry_reversal_is_whole": [
        f"INSERT INTO ledger_entry (id, kind, hours_validated) VALUES ('{A}', 'BOOKING', 10)",
        "INSERT INTO ledger_entry (id, kind, hours_validated, reverses_id, reason)"
        f" VALUES ('{B}', 'REVERSAL', -9.99, '{A}', 'x')",
        "SET CONSTRAINTS ledger_entry_reversal_is_whole IMMEDIATE",
    ],
}
