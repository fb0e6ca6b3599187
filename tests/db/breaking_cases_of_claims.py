"""For each named constraint of claims and what surrounds them, rows that break it and nothing else."""

from decimal import Decimal

from tests.db.breaking_cases import DAY_BEFORE, A, Row, one, twice

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
}

CHECKS: dict[str, tuple[str, list[Row]]] = {
    "claim_line_amount_not_negative": ("claim_line", one(kind="STAFF", amount=Decimal("-0.01"))),
}

FROZEN: dict[str, list[str]] = {}
