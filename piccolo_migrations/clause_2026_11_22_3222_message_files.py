"""Files of messages: written and read by both sides of a claim; whom a mission letter is for, told to its body."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, check, sql_migration, tenant_policies

ID = "2026-11-22T00:32:22:000000"
VERSION = "1.38.0"
DESCRIPTION = "Files of messages on claims, people of mission letters"

OF_THE_BODY = """
CREATE POLICY claim_message_file_oi_reads ON claim_message_file FOR SELECT TO clause_app
  USING (intermediate_body_id = clause_org() AND EXISTS (
    SELECT FROM claim c WHERE c.id = claim_id AND c.submitted_at IS NOT NULL));
CREATE POLICY claim_message_file_oi_inserts ON claim_message_file FOR INSERT TO clause_app
  WITH CHECK (intermediate_body_id = clause_org() AND EXISTS (
    SELECT FROM claim c WHERE c.id = claim_id AND c.submitted_at IS NOT NULL
      AND c.intermediate_body_id = clause_org()
      AND c.facilitator_org_id = claim_message_file.facilitator_org_id));
-- The bytes that a body sends are for itself and for a beneficiary whose claim it was handed, and for nobody else.
CREATE POLICY document_oi_inserts ON document FOR INSERT TO clause_app
  WITH CHECK (intermediate_body_id = clause_org() AND company_id IS NULL AND buyer_id IS NULL AND EXISTS (
    SELECT FROM claim c WHERE c.submitted_at IS NOT NULL AND c.intermediate_body_id = clause_org()
      AND c.facilitator_org_id = document.facilitator_org_id));
"""

LETTERS = """
-- A body accepts mission letters before any claim: it reads of the person what a letter has to say, never a name.
CREATE FUNCTION clause_letter_people(p_operation uuid)
RETURNS TABLE (employment_id uuid, staff_number text, job_title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT e.id, e.staff_number::text, e.job_title::text
  FROM assignment a JOIN operation o ON o.id = a.operation_id JOIN employment e ON e.id = a.employment_id
  WHERE o.id = p_operation AND (o.intermediate_body_id = clause_org() OR o.facilitator_org_id = clause_org())
$$;
REVOKE ALL ON FUNCTION clause_letter_people(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_letter_people(uuid) TO clause_app;
"""

STATEMENTS = [
    tenant_policies("claim_message_file", APPEND),
    OF_THE_BODY,
    append_only("claim_message_file"),
    check("claim_message_file", "place_positive", "place >= 1"),
    check("claim_message_file", "not_empty", "size_bytes > 0"),
    LETTERS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
