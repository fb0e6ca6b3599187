"""Rules of evidence, payroll, hourly rates and other costs; spreadsheets of payroll are received."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:23:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "Rules of evidence, payroll, hourly rates and other costs"

ZONES = (
    "METROPOLE",
    "ALSACE_MOSELLE",
    "GUADELOUPE",
    "MARTINIQUE",
    "GUYANE",
    "LA_REUNION",
    "MAYOTTE",
    "SAINT_BARTHELEMY",
    "SAINT_MARTIN",
)
EVIDENCE = (
    "PAYSLIP",
    "PAYROLL_JOURNAL",
    "EMPLOYMENT_CONTRACT",
    "MISSION_LETTER",
    "RATE_CALCULATION",
    "INVOICE",
    "PAYMENT_PROOF",
    "DELIVERY_PROOF",
    "COFUNDING_STATEMENT",
    "OTHER",
)
POSTS = ("STAFF", "OPERATING", "SERVICES", "PARTICIPANTS", "INDIRECT", "REMAINING", "UNITS", "DELIVERABLES")
PARTS = "gross, employer_contributions, pay_taxes, benefits, reimbursements"

STATEMENTS = [
    tenant_policies("evidence_file", APPEND),
    append_only("evidence_file"),
    one_of("evidence_file", "kind", *EVIDENCE),
    check("evidence_file", "redacts_another", "redacts_id <> document_id"),
    check("employment", "weekdays_in_order", "working_weekdays ~ '^1?2?3?4?5?6?7?$' AND working_weekdays <> ''"),
    one_of("employment", "holiday_zone", *ZONES),
    check("payroll_month", "parts_not_negative", f"least({PARTS}) >= 0"),
    check(
        "payroll_month",
        "parts_add_up",
        "employer_cost = gross + employer_contributions + pay_taxes + benefits - reimbursements",
    ),
    check("payroll_month", "regularisation_is_explained", "NOT regularises OR reason IS NOT NULL"),
    one_of("cost_item", "post", *POSTS),
    check("cost_item", "amount_not_negative", "least(amount_declared, amount_document, amount_vat, units) >= 0"),
    check(
        "cost_item",
        "is_of_one_kind",
        "(unit_code IS NULL) = (units IS NULL) AND (unit_code IS NULL OR deliverable_code IS NULL)",
    ),
    check("cost_item", "declared_within_document", "amount_declared <= amount_document"),
    check(
        "cost_item",
        "correction_is_explained",
        "(replaces_id IS NULL OR reason IS NOT NULL) AND (NOT cancelled OR replaces_id IS NOT NULL)",
    ),
    one_of("hourly_rate", "method", "M3a", "M3b"),
    check("hourly_rate", "rate_positive", "least(hourly_rate, hours_cap, employer_cost) > 0"),
    check("hourly_rate", "months_in_order", "last_month >= first_month"),
    check("hourly_rate", "months_documented", "documented_months BETWEEN 0 AND 12"),
    check("hourly_rate", "change_is_explained", "version_no = 1 OR reason IS NOT NULL"),
    "ALTER TABLE import_run DROP CONSTRAINT import_run_kind_known;",
    one_of("import_run", "kind", "decp", "hours", "payroll"),
    "CREATE INDEX payroll_month_of_document ON payroll_month (document_sha256) WHERE document_sha256 IS NOT NULL;",
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
