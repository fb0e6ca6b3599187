"""Who reads and writes schemes, calls, moves, amendments and visits; closed lists and limits of operations."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, READ_WRITE, append_only, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:21:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "Schemes, calls, moves, amendments, visits: rights and limits"

STATES = (
    "application_draft",
    "application_submitted",
    "incomplete",
    "admissible",
    "in_appraisal",
    "to_committee",
    "programmed",
    "refused",
    "adjourned",
    "agreement_draft",
    "agreement_signed",
    "in_force",
    "amendment_pending",
    "implementation_ended",
    "final_claim_due",
    "settled",
    "in_retention",
    "purgeable",
)
ACTIONS = (
    "apply",
    "record_in_force",
    "submit",
    "ask_for_pieces",
    "complete",
    "declare_admissible",
    "open_appraisal",
    "send_to_committee",
    "programme",
    "refuse",
    "adjourn",
    "resume",
    "draft_agreement",
    "restart_signature",
    "sign_agreement",
    "notify",
    "certify_start",
    "open_amendment",
    "close_amendment",
    "end_implementation",
    "await_final_claim",
    "settle",
    "retain",
    "place_hold",
    "lift_hold",
    "find_purgeable",
)
RESOURCES = (
    "EU",
    "STATE",
    "REGION",
    "DEPARTEMENT",
    "COMMUNE_EPCI",
    "SOCIAL_SECURITY",
    "PRIVATE",
    "OWN_FUNDS",
    "IN_KIND",
)


def _written_by_the_body_too(table: str) -> str:
    return (
        f"CREATE POLICY {table}_oi_inserts ON {table} FOR INSERT TO clause_app "
        "WITH CHECK (intermediate_body_id = clause_org());"
    )


STATEMENTS = [
    *(tenant_policies(table, READ_WRITE, ("oi",)) for table in ("funding_scheme", "funding_call")),
    tenant_policies("agreement_amendment", READ_WRITE, ("oi",)),
    *(tenant_policies(table, APPEND, ("oi",)) for table in ("operation_event", "site_visit")),
    *(_written_by_the_body_too(table) for table in ("operation_event", "site_visit")),
    *(append_only(table) for table in ("operation_event", "site_visit")),
    one_of("operation_event", "action", *ACTIONS),
    one_of("operation_event", "state_after", *STATES),
    one_of("assignment_decision", "outcome", "accepted", "rejected"),
    one_of("operation_resource", "kind", *RESOURCES),
    one_of("agreement_amendment", "state", "pending", "signed", "withdrawn"),
    one_of("operation", "participant_mode", "participants", "entities", "none"),
    one_of(
        "operation", "beneficiary_kind", "association", "local_authority", "opco", "state_operator", "other"
    ),
    check("assignment", "fixed_time_has_share", "method <> 'M1' OR COALESCE(time_share > 0 AND time_share <= 1, false)"),
    check(
        "operation_resource",
        "amounts_in_order",
        "amount_committed >= 0 AND amount_allocated >= 0 AND amount_allocated <= amount_received",
    ),
    check(
        "agreement_amendment",
        "signed_has_version",
        "(state = 'signed') = (agreement_version_no IS NOT NULL AND signed_on IS NOT NULL)",
    ),
    check("funding_call", "days_in_order", "opens_on <= closes_on"),
    "CREATE UNIQUE INDEX agreement_amendment_unique_pending ON agreement_amendment (operation_id)"
    " WHERE state = 'pending';",
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
