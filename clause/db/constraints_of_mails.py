"""The rules of mail, invitations, links, views of lists and seals: constraint name → code.

See ``clause.db.constraints``.
"""

CONFLICTS = {
    "mail_opt_out_unique_user_kind": "DBC-570",
    "invitation_unique_pending": "DBC-571",
    "access_link_unique_token_hash": "DBC-572",
    "second_factor_unique_user": "DBC-710",
    "recovery_code_unique_user_hash": "DBC-711",
    "sign_in_step_unique_token_hash": "DBC-712",
    "list_view_unique_user_list": "DBC-680",
}

BROKEN_RULES = {
    "mail_kind_known": "DBC-573",
    "mail_state_known": "DBC-574",
    "mail_outcome_is_dated": "DBC-575",
    "mail_has_a_reader": "DBC-576",
    "mail_opt_out_kind_known": "DBC-577",
    "invitation_role_known": "DBC-578",
    "invitation_has_one_outcome": "DBC-579",
    "invitation_acceptance_is_signed": "DBC-580",
    "access_link_purpose_known": "DBC-581",
    "sign_in_attempt_kind_known": "DBC-582",
    "second_factor_has_a_key": "DBC-713",
    "second_factor_step_not_negative": "DBC-714",
    "list_view_has_columns": "DBC-681",
    "document_seal_is_a_hash": "DBC-700",
}
