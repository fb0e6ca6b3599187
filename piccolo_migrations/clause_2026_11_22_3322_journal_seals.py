"""Journal lines that carry their id and organisation, of a reason only a salted digest; heads and seals."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, check, sql_migration

ID = "2026-11-22T00:33:22:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lines of journals in their second format, and the seals of their heads"

SEALS = f"""
ALTER TABLE journal_seal ENABLE ROW LEVEL SECURITY;
GRANT {APPEND} ON journal_seal TO clause_app;
CREATE POLICY journal_seal_system ON journal_seal TO clause_app
  USING (clause_is_system()) WITH CHECK (clause_is_system());

-- The last link of every chain, for who seals them.
CREATE FUNCTION clause_journal_heads() RETURNS SETOF journal_head
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT * FROM journal_head WHERE seq > 0 AND clause_is_system()
$$;
REVOKE ALL ON FUNCTION clause_journal_heads FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_journal_heads TO clause_app;
"""

# The digest instead of the reason: a reason that named a person can be erased, and the chain still verifies.
SECOND_FORMAT = """
CREATE FUNCTION clause_reason_digest(salt text, reason text) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN encode(sha256(convert_to(salt || reason, 'UTF8')), 'hex');

CREATE FUNCTION clause_journal_line_of(j journal) RETURNS jsonb LANGUAGE sql STABLE
  RETURN CASE j.format
    WHEN 1 THEN clause_journal_line(j.at, j.actor_kind, j.actor_id, j.actor_org_id, j.action, j.subject_kind,
                                    j.subject_id, j.reason, j.data)
    ELSE clause_journal_line(j.at, j.actor_kind, j.actor_id, j.actor_org_id, j.action, j.subject_kind,
                             j.subject_id, NULL, j.data) - 'reason'
         || jsonb_build_object('format', j.format, 'id', j.id, 'org_id', j.org_id, 'reason_digest', j.reason_digest)
    END;

CREATE FUNCTION clause_journal_reason_holds(j journal) RETURNS boolean LANGUAGE sql STABLE
  RETURN CASE WHEN j.format = 1 THEN j.reason_digest IS NULL AND j.reason_salt IS NULL
    WHEN j.reason IS NULL THEN j.reason_salt IS NULL
    ELSE coalesce(j.reason_digest = clause_reason_digest(j.reason_salt, j.reason), false) END;

CREATE OR REPLACE FUNCTION clause_journal_append(
  p_id uuid, p_org uuid, p_at timestamptz, p_actor_kind text, p_actor_id uuid, p_actor_org uuid, p_action text,
  p_subject_kind text, p_subject_id uuid, p_reason text, p_data jsonb)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head journal_head%ROWTYPE; line journal%ROWTYPE;
BEGIN
  INSERT INTO journal_head (org_id, seq, hash) VALUES (p_org, 0, repeat('0', 64)) ON CONFLICT (org_id) DO NOTHING;
  SELECT * INTO head FROM journal_head WHERE org_id = p_org FOR UPDATE;
  line.id := p_id; line.org_id := p_org; line.seq := head.seq + 1; line.at := p_at; line.format := 2;
  line.actor_kind := p_actor_kind; line.actor_id := p_actor_id; line.actor_org_id := p_actor_org;
  line.action := p_action; line.subject_kind := p_subject_kind; line.subject_id := p_subject_id;
  line.reason := p_reason; line.data := p_data; line.previous_hash := head.hash;
  IF p_reason IS NOT NULL THEN
    line.reason_salt := gen_random_uuid()::text;
    line.reason_digest := clause_reason_digest(line.reason_salt, p_reason);
  END IF;
  line.hash := clause_journal_hash(line.seq, line.previous_hash, clause_journal_line_of(line));
  INSERT INTO journal SELECT line.*;
  UPDATE journal_head SET seq = line.seq, hash = line.hash WHERE org_id = p_org;
  RETURN line.hash;
END $$;

CREATE OR REPLACE FUNCTION clause_journal_verify(p_org uuid) RETURNS TABLE (broken_seq integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.seq FROM (
    SELECT j.seq, j.hash, j.previous_hash,
           lag(j.hash, 1, repeat('0', 64)) OVER (ORDER BY j.seq) AS expected_previous,
           row_number() OVER (ORDER BY j.seq) AS expected_seq,
           clause_journal_hash(j.seq, j.previous_hash, clause_journal_line_of(j)) AS expected_hash,
           clause_journal_reason_holds(j) AS reason_holds
    FROM journal j WHERE j.org_id = p_org) c
  WHERE c.hash <> c.expected_hash OR c.previous_hash <> c.expected_previous OR c.seq <> c.expected_seq
     OR NOT c.reason_holds
  UNION ALL
  SELECT h.seq FROM journal_head h WHERE h.org_id = p_org
    AND NOT EXISTS (SELECT FROM journal j WHERE j.org_id = p_org AND j.seq = h.seq AND j.hash = h.hash) AND h.seq > 0
  ORDER BY 1 LIMIT 1
$$;
"""

STATEMENTS = [
    SEALS,
    append_only("journal_seal"),
    check("journal_seal", "numbers_positive", "number > 0 AND seq > 0"),
    check("journal", "format_known", "format IN (1, 2)"),
    SECOND_FORMAT,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
