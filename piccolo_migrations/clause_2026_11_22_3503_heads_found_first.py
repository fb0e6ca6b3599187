"""The head of a journal is looked for before it is made: of all lines of an organisation only the first finds none."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:35:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "The head of a journal is looked for before it is made"

FUNCTION = """
-- As before, but for its first steps. Of two who append first lines at once, one makes the head and the other waits.
CREATE OR REPLACE FUNCTION clause_journal_append(
  p_id uuid, p_org uuid, p_at timestamptz, p_actor_kind text, p_actor_id uuid, p_actor_org uuid, p_action text,
  p_subject_kind text, p_subject_id uuid, p_reason text, p_data jsonb)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head journal_head%ROWTYPE; link text; digest text;
  salt text := CASE WHEN p_reason IS NOT NULL THEN gen_random_uuid()::text END;
BEGIN
  SELECT * INTO head FROM journal_head WHERE org_id = p_org FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO journal_head (org_id, seq, hash) VALUES (p_org, 0, repeat('0', 64)) ON CONFLICT (org_id) DO NOTHING;
    SELECT * INTO head FROM journal_head WHERE org_id = p_org FOR UPDATE;
  END IF;
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
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, FUNCTION)
