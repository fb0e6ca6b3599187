"""For each named constraint of claims and what surrounds them, rows that break it and nothing else."""

from decimal import Decimal

from tests.db.breaking_cases import DAY, DAY_BEFORE, A, Row, one, twice

UNIQUE: dict[str, tuple[str, list[Row]]] = {
    "timesheet_unique_revision": ("timesheet", twice(employment_id=A, month=DAY_BEFORE, revision=1)),
    "verification_unique_version": ("verification", twice(claim_id=A, version_no=1)),
    "verification_decision_unique_line": ("verification_decision", twice(verification_id=A, claim_line_id=A)),
    "hourly_rate_unique_version": ("hourly_rate", twice(operation_id=A, employment_id=A, version_no=1)),
    "cost_item_unique_replaces": ("cost_item", twice(replaces_id=A)),
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
}

CHECKS: dict[str, tuple[str, list[Row]]] = {
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
}

FROZEN: dict[str, list[str]] = {}
