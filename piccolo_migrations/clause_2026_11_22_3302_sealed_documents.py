"""Sealed documents: found by the hash of their file, by anyone who holds it.

Their indexes and the validation of the check come in 3451 and 3452, which hold nobody up (decision 0045).
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import check, not_valid, sql_migration

ID = "2026-11-22T00:33:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "Sealed documents"

FUNCTIONS = """
-- What anyone who holds a file that was made here may learn of it. Files that were received are never found: nobody
-- may ask whether a copy of a proof is kept. A sealed file that nothing points to any more was made again since.
CREATE FUNCTION clause_verify_file(p_sha256 text)
RETURNS TABLE (kind text, number text, code text, organisation text, made_at timestamptz, seal_fingerprint text,
               is_replaced boolean, is_taken_back boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN c.id IS NOT NULL THEN 'certificate' WHEN k.id IS NOT NULL THEN 'claim' ELSE 'timesheet' END,
    coalesce(c.number, k.number::text), c.code, o.name, d.created_at, d.seal_fingerprint,
    c.superseded_by_id IS NOT NULL OR (c.id IS NULL AND k.id IS NULL AND t.id IS NULL)
      OR EXISTS (SELECT FROM claim n WHERE n.replaces_id = k.id AND n.submitted_at IS NOT NULL AND n.state <> 'withdrawn')
      OR EXISTS (SELECT FROM timesheet n WHERE n.employment_id = t.employment_id AND n.month = t.month
                 AND n.revision > t.revision),
    coalesce(c.state = 'REVOKED', false) OR coalesce(k.state = 'withdrawn', false)
  FROM document d JOIN organisation o ON o.id = d.facilitator_org_id
    LEFT JOIN certificate c ON c.document_id = d.id
    LEFT JOIN claim k ON k.document_id = d.id
    LEFT JOIN timesheet t ON t.document_id = d.id
  WHERE d.sha256 = p_sha256
    AND (c.id IS NOT NULL OR k.id IS NOT NULL OR t.id IS NOT NULL OR d.seal_fingerprint IS NOT NULL)
  ORDER BY d.created_at LIMIT 1
$$;
CREATE FUNCTION clause_knows_seal(p_fingerprint text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM document d WHERE d.seal_fingerprint = p_fingerprint)
$$;
REVOKE ALL ON FUNCTION clause_verify_file(text), clause_knows_seal(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_verify_file(text), clause_knows_seal(text) TO clause_app;
"""

STATEMENTS = [
    not_valid(check("document", "seal_is_a_hash", "seal_fingerprint ~ '^[0-9a-f]{64}$'")),
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
