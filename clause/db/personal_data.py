"""Where something is told of the people followed: every table has its verdict here, and there every column.

A test compares this with the database, so that nobody adds a table or a column without saying what becomes of it when
a person's file is exported or purged.
"""

from dataclasses import dataclass, field

HIRES = "(SELECT h.id FROM hire h WHERE h.participant_id = $1)"
GROUNDS = "(SELECT e.id FROM eligibility e WHERE e.participant_id = $1)"
PROOFS = f"(SELECT d.id FROM proof_document d WHERE d.eligibility_id IN {GROUNDS})"  # noqa: S608
ROWS = (
    f"hire_id IN {HIRES} OR EXISTS (SELECT FROM participant p WHERE p.id = $1"
    " AND strpos(lower(cells::text), lower(p.last_name)) > 0 AND strpos(lower(cells::text), lower(p.first_name)) > 0)"
)

ERASED = "'[effacé]'"
"""What stands in place of a text that must not be empty."""


@dataclass(frozen=True)
class Held:
    """A table that tells of a person: its rows ($1 is the participant), what a purge empties, and what it keeps.

    Kept are ids, days, figures and codes of closed lists: what sums, certificates and anonymous statistics are made of.
    """

    rows: str
    kept: tuple[str, ...]
    erased: dict[str, str] = field(default_factory=dict)
    is_removed: bool = False
    """Whether the purge takes the rows out instead."""
    hidden: tuple[str, ...] = ()
    """What an export only says the size of."""


_OWN = ("id", "facilitator_org_id")

# In the order of the purge: what finds its rows through names comes before the names go.
HELD: dict[str, Held] = {
    "hours_import_row": Held(
        ROWS,
        (*_OWN, "company_id", "import_id", "position", "sheet", "row_number", "status", "employer_id", "month",
         "hire_id", "lot_id", "parts"),
        {"cells": "'{}'", "findings": "'[]'"},
    ),
    "import_run": Held(
        f"kind = 'hours' AND id IN (SELECT r.import_id FROM hours_import_row r WHERE {ROWS})",  # noqa: S608
        (*_OWN, "kind", "sha256", "file_format", "job_id", "total", "created_by", "created_at", "company_id",
         "mapping_given", "layouts", "findings", "apply_job_id"),
        {"file_name": ERASED, "content": "''"},
        hidden=("content",),
    ),
    "removed_record": Held(
        f"kind IN ('participant', 'hire') AND (subject_id = $1 OR subject_id IN {HIRES}"
        " OR content ->> 'participant_id' = $1::text)",
        (*_OWN, "kind", "subject_id", "name", "content", "removed_by", "removed_at", "kept_until"),
        is_removed=True,
    ),
    "proof_view": Held(
        f"proof_document_id IN {PROOFS}",
        (*_OWN, "proof_document_id", "viewed_by", "viewed_by_kind", "viewed_at"),
        {"purpose": ERASED},
    ),
    "proof_document": Held(
        f"eligibility_id IN {GROUNDS}",
        (*_OWN, "eligibility_id", "media_type", "size_bytes", "sha256", "received_by", "received_at", "keep_until",
         "sent_by_org_id"),
        {"content": "NULL", "purged_at": "coalesce(purged_at, $2)"},
        hidden=("content",),
    ),
    "hire_outcome": Held(
        f"hire_id IN {HIRES}",
        (*_OWN, "hire_id", "point", "version_no", "outcome", "observed_on", "recorded_by", "recorded_at"),
        {"note": "NULL"},
    ),
    "hours_statement_line": Held(
        f"hire_id IN {HIRES}",
        (*_OWN, "company_id", "statement_id", "position", "hire_id", "lot_id", "first_day", "last_day", "nature",
         "evidence", "hours_declared", "hours_validated"),
    ),
    "ledger_entry": Held(
        f"hire_id IN {HIRES}",
        (*_OWN, "company_id", "lot_id", "hire_id", "statement_line_id", "kind", "reverses_id", "replaces_id", "month",
         "first_day", "last_day", "nature", "hours_validated", "not_credited_reason", "trace", "booked_by",
         "booked_at"),
        {"reason": f"CASE WHEN reason IS NOT NULL THEN {ERASED} END"},
    ),
    "eligibility_suspension": Held(
        "participant_id = $1",
        (*_OWN, "participant_id", "first_day", "last_day", "recorded_by", "recorded_at", "version"),
        {"reason": ERASED},
    ),
    "window_override": Held(
        "participant_id = $1",
        (*_OWN, "participant_id", "version_no", "last_day", "decided_by", "decided_at"),
        {"reason": ERASED},
    ),
    "eligibility": Held(
        "participant_id = $1",
        (*_OWN, "participant_id", "ground", "is_principal", "proof_kind", "proof_issued_on", "assessed_on", "state",
         "decided_by", "decided_at", "structure_id", "proof_valid_until", "proof_fresh_until", "expired_on",
         "expiry_cause", "created_at", "version"),
        {
            "decision_reason": f"CASE WHEN decision_reason IS NOT NULL THEN {ERASED} END",
            "opinion_text": "NULL", "opinion_author": "NULL", "opinion_on": "NULL",
        },
    ),
    "operation_participant": Held(
        "participant_id = $1",
        (*_OWN, "operation_id", "participant_id", "entry_on", "exit_on", "questionnaire_on", "special_consent_on",
         "entry", "exit", "follow_up", "created_at", "version"),
        {"contact": "'{}'"},
    ),
    "hire": Held(
        "participant_id = $1",
        (*_OWN, "participant_id", "eligibility_id", "lot_id", "company_id", "mode", "contract_type", "first_day",
         "planned_last_day", "last_day", "weekly_hours", "eligible_first_day", "eligible_last_day",
         "eligibility_trace", "for_company_id", "host_company_id", "education_level", "lives_in_qpv", "sector",
         "referrer_kind", "recruitment_channel", "is_full_time", "suspensions", "created_at"),
        {
            "job_title": "NULL", "tutor_name": "NULL", "qpv_code": "NULL", "commune_code": "NULL",
            "version": "version + 1",
            "details": "details - ARRAY['other_referrer', 'training_body', 'targeted_qualification',"
                       " 'obtained_qualification', 'site']",
        },
    ),
    "participant": Held(
        "id = $1",
        (*_OWN, "sex", "created_at"),
        {
            "first_name": "'Personne'", "last_name": "'anonymisée'", "birth_date": "$3", "postal_code": "NULL",
            "purged_at": "$2", "version": "version + 1",
        },
    ),
}  # fmt: skip

# A line of the journal may be about any of the person's rows: a hire, a ground, an entry of the ledger…
SUBJECTS = " UNION ".join(
    f"SELECT id FROM {table} WHERE {held.rows}"  # noqa: S608
    for table, held in HELD.items()
    if "id" in held.kept
)
HELD |= {
    "journal": Held(
        f"subject_id IN ({SUBJECTS})",
        ("id", "org_id", "seq", "at", "actor_kind", "actor_id", "actor_org_id", "action", "subject_kind",
         "subject_id", "data", "previous_hash", "hash", "format", "reason_digest", "reason", "reason_salt"),
    ),
}  # fmt: skip
"""``journal``: its reasons are emptied by the function that alone may, with their salts; the chain still verifies."""

_ACCOUNTS = "people who have an account or work for a facilitator: not people followed"
_COMPANIES = "organisations, and who to write to there"
_CONTRACTS = "contracts, lots, what is owed and what an organisation did; nobody is named"
_SUMS = "sums and states; nobody is named"
_FUNDING = "the beneficiary's own staff and money"
_IDS = "ids, codes and days: who they stand for goes with the rows above"

NOT_HELD: dict[str, str] = {
    **dict.fromkeys(
        ("app_user", "membership", "web_session", "api_client", "access_token", "access_link", "sign_in_attempt",
         "sign_in_step", "second_factor", "recovery_code",
         "invitation", "mail_opt_out", "list_view"), _ACCOUNTS),
    **dict.fromkeys(("organisation", "contact", "webhook_subscription", "import_mapping"), _COMPANIES),
    **dict.fromkeys(
        ("contract", "lot", "lot_holder", "contract_modification", "import_row", "obligation", "rule_set",
         "obligation_decision", "tranche", "tranche_affirmation", "relief_decision", "difficulty_notice", "invoice",
         "purchase_order", "worked_hours", "achievement", "social_condition_waiver", "holder_split",
         "holder_transfer", "subcontractor", "pooling_agreement", "pooling_agreement_lot", "pooling_consent",
         "formal_notice", "meeting_absence", "penalty_proposal", "penalty_decision", "final_balance",
         "hours_statement", "hours_import_statement", "statement_reminder"), _CONTRACTS),
    **dict.fromkeys(
        ("allocation", "lot_day_total", "lot_standing", "lot_outlook", "lot_touch", "certificate", "document",
         "counter", "journal_head", "journal_seal", "post_financing"), _SUMS),
    **dict.fromkeys(
        ("funding_scheme", "funding_call", "operation", "operation_event", "operation_resource", "operation_entity",
         "grant_agreement", "agreement_amendment", "assignment", "assignment_decision", "employment", "timesheet",
         "time_entry", "time_absence", "payroll_month", "hourly_rate", "cost_item", "evidence_file", "site_visit",
         "claim", "claim_line", "claim_receipt", "claim_event", "claim_message", "claim_message_file",
         "verification", "verification_decision", "verification_draft", "payment"), _FUNDING),
    **dict.fromkeys(("access_log", "job", "mail", "webhook_delivery", "hire_total", "hire_touch"), _IDS),
    "idempotency_key": "answers kept two days for replay: those that name the person go with the purge",
    "migration": "what the database was brought up to date with",
}  # fmt: skip
"""Tables of which no row tells of a person followed, and why."""
