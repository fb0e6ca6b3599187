"""A bearer token that a process knows is asked for again with the first thing that is done under it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:34:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Tokens required in the transaction that they open"

FUNCTION = """
-- Refuses (28000) unless the token still opens what clause_token_actor says of it.
CREATE FUNCTION clause_require_token(p_token_hash text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM access_token t JOIN api_client a ON a.id = t.client_id
    WHERE t.token_hash = p_token_hash AND t.expires_at > p_now AND a.revoked_at IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = '28000', MESSAGE = 'no such token';
  END IF;
END $$;
REVOKE ALL ON FUNCTION clause_require_token FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_require_token TO clause_app;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, FUNCTION)
