"""Who reads mail and invitations, who may be written to, and an access that ended opens nothing any more."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import READ_WRITE, check, one_of, sql_migration

ID = "2026-11-22T00:28:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Mail, invitations, personal links: who sees them, and what they may hold"

ROLES = ("facilitator", "manager", "buyer_agent", "company_agent", "oi_officer")
NOTICES = (
    "statement_reminder",
    "statement_sent_back",
    "statement_submitted",
    "certificate_ready",
    "claim_received",
    "claim_concluded",
    "claim_paid",
)

POLICIES = f"""
ALTER TABLE mail ENABLE ROW LEVEL SECURITY;
GRANT {READ_WRITE} ON mail TO clause_app;
CREATE POLICY mail_system ON mail TO clause_app USING (clause_is_system()) WITH CHECK (clause_is_system());
CREATE POLICY mail_own ON mail TO clause_app USING (org_id = clause_org()) WITH CHECK (org_id = clause_org());
-- Whoever makes something happen writes the notices of the others with it, and sees nothing of them afterwards.
CREATE POLICY mail_announced ON mail FOR INSERT TO clause_app WITH CHECK (announced_by = clause_org());

ALTER TABLE mail_opt_out ENABLE ROW LEVEL SECURITY;
GRANT {READ_WRITE}, DELETE ON mail_opt_out TO clause_app;
CREATE POLICY mail_opt_out_system ON mail_opt_out TO clause_app
  USING (clause_is_system()) WITH CHECK (clause_is_system());
CREATE POLICY mail_opt_out_own ON mail_opt_out TO clause_app
  USING (user_id = clause_user()) WITH CHECK (user_id = clause_user());

ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
GRANT {READ_WRITE} ON invitation TO clause_app;
CREATE POLICY invitation_system ON invitation TO clause_app
  USING (clause_is_system()) WITH CHECK (clause_is_system());
-- Those who invited and those who are joined.
CREATE POLICY invitation_own ON invitation TO clause_app
  USING (org_id = clause_org() OR invited_by_org_id = clause_org())
  WITH CHECK (org_id = clause_org() OR invited_by_org_id = clause_org());

ALTER TABLE access_link ENABLE ROW LEVEL SECURITY;
GRANT {READ_WRITE}, DELETE ON access_link TO clause_app;
CREATE POLICY access_link_system ON access_link TO clause_app
  USING (clause_is_system()) WITH CHECK (clause_is_system());

ALTER TABLE sign_in_attempt ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON sign_in_attempt TO clause_app;
CREATE POLICY sign_in_attempt_system ON sign_in_attempt TO clause_app
  USING (clause_is_system()) WITH CHECK (clause_is_system());
"""

FUNCTIONS = """
-- Whom to write to in some organisations: ids only, never an address; those who do not want this kind are left out.
CREATE FUNCTION clause_mail_readers(p_kind text, p_orgs uuid[], p_roles text[])
RETURNS TABLE (user_id uuid, org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT m.user_id, m.org_id FROM membership m JOIN app_user u ON u.id = m.user_id
  WHERE m.org_id = ANY(p_orgs) AND m.role = ANY(p_roles) AND m.ended_at IS NULL AND u.disabled_at IS NULL
    AND clause_org() IS NOT NULL
    AND NOT EXISTS (SELECT FROM mail_opt_out o WHERE o.user_id = m.user_id AND o.kind = p_kind)
  ORDER BY 1
$$;
REVOKE ALL ON FUNCTION clause_mail_readers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_mail_readers TO clause_app;

-- As before; an access that ended opens nothing, whatever sessions are left of it.
CREATE OR REPLACE FUNCTION clause_session_actor(p_token_hash text, p_now timestamptz)
RETURNS TABLE (session_id uuid, csrf_token text, user_id uuid, full_name text, org_id uuid, org_kind text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.csrf_token, u.id, u.full_name, o.id, o.kind, m.role
  FROM web_session s JOIN app_user u ON u.id = s.user_id JOIN membership m ON m.id = s.membership_id
  JOIN organisation o ON o.id = m.org_id
  WHERE s.token_hash = p_token_hash AND s.expires_at > p_now AND u.disabled_at IS NULL AND m.ended_at IS NULL
$$;
"""

STATEMENTS = [
    POLICIES,
    one_of("mail", "kind", *NOTICES, "invitation", "sign_in_link"),
    one_of("mail", "state", "queued", "sent", "failed", "not_configured"),
    check("mail", "outcome_is_dated", "(state = 'sent') = (sent_at IS NOT NULL)"),
    check("mail", "has_a_reader", "user_id IS NOT NULL OR address IS NOT NULL"),
    one_of("mail_opt_out", "kind", *NOTICES),
    one_of("invitation", "role", *ROLES),
    check("invitation", "has_one_outcome", "accepted_at IS NULL OR cancelled_at IS NULL"),
    check("invitation", "acceptance_is_signed", "(accepted_at IS NULL) = (accepted_by IS NULL)"),
    "CREATE UNIQUE INDEX invitation_unique_pending ON invitation (org_id, lower(email))"
    " WHERE accepted_at IS NULL AND cancelled_at IS NULL;",
    one_of("access_link", "purpose", "invitation", "sign_in", "unsubscribe"),
    one_of("sign_in_attempt", "kind", "password", "link"),
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
