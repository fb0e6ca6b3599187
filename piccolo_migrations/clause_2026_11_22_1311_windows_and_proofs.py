"""Windows and proofs: for the facilitator organisation alone; decisions and looks are never changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, READ_WRITE, append_only, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:13:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "Windows and proofs"

# Proofs recorded before their last fresh day was kept beside them, by the limits of the list of grounds of that time.
FRESH_UNTIL = """
UPDATE eligibility e SET proof_fresh_until = (e.proof_issued_on + make_interval(months => l.months))::date - 1
FROM (VALUES ('DELD', 3), ('DETLD', 3), ('RSA', 3), ('ASS', 3), ('AAH', 3), ('YOUTH_UNQUALIFIED', 3), ('QPV', 6),
             ('ZRR', 6), ('JUSTICE', 6), ('ASE', 12), ('SINGLE_PARENT', 3), ('HOMELESS', 3), ('FRENCH_BELOW_A1', 6),
             ('MOBILITY', 6)) AS l (ground, months)
WHERE e.ground = l.ground AND e.proof_issued_on IS NOT NULL
  AND (e.ground <> 'YOUTH_UNQUALIFIED' OR e.proof_kind = 'SWORN_STATEMENT')
  AND (e.ground <> 'QPV' OR e.proof_kind = 'ADDRESS_PROOF');
"""

# A copy of a proof is erased or left as it is.
FREEZE_PROOF = """
CREATE FUNCTION clause_freeze_proof_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.content IS NOT NULL AND NEW.content IS DISTINCT FROM OLD.content
      OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.eligibility_id IS DISTINCT FROM OLD.eligibility_id
      OR NEW.media_type IS DISTINCT FROM OLD.media_type OR NEW.size_bytes IS DISTINCT FROM OLD.size_bytes
      OR NEW.received_at IS DISTINCT FROM OLD.received_at OR NEW.received_by IS DISTINCT FROM OLD.received_by
      OR OLD.purged_at IS NOT NULL AND NEW.purged_at IS DISTINCT FROM OLD.purged_at THEN
    RAISE EXCEPTION 'a copy of a proof is erased or left as it is'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'proof_document_frozen', TABLE = 'proof_document';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proof_document_frozen BEFORE UPDATE ON proof_document
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_proof_document();
"""

STATEMENTS = [
    FRESH_UNTIL,
    check("eligibility", "expiry_is_dated", "(state = 'EXPIRED') = (expired_on IS NOT NULL AND expiry_cause IS NOT NULL)"),
    one_of("eligibility", "expiry_cause", "WINDOW_OVER", "PROOF_STALE"),
    check(
        "eligibility",
        "opinion_is_signed",
        "num_nulls(opinion_text, opinion_author, opinion_on) IN (0, 3)"
        " AND btrim(coalesce(opinion_text, '-')) <> '' AND btrim(coalesce(opinion_author, '-')) <> ''",
    ),
    "CREATE INDEX eligibility_accepted ON eligibility (facilitator_org_id, id) WHERE state = 'ACCEPTED';",
    tenant_policies("eligibility_suspension", READ_WRITE),
    check("eligibility_suspension", "days_in_order", "first_day <= last_day"),
    check("eligibility_suspension", "has_reason", "btrim(reason) <> ''"),
    "CREATE UNIQUE INDEX eligibility_suspension_unique_open ON eligibility_suspension (participant_id) "
    "WHERE last_day IS NULL;",
    tenant_policies("window_override", APPEND),
    check("window_override", "has_reason", "btrim(reason) <> ''"),
    check("window_override", "version_positive", "version_no > 0"),
    append_only("window_override"),
    tenant_policies("proof_document", READ_WRITE),
    one_of("proof_document", "media_type", "application/pdf", "image/jpeg", "image/png"),
    check("proof_document", "erasure_is_dated", "(content IS NULL) = (purged_at IS NOT NULL)"),
    FREEZE_PROOF,
    "CREATE INDEX proof_document_kept ON proof_document (facilitator_org_id, keep_until) WHERE purged_at IS NULL;",
    tenant_policies("proof_view", APPEND),
    check("proof_view", "has_purpose", "btrim(purpose) <> ''"),
    append_only("proof_view"),
]  # fmt: skip


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
