"""What the database refuses of operations, claims, verification and payments: constraint name → code."""

CONFLICTS = {
    "timesheet_unique_revision": "DBC-017",
    "verification_unique_version": "DBC-420",
    "verification_decision_unique_line": "DBC-421",
    "hourly_rate_unique_version": "DBC-422",
    "cost_item_unique_replaces": "DBC-423",
    "operation_resource_unique_replaces": "DBC-424",
    "claim_message_unique_seq": "DBC-425",
    "claim_event_unique_seq": "DBC-426",
    "payment_unique_reference": "DBC-427",
    "payment_unique_reverses": "DBC-428",
    "verification_append_only": "DBC-429",
    "verification_decision_append_only": "DBC-430",
    "hourly_rate_append_only": "DBC-431",
    "cost_item_append_only": "DBC-432",
    "operation_resource_append_only": "DBC-433",
    "claim_message_append_only": "DBC-434",
    "claim_event_append_only": "DBC-435",
    "payment_append_only": "DBC-436",
    "assignment_decision_append_only": "DBC-437",
}

BROKEN_RULES: dict[str, str] = {}
