"""What the database refuses, told as errors of the domain: constraint name → code.

Every check, unique and append-only rule of the database has its line here (a test compares both); a foreign key that
fails means that something named in the request does not exist or is not the caller's.
"""

import asyncpg

from clause.domain.errors import ClauseError, Forbidden, Refused, Unavailable, WrongState

CONFLICTS = {
    "organisation_unique_kind_identifier": "DBC-001",
    "app_user_unique_email": "DBC-002",
    "membership_unique_user_org_role": "DBC-003",
    "contract_unique_group": "DBC-004",
    "lot_unique_source": "DBC-005",
    "lot_holder_unique_lot_company": "DBC-006",
    "contract_modification_unique_content": "DBC-007",
    "import_row_unique_position": "DBC-008",
    "obligation_unique_lot_version": "DBC-009",
    "hours_statement_unique_open_month": "DBC-010",
    "hours_statement_line_unique_position": "DBC-011",
    "ledger_entry_unique_reversal": "DBC-012",
    "allocation_unique_entry_lot": "DBC-013",
    "certificate_unique_sequence": "DBC-014",
    "certificate_unique_code": "DBC-015",
    "employment_unique_staff_number": "DBC-016",
    "timesheet_unique_employment_month": "DBC-017",
    "payroll_month_unique_version": "DBC-018",
    "operation_unique_number": "DBC-019",
    "grant_agreement_unique_version": "DBC-020",
    "assignment_unique_version": "DBC-021",
    "claim_unique_operation_number": "DBC-022",
    "claim_unique_open": "DBC-023",
    "claim_unique_oi_sequence": "DBC-024",
    "claim_line_unique_position": "DBC-025",
    "claim_receipt_unique_claim": "DBC-026",
    "web_session_unique_token_hash": "DBC-027",
    "access_token_unique_token_hash": "DBC-028",
    "idempotency_key_unique_caller_key": "DBC-029",
    "journal_unique_org_seq": "DBC-030",
    "counter_unique_org_series": "DBC-031",
    "time_entry_frozen": "DBC-032",
    "hours_statement_line_frozen": "DBC-033",
    "claim_frozen": "DBC-034",
    "claim_line_frozen": "DBC-035",
    "certificate_frozen": "DBC-036",
    "ledger_entry_append_only": "DBC-037",
    "allocation_append_only": "DBC-038",
    "obligation_append_only": "DBC-039",
    "journal_append_only": "DBC-040",
    "contract_modification_append_only": "DBC-041",
    "payroll_month_append_only": "DBC-042",
    "grant_agreement_append_only": "DBC-043",
    "assignment_append_only": "DBC-044",
    "claim_receipt_append_only": "DBC-045",
    "document_append_only": "DBC-046",
    "import_row_append_only": "DBC-047",
    "rule_set_unique_lot_version": "DBC-048",
    "rule_set_append_only": "DBC-049",
    "hire_outcome_unique_version": "DBC-070",
    "hire_outcome_append_only": "DBC-071",
    "lot_day_total_unique_lot_measure_day": "DBC-065",
    "post_financing_unique_version": "DBC-095",
    "post_financing_append_only": "DBC-096",
    "eligibility_unique_principal": "DBC-401",
}

BROKEN_RULES = {
    "organisation_kind_known": "DBC-101",
    "organisation_siret_has_14_digits": "DBC-102",
    "organisation_has_name": "DBC-103",
    "membership_role_known": "DBC-104",
    "job_state_known": "DBC-105",
    "job_finished_has_date": "DBC-106",
    "lot_follow_up_known": "DBC-107",
    "lot_consortium_kind_known": "DBC-108",
    "lot_amount_not_negative": "DBC-109",
    "lot_days_in_order": "DBC-110",
    "lot_holder_role_known": "DBC-111",
    "contract_modification_source_known": "DBC-112",
    "import_run_kind_known": "DBC-113",
    "import_row_status_known": "DBC-114",
    "obligation_method_known": "DBC-115",
    "obligation_hours_not_negative": "DBC-116",
    "obligation_version_positive": "DBC-117",
    "participant_sex_known": "DBC-118",
    "participant_has_name": "DBC-119",
    "eligibility_state_known": "DBC-120",
    "eligibility_decision_is_dated": "DBC-121",
    "eligibility_refusal_has_reason": "DBC-122",
    "hire_mode_known": "DBC-123",
    "hire_days_in_order": "DBC-124",
    "hire_planned_days_in_order": "DBC-125",
    "hire_weekly_hours_possible": "DBC-126",
    "hire_eligible_days_in_order": "DBC-127",
    "hours_statement_state_known": "DBC-128",
    "hours_statement_month_is_first_day": "DBC-129",
    "hours_statement_submission_is_dated": "DBC-130",
    "hours_statement_decision_is_dated": "DBC-131",
    "hours_statement_refusal_has_reason": "DBC-132",
    "hours_statement_line_hours_declared_positive": "DBC-133",
    "hours_statement_line_hours_validated_not_negative": "DBC-134",
    "hours_statement_line_days_in_order": "DBC-135",
    "ledger_entry_kind_known": "DBC-136",
    "ledger_entry_sign_follows_kind": "DBC-137",
    "ledger_entry_reversal_has_reason": "DBC-138",
    "ledger_entry_month_is_first_day": "DBC-139",
    "allocation_within_entry": "DBC-140",
    "certificate_kind_known": "DBC-141",
    "certificate_state_known": "DBC-142",
    "certificate_issued_has_document": "DBC-143",
    "certificate_revocation_is_explained": "DBC-144",
    "employment_share_is_fraction": "DBC-145",
    "employment_days_in_order": "DBC-146",
    "timesheet_state_known": "DBC-147",
    "timesheet_month_is_first_day": "DBC-148",
    "timesheet_signature_is_dated": "DBC-149",
    "timesheet_approval_is_dated": "DBC-150",
    "timesheet_approver_is_not_signer": "DBC-151",
    "time_entry_minutes_possible": "DBC-152",
    "payroll_month_month_is_first_day": "DBC-153",
    "payroll_month_cost_not_negative": "DBC-154",
    "operation_region_category_known": "DBC-155",
    "operation_state_known": "DBC-156",
    "operation_days_in_order": "DBC-157",
    "grant_agreement_cost_plan_known": "DBC-158",
    "grant_agreement_rate_is_fraction": "DBC-159",
    "grant_agreement_grant_within_cost": "DBC-160",
    "assignment_method_known": "DBC-161",
    "assignment_days_in_order": "DBC-162",
    "claim_state_known": "DBC-163",
    "claim_kind_known": "DBC-164",
    "claim_months_in_order": "DBC-165",
    "claim_submission_is_frozen": "DBC-166",
    "claim_other_resources_not_negative": "DBC-167",
    "claim_line_kind_known": "DBC-168",
    "claim_line_amount_not_negative": "DBC-169",
    "claim_line_staff_line_is_traced": "DBC-170",
    "rule_set_version_positive": "DBC-171",
    "post_financing_source_known": "DBC-411",
    "post_financing_version_positive": "DBC-412",
    "post_financing_amount_not_negative": "DBC-413",
    "post_financing_posts_not_negative": "DBC-414",
    "organisation_structure_kind_known": "DBC-330",
    "organisation_company_size_known": "DBC-331",
    "organisation_buyer_kind_known": "DBC-332",
    "organisation_region_code_known": "DBC-333",
    "hire_contract_type_known": "DBC-350",
    "hire_education_level_known": "DBC-351",
    "hire_sector_known": "DBC-352",
    "hire_referrer_kind_known": "DBC-353",
    "hire_recruitment_channel_known": "DBC-354",
    "hire_commune_code_has_5_signs": "DBC-355",
    "hire_outcome_point_known": "DBC-356",
    "hire_outcome_outcome_known": "DBC-357",
    "hire_outcome_version_positive": "DBC-358",
    "ledger_entry_nature_known": "DBC-340",
}


def translate(error: asyncpg.PostgresError) -> ClauseError:
    """The domain's word for a refusal of the database."""
    name = getattr(error, "constraint_name", None) or ""
    if name in CONFLICTS:
        return WrongState(CONFLICTS[name])
    if name in BROKEN_RULES:
        return Refused(BROKEN_RULES[name])
    if isinstance(error, asyncpg.ForeignKeyViolationError):
        return Refused("DBC-201")
    if isinstance(error, asyncpg.InsufficientPrivilegeError):
        return Forbidden("DBC-202")
    if isinstance(error, asyncpg.DataError):
        return Refused("DBC-203")
    if isinstance(error, asyncpg.TransactionRollbackError | asyncpg.LockNotAvailableError):
        return Unavailable("DBC-204")
    if isinstance(
        error, asyncpg.PostgresConnectionError | asyncpg.OperatorInterventionError | asyncpg.InsufficientResourcesError
    ):
        return Unavailable("DBC-205")
    raise error
