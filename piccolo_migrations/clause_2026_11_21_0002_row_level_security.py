"""Who sees which row: the service's role, its rights, and one set of policies per table."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, READ_WRITE, sql_migration, tenant_policies

ID = "2026-11-21T00:00:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "Row-level security for the role the service connects with"

IDENTITY = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clause_app') THEN
    CREATE ROLE clause_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
    -- With one address for everything, the owner's connections step down to this role.
    EXECUTE format('GRANT clause_app TO %I WITH SET TRUE', current_user);
  END IF;
END $$;

CREATE FUNCTION clause_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('clause.org_id', true), '')::uuid;
CREATE FUNCTION clause_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('clause.user_id', true), '')::uuid;
CREATE FUNCTION clause_caller() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('clause.caller', true), '');
CREATE FUNCTION clause_is_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('clause.scope', true), '') = 'system';
GRANT USAGE ON SCHEMA public TO clause_app;
"""

# table -> (rights of the service's role, who else reads: buyer, company, oi)
TENANT_TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "contract": (READ_WRITE, ("buyer",)),
    "lot": (READ_WRITE, ("buyer",)),
    "lot_holder": (READ_WRITE, ("buyer", "company")),
    "contract_modification": (APPEND, ("buyer",)),
    "import_run": (READ_WRITE, ()),
    "import_row": (APPEND, ()),
    "obligation": (APPEND, ("buyer",)),
    "participant": (READ_WRITE, ()),
    "eligibility": (READ_WRITE, ()),
    "hire": (READ_WRITE, ("company",)),
    "hours_statement": (READ_WRITE, ("company",)),
    "hours_statement_line": (READ_WRITE + ", DELETE", ("company",)),
    "ledger_entry": (APPEND, ("company",)),
    "allocation": (APPEND, ("buyer", "company")),
    "certificate": (READ_WRITE, ("buyer", "company")),
    "document": (APPEND, ("buyer", "company", "oi")),
    "employment": (READ_WRITE, ()),
    "timesheet": (READ_WRITE, ()),
    "time_entry": (READ_WRITE + ", DELETE", ()),
    "payroll_month": (APPEND, ()),
    "operation": (READ_WRITE, ("oi",)),
    "grant_agreement": (APPEND, ("oi",)),
    "assignment": (APPEND, ("oi",)),
    "claim": (READ_WRITE, ()),
    "claim_line": (READ_WRITE + ", DELETE", ()),
    "claim_receipt": (APPEND, ("oi",)),
}

SPECIFIC = """
-- What a company sees of the contracts it holds; one that only lends people to a holder sees the lots they work on.
CREATE POLICY lot_company_reads ON lot FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = lot.id AND h.company_id = clause_org()));
CREATE POLICY lot_employer_reads ON lot FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM hire h WHERE h.lot_id = lot.id AND h.company_id = clause_org()));
CREATE POLICY contract_company_reads ON contract FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM lot l JOIN lot_holder h ON h.lot_id = l.id
          WHERE l.contract_id = contract.id AND h.company_id = clause_org()));
CREATE POLICY obligation_company_reads ON obligation FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = obligation.lot_id AND h.company_id = clause_org()));
CREATE POLICY contract_modification_company_reads ON contract_modification FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = contract_modification.lot_id AND h.company_id = clause_org()));
-- Progress of a lot is the same figure for each of its holders, whoever employs the people (staff supply, consortium).
CREATE POLICY allocation_holder_reads ON allocation FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = allocation.lot_id AND h.company_id = clause_org()));
CREATE POLICY participant_company_reads ON participant FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM hire h WHERE h.participant_id = participant.id AND h.company_id = clause_org()));

-- A company declares its own hours, for its own hires, and only while the statement is in its hands.
CREATE POLICY hours_statement_company_inserts ON hours_statement FOR INSERT TO clause_app
  WITH CHECK (company_id = clause_org() AND state = 'DRAFT');
CREATE POLICY hours_statement_company_updates ON hours_statement FOR UPDATE TO clause_app
  USING (company_id = clause_org() AND state IN ('DRAFT', 'CORRECTION_REQUESTED'))
  WITH CHECK (company_id = clause_org() AND state IN ('DRAFT', 'SUBMITTED', 'CORRECTION_REQUESTED'));
CREATE POLICY hours_statement_line_company_inserts ON hours_statement_line FOR INSERT TO clause_app
  WITH CHECK (company_id = clause_org() AND hours_validated IS NULL AND EXISTS (
    SELECT FROM hire h WHERE h.id = hire_id AND h.company_id = clause_org() AND h.lot_id = hours_statement_line.lot_id
      AND h.facilitator_org_id = hours_statement_line.facilitator_org_id));
CREATE POLICY hours_statement_line_company_deletes ON hours_statement_line FOR DELETE TO clause_app USING (
  company_id = clause_org() AND EXISTS (
    SELECT FROM hours_statement s WHERE s.id = statement_id AND s.state IN ('DRAFT', 'CORRECTION_REQUESTED')));

-- An intermediate body sees a claim from the day it is submitted, never a draft.
CREATE POLICY claim_oi_reads ON claim FOR SELECT TO clause_app
  USING (intermediate_body_id = clause_org() AND submitted_at IS NOT NULL);
CREATE POLICY claim_line_oi_reads ON claim_line FOR SELECT TO clause_app USING (
  intermediate_body_id = clause_org()
  AND EXISTS (SELECT FROM claim c WHERE c.id = claim_id AND c.submitted_at IS NOT NULL));
CREATE POLICY claim_receipt_oi_inserts ON claim_receipt FOR INSERT TO clause_app
  WITH CHECK (intermediate_body_id = clause_org() AND EXISTS (
    SELECT FROM claim c WHERE c.id = claim_id AND c.intermediate_body_id = clause_org()
      AND c.facilitator_org_id = claim_receipt.facilitator_org_id));

-- The directory of organisations is shared by everyone who has signed in.
ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON organisation TO clause_app;
CREATE POLICY organisation_directory ON organisation FOR SELECT TO clause_app
  USING (clause_org() IS NOT NULL OR clause_is_system());
CREATE POLICY organisation_created ON organisation FOR INSERT TO clause_app
  WITH CHECK (clause_is_system() OR (created_by_org_id = clause_org() AND kind IN ('buyer', 'company')));
CREATE POLICY organisation_changed ON organisation FOR UPDATE TO clause_app
  USING (clause_is_system() OR id = clause_org() OR created_by_org_id = clause_org());

-- Identities: only the sign-in (scope "system") and the person's own organisation.
ALTER TABLE app_user ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON app_user TO clause_app;
CREATE POLICY app_user_system ON app_user TO clause_app USING (clause_is_system()) WITH CHECK (clause_is_system());
CREATE POLICY app_user_reads ON app_user FOR SELECT TO clause_app USING (
  id = clause_user() OR EXISTS (SELECT FROM membership m WHERE m.user_id = app_user.id AND m.org_id = clause_org()));
ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON membership TO clause_app;
CREATE POLICY membership_system ON membership TO clause_app USING (clause_is_system()) WITH CHECK (clause_is_system());
CREATE POLICY membership_reads ON membership FOR SELECT TO clause_app
  USING (org_id = clause_org() OR user_id = clause_user());
ALTER TABLE web_session ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON web_session TO clause_app;
CREATE POLICY web_session_system ON web_session TO clause_app
  USING (clause_is_system()) WITH CHECK (clause_is_system());
ALTER TABLE api_client ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON api_client TO clause_app;
CREATE POLICY api_client_system ON api_client TO clause_app USING (clause_is_system()) WITH CHECK (clause_is_system());
CREATE POLICY api_client_reads ON api_client FOR SELECT TO clause_app USING (org_id = clause_org());
ALTER TABLE access_token ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON access_token TO clause_app;
CREATE POLICY access_token_system ON access_token TO clause_app
  USING (clause_is_system()) WITH CHECK (clause_is_system());

ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO clause_app;
CREATE POLICY idempotency_key_own ON idempotency_key TO clause_app
  USING (caller = clause_caller() OR clause_is_system()) WITH CHECK (caller = clause_caller());

ALTER TABLE job ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON job TO clause_app;
CREATE POLICY job_own ON job TO clause_app
  USING (clause_is_system() OR org_id = clause_org() OR requested_by_org_id = clause_org())
  WITH CHECK (clause_is_system() OR org_id = clause_org() OR requested_by_org_id = clause_org());

ALTER TABLE journal ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON journal TO clause_app;
CREATE POLICY journal_own ON journal FOR SELECT TO clause_app USING (org_id = clause_org() OR clause_is_system());
ALTER TABLE journal_head ENABLE ROW LEVEL SECURITY;
ALTER TABLE counter ENABLE ROW LEVEL SECURITY;
"""


async def forwards() -> MigrationManager:
    policies = [tenant_policies(table, *rest) for table, rest in TENANT_TABLES.items()]
    return sql_migration(ID, DESCRIPTION, "\n".join([IDENTITY, *policies, SPECIFIC]))
