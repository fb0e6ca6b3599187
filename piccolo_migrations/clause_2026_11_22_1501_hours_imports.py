"""Spreadsheets of hours: who sends and sees them, and what is never changed of their report."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, READ_WRITE, append_only, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:15:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Spreadsheets of hours: rights and invariants"

SENDERS = """
-- A company sends its own hours, to an organisation that follows one of its hires, and sees what it sent.
CREATE POLICY import_run_company_reads ON import_run FOR SELECT TO clause_app USING (company_id = clause_org());
CREATE POLICY import_run_company_inserts ON import_run FOR INSERT TO clause_app WITH CHECK (
  company_id = clause_org() AND kind = 'hours' AND EXISTS (
    SELECT FROM hire h WHERE h.company_id = clause_org() AND h.facilitator_org_id = import_run.facilitator_org_id));
CREATE POLICY import_run_company_updates ON import_run FOR UPDATE TO clause_app
  USING (company_id = clause_org()) WITH CHECK (company_id = clause_org() AND kind = 'hours');
"""

REMEMBERED = """
CREATE POLICY import_mapping_sender_reads ON import_mapping FOR SELECT TO clause_app
  USING (sender_org_id = clause_org());
"""

STATEMENTS = [
    "ALTER TABLE import_run DROP CONSTRAINT import_run_kind_known;",
    one_of("import_run", "kind", "decp", "hours"),
    check("import_run", "company_sends_hours", "company_id IS NULL OR kind = 'hours'"),
    SENDERS,
    tenant_policies("hours_import_row", APPEND, ("company",)),
    tenant_policies("hours_import_statement", APPEND, ("company",)),
    tenant_policies("import_mapping", READ_WRITE),
    REMEMBERED,
    one_of("hours_import_row", "status", "new", "changed", "unchanged", "refused"),
    check(
        "hours_import_row",
        "declares_with_a_hire",
        "status = 'refused' OR (hire_id IS NOT NULL AND month IS NOT NULL)",
    ),
    check("hours_import_statement", "month_is_first_day", "extract(day FROM month) = 1"),
    "CREATE INDEX hours_import_row_to_apply ON hours_import_row (import_id, employer_id, month)"
    " WHERE status IN ('new', 'changed');",
    append_only("hours_import_row"),
    append_only("hours_import_statement"),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
