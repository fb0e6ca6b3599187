"""Proofs sent by companies: added for people they hire, and seen again by the sender alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:29:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "Proofs sent by companies"

POLICIES = """
-- A company adds a copy for a ground upon which it employs somebody, whatever the ground: it never reads which.
CREATE POLICY proof_document_company_adds ON proof_document FOR INSERT TO clause_app
  WITH CHECK (sent_by_org_id = clause_org() AND content IS NOT NULL AND EXISTS (
    SELECT FROM hire h WHERE h.eligibility_id = proof_document.eligibility_id AND h.company_id = clause_org()
      AND h.facilitator_org_id = proof_document.facilitator_org_id));
CREATE POLICY proof_document_sender_reads ON proof_document FOR SELECT TO clause_app
  USING (sent_by_org_id = clause_org());
"""

# Who sent a copy is part of what never changes.
FREEZE_PROOF = """
CREATE OR REPLACE FUNCTION clause_freeze_proof_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.content IS NOT NULL AND NEW.content IS DISTINCT FROM OLD.content
      OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.eligibility_id IS DISTINCT FROM OLD.eligibility_id
      OR NEW.media_type IS DISTINCT FROM OLD.media_type OR NEW.size_bytes IS DISTINCT FROM OLD.size_bytes
      OR NEW.received_at IS DISTINCT FROM OLD.received_at OR NEW.received_by IS DISTINCT FROM OLD.received_by
      OR NEW.sent_by_org_id IS DISTINCT FROM OLD.sent_by_org_id
      OR OLD.purged_at IS NOT NULL AND NEW.purged_at IS DISTINCT FROM OLD.purged_at THEN
    RAISE EXCEPTION 'a copy of a proof is erased or left as it is'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'proof_document_frozen', TABLE = 'proof_document';
  END IF;
  RETURN NEW;
END $$;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, POLICIES + FREEZE_PROOF)
