"""Journal lines that carry their id and organisation, of a reason only a salted digest; heads and seals.

The check of the journal's format is validated in 3451, which holds nobody up (decision 0045).
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, append_only, check, not_valid, sql_migration

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
DECLARE
  head journal_head%ROWTYPE; link text; digest text;
  salt text := CASE WHEN p_reason IS NOT NULL THEN gen_random_uuid()::text END;
BEGIN
  INSERT INTO journal_head (org_id, seq, hash) VALUES (p_org, 0, repeat('0', 64)) ON CONFLICT (org_id) DO NOTHING;
  SELECT * INTO head FROM journal_head WHERE org_id = p_org FOR UPDATE;
  digest := encode(sha256(convert_to(salt || p_reason, 'UTF8')), 'hex');
  -- The same as clause_journal_line_of gives back, without the price of its call.
  link := encode(sha256(convert_to((head.seq + 1)::text || '|' || head.hash || '|' || jsonb_build_object(
    'at', extract(epoch FROM p_at), 'actor_kind', p_actor_kind, 'actor_id', p_actor_id, 'actor_org_id', p_actor_org,
    'action', p_action, 'subject_kind', p_subject_kind, 'subject_id', p_subject_id, 'data', p_data,
    'format', 2, 'id', p_id, 'org_id', p_org, 'reason_digest', digest)::text, 'UTF8')), 'hex');
  INSERT INTO journal (id, org_id, seq, at, actor_kind, actor_id, actor_org_id, action, subject_kind, subject_id,
                       reason, data, previous_hash, hash, format, reason_digest, reason_salt)
    VALUES (p_id, p_org, head.seq + 1, p_at, p_actor_kind, p_actor_id, p_actor_org, p_action, p_subject_kind,
            p_subject_id, p_reason, p_data, head.hash, link, 2, digest, salt);
  UPDATE journal_head SET seq = head.seq + 1, hash = link WHERE org_id = p_org;
  RETURN link;
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
    not_valid(check("journal", "format_known", "format IN (1, 2)")),
    SECOND_FORMAT,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
