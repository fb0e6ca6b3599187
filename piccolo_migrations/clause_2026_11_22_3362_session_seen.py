"""A session that nobody uses ends by itself: when it was last used is noted, a minute apart at most.

The function before stays: during an upgrade, processes of the release before still call it.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:33:62:000000"
VERSION = "1.38.0"
DESCRIPTION = "When a session was last used, and that it ends without use"

FUNCTIONS = """
CREATE FUNCTION clause_session_in_use(p_token_hash text, p_now timestamptz, p_idle interval)
RETURNS TABLE (
  session_id uuid, csrf_token text, user_id uuid, full_name text, org_id uuid, org_kind text, role text, to_note boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.csrf_token, u.id, u.full_name, o.id, o.kind, m.role,
    coalesce(s.seen_at, s.created_at) < p_now - interval '1 minute'
  FROM web_session s JOIN app_user u ON u.id = s.user_id JOIN membership m ON m.id = s.membership_id
  JOIN organisation o ON o.id = m.org_id
  WHERE s.token_hash = p_token_hash AND s.expires_at > p_now AND u.disabled_at IS NULL AND m.ended_at IS NULL
    AND coalesce(s.seen_at, s.created_at) > p_now - p_idle
$$;
CREATE FUNCTION clause_session_seen(p_session_id uuid, p_now timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE web_session SET seen_at = p_now WHERE id = p_session_id AND coalesce(seen_at, created_at) < p_now
$$;
REVOKE ALL ON FUNCTION clause_session_in_use, clause_session_seen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_session_in_use, clause_session_seen TO clause_app;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, FUNCTIONS)
