"""For each named constraint of claims and what surrounds them, rows that break it and nothing else."""

from decimal import Decimal

from tests.db.breaking_cases import AT, DAY, DAY_BEFORE, A, Row, one, twice

PAY_PARTS = ("gross", "employer_contributions", "pay_taxes", "benefits", "reimbursements")

UNIQUE: dict[str, tuple[str, list[Row]]] = {
    "operation_participant_unique_person": ("operation_participant", twice(operation_id=A, participant_id=A)),
    "operation_entity_unique_organisation": ("operation_entity", twice(operation_id=A, organisation_id=A)),
    "timesheet_unique_revision": ("timesheet", twice(employment_id=A, month=DAY_BEFORE, revision=1)),
    "verification_unique_version": ("verification", twice(claim_id=A, version_no=1)),
    "verification_decision_unique_line": ("verification_decision", twice(verification_id=A, claim_line_id=A)),
    "hourly_rate_unique_version": ("hourly_rate", twice(operation_id=A, employment_id=A, version_no=1)),
    "cost_item_unique_replaces": ("cost_item", twice(replaces_id=A, reason="r")),
    "operation_resource_unique_replaces": ("operation_resource", twice(replaces_id=A)),
    "claim_message_unique_seq": ("claim_message", twice(claim_id=A, seq=1)),
    "claim_event_unique_seq": ("claim_event", twice(claim_id=A, seq=1)),
    "payment_unique_reference": ("payment", twice(intermediate_body_id=A, reference="V1")),
    "payment_unique_reverses": ("payment", twice(reverses_id=A)),
    "operation_event_unique_seq": ("operation_event", twice(operation_id=A, seq=1)),
    "agreement_amendment_unique_number": ("agreement_amendment", twice(operation_id=A, number=1)),
    "agreement_amendment_unique_pending": ("agreement_amendment", twice(operation_id=A, state="pending")),
    "funding_scheme_unique_reference": (
        "funding_scheme",
        twice(facilitator_org_id=A, intermediate_body_id=A, reference="D1"),
    ),
    "funding_call_unique_reference": ("funding_call", twice(scheme_id=A, reference="AAP-1")),
    "evidence_file_unique_document": ("evidence_file", twice(document_id=A)),
    "time_absence_unique_category": ("time_absence", twice(timesheet_id=A, day=DAY_BEFORE, category="leave")),
}

CHECKS: dict[str, tuple[str, list[Row]]] = {
    "operation_participant_days_in_order": ("operation_participant", one(entry_on=DAY, exit_on=DAY_BEFORE)),
    "operation_participant_exit_has_its_day": ("operation_participant", one(exit="{}")),
    "operation_participant_special_needs_consent": ("operation_participant", one(entry='{"minority": "NO"}')),
    "operation_entity_kind_known": ("operation_entity", one(kind="BUYER")),
    "operation_entity_withdrawal_is_explained": ("operation_entity", one(withdrawn_at=AT)),
    "claim_line_amount_not_negative": ("claim_line", one(kind="STAFF", amount=Decimal("-0.01"))),
    "operation_event_action_known": ("operation_event", one(action="x")),
    "operation_event_state_after_known": ("operation_event", one(state_after="x")),
    "assignment_fixed_time_has_share": ("assignment", one(method="M1")),
    "assignment_decision_outcome_known": ("assignment_decision", one(outcome="x")),
    "operation_resource_kind_known": ("operation_resource", one(kind="x")),
    "operation_resource_amounts_in_order": (
        "operation_resource",
        one(amount_committed=Decimal(9), amount_received=Decimal(1), amount_allocated=Decimal("1.01")),
    ),
    "agreement_amendment_state_known": ("agreement_amendment", one(state="x")),
    "agreement_amendment_signed_has_version": ("agreement_amendment", one(state="signed")),
    "funding_call_days_in_order": ("funding_call", one(opens_on=DAY, closes_on=DAY_BEFORE)),
    "operation_participant_mode_known": ("operation", one(participant_mode="x")),
    "operation_beneficiary_kind_known": ("operation", one(beneficiary_kind="x")),
    "evidence_file_kind_known": ("evidence_file", one(kind="x")),
    "evidence_file_redacts_another": ("evidence_file", one(document_id=A, redacts_id=A)),
    "employment_weekdays_in_order": ("employment", one(working_weekdays="21")),
    "employment_holiday_zone_known": ("employment", one(holiday_zone="x")),
    "payroll_month_parts_not_negative": ("payroll_month", one(gross=Decimal("-0.01"))),
    "payroll_month_parts_add_up": (
        "payroll_month",
        one(employer_cost=Decimal(9), **dict.fromkeys(PAY_PARTS, Decimal(1))),
    ),
    "payroll_month_regularisation_is_explained": ("payroll_month", one(regularises=True)),
    "cost_item_post_known": ("cost_item", one(post="x")),
    "cost_item_amount_not_negative": ("cost_item", one(amount_declared=Decimal("-0.01"))),
    "cost_item_is_of_one_kind": ("cost_item", one(unit_code="U1")),
    "cost_item_declared_within_document": (
        "cost_item",
        one(amount_declared=Decimal("1.01"), amount_document=Decimal(1)),
    ),
    "cost_item_correction_is_explained": ("cost_item", one(replaces_id=A)),
    "hourly_rate_method_known": ("hourly_rate", one(method="M2")),
    "hourly_rate_rate_positive": ("hourly_rate", one(hourly_rate=Decimal(0))),
    "hourly_rate_months_in_order": ("hourly_rate", one(first_month=DAY, last_month=DAY_BEFORE)),
    "hourly_rate_months_documented": ("hourly_rate", one(documented_months=13)),
    "hourly_rate_change_is_explained": ("hourly_rate", one(version_no=2)),
    "time_absence_category_known": ("time_absence", one(category="holiday")),
    "time_absence_minutes_possible": ("time_absence", one(category="leave", minutes=0)),
    "time_entry_source_known": ("time_entry", one(source="guessed")),
    "time_entry_linked_kind_known": ("time_entry", one(linked_kind="dream")),
    "time_entry_times_in_order": ("time_entry", one(start_minute=540, end_minute=540)),
    "time_entry_is_funded_once": ("time_entry", one(operation_id=A, other_funding="Région")),
    "timesheet_revision_counts_from_one": ("timesheet", one(revision=0)),
    "claim_message_kind_known": ("claim_message", one(kind="?")),
    "claim_message_text_not_blank": ("claim_message", one(text=" ")),
    "verification_stage_known": ("verification", one(stage="?")),
    "verification_scope_known": ("verification", one(scope="?")),
    "verification_version_positive": ("verification", one(version_no=0)),
    "verification_decision_outcome_known": ("verification_decision", one(outcome="?", reason_code="OTHER")),
    "verification_decision_reason_code_known": ("verification_decision", one(reason_code="?")),
    "verification_decision_deducted_not_negative": ("verification_decision", one(amount_deducted=Decimal("-0.01"))),
    "verification_decision_has_its_reason": ("verification_decision", one(outcome="parked")),
    "payment_kind_known": ("payment", one(kind="?", amount=Decimal("1.00"), claim_id=A)),
    "payment_sign_follows_kind": ("payment", one(kind="RECOVERY", amount=Decimal("1.00"), claim_id=A)),
    "payment_names_its_claim": ("payment", one(kind="ADVANCE", amount=Decimal("1.00"), claim_id=A)),
    "payment_reversal_names_its_row": ("payment", one(kind="PAYMENT", claim_id=A, reverses_id=A)),
}

FROZEN: dict[str, list[str]] = {
    "time_absence_frozen": [
        f"INSERT INTO timesheet (id, state, signed_at, content_hash) VALUES ('{A}', 'signed', now(), 'h')",
        f"INSERT INTO time_absence (id, timesheet_id, minutes) VALUES ('{A}', '{A}', 60)",
    ],
}
