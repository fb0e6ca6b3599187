"""The rules of journals, seals and erasure: constraint name → code (see ``clause.db.constraints``)."""

CONFLICTS = {
    "journal_seal_unique_number": "DBC-720",
    "journal_seal_unique_org_seq": "DBC-721",
    "journal_seal_append_only": "DBC-722",
}

BROKEN_RULES = {
    "journal_seal_numbers_positive": "DBC-723",
    "journal_format_known": "DBC-724",
}
