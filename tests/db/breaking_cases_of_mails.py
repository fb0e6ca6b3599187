"""How each rule of mail, invitations, personal links, views of lists and seals is broken."""

from tests.db.breaking_cases import AT, A, B, Row, one, twice

KEY = "A" * 32

UNIQUE: dict[str, tuple[str, list[Row]]] = {
    "mail_opt_out_unique_user_kind": ("mail_opt_out", twice(user_id=A, kind="claim_paid")),
    "invitation_unique_pending": (
        "invitation",
        [{"id": A, "org_id": A, "email": "a@b.example"}, {"id": B, "org_id": A, "email": "A@B.example"}],
    ),
    "access_link_unique_token_hash": ("access_link", twice(token_hash="h")),
    "second_factor_unique_user": ("second_factor", twice(user_id=A, secret=KEY, last_step=0)),
    "recovery_code_unique_user_hash": ("recovery_code", twice(user_id=A, code_hash="h")),
    "sign_in_step_unique_token_hash": ("sign_in_step", twice(token_hash="h")),
    "list_view_unique_user_list": ("list_view", twice(user_id=A, list_name="lots", columns=["label"])),
}

CHECKS: dict[str, tuple[str, list[Row]]] = {
    "mail_kind_known": ("mail", one(kind="?", user_id=A)),
    "mail_state_known": ("mail", one(state="?", user_id=A)),
    "mail_outcome_is_dated": ("mail", one(state="sent", user_id=A)),
    "mail_has_a_reader": ("mail", one(state="queued")),
    "mail_opt_out_kind_known": ("mail_opt_out", one(kind="invitation")),
    "invitation_role_known": ("invitation", one(role="?")),
    "invitation_has_one_outcome": ("invitation", one(accepted_at=AT, accepted_by=A, cancelled_at=AT)),
    "invitation_acceptance_is_signed": ("invitation", one(accepted_at=AT)),
    "access_link_purpose_known": ("access_link", one(purpose="?")),
    "sign_in_attempt_kind_known": ("sign_in_attempt", one(kind="?")),
    "second_factor_has_a_key": ("second_factor", one(secret="short", last_step=0)),
    "second_factor_step_not_negative": ("second_factor", one(secret=KEY, last_step=-1)),
    "list_view_has_columns": ("list_view", one(columns=[])),
    "document_seal_is_a_hash": ("document", one(seal_fingerprint="?")),
}
