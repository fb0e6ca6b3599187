"""Who reads the access log and webhooks, when an operation last changed, and person-months claimed more than once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, READ_WRITE, append_only, check, one_of, sql_migration

ID = "2026-11-22T00:26:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "Access log, webhooks, operations that changed, double funding"

EVENTS = (
    "claim.submitted",
    "claim.clarification_answered",
    "claim.withdrawn",
    "assignment.changed",
    "retention.due",
)

POLICIES = f"""
ALTER TABLE access_log ENABLE ROW LEVEL SECURITY;
GRANT {APPEND} ON access_log TO clause_app;
-- Who reads writes its own line; the organisation whose data was read sees it too.
CREATE POLICY access_log_reader ON access_log TO clause_app
  USING (org_id = clause_org()) WITH CHECK (org_id = clause_org());
CREATE POLICY access_log_tenant ON access_log FOR SELECT TO clause_app USING (facilitator_org_id = clause_org());

ALTER TABLE webhook_subscription ENABLE ROW LEVEL SECURITY;
GRANT {READ_WRITE} ON webhook_subscription TO clause_app;
CREATE POLICY webhook_subscription_own ON webhook_subscription TO clause_app
  USING (org_id = clause_org()) WITH CHECK (org_id = clause_org());

ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY;
GRANT {READ_WRITE} ON webhook_delivery TO clause_app;
CREATE POLICY webhook_delivery_own ON webhook_delivery TO clause_app
  USING (org_id = clause_org()) WITH CHECK (org_id = clause_org());
-- Whoever makes an event happen writes the deliveries of the other side with it, and sees nothing of them afterwards.
CREATE POLICY webhook_delivery_announced ON webhook_delivery FOR INSERT TO clause_app
  WITH CHECK (announced_by = clause_org());
"""

FUNCTIONS = """
-- The subscriptions of some organisations to an event: their ids only, never where they lead nor their secret.
CREATE FUNCTION clause_subscribers(p_event text, p_orgs uuid[])
RETURNS TABLE (subscription_id uuid, org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.org_id FROM webhook_subscription s
  WHERE s.org_id = ANY(p_orgs) AND s.ended_at IS NULL AND p_event = ANY(s.events) AND clause_org() IS NOT NULL
  ORDER BY s.id
$$;

CREATE FUNCTION clause_note_operation_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := greatest(now(), OLD.changed_at, OLD.created_at);
  RETURN NEW;
END $$;
CREATE TRIGGER operation_change_noted BEFORE UPDATE ON operation
  FOR EACH ROW EXECUTE FUNCTION clause_note_operation_change();

-- Each month of pay that an operation of the caller claims, with every standing claim of the same employer on it. An
-- operation that is not the caller's to see has a number of order instead of its name.
CREATE FUNCTION clause_double_funding(p_operation uuid)
RETURNS TABLE (employment_id uuid, staff_number text, month date, operation_id uuid, operation_number text,
               other_rank integer, claim_id uuid, claim_number integer, claim_state text, method text,
               time_share numeric,
               hours_on_operation numeric, hours_worked numeric, employer_cost numeric, amount numeric,
               document_sha256 text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH mine AS (
    SELECT o.id, o.facilitator_org_id FROM operation o
    WHERE o.id = p_operation AND (o.intermediate_body_id = clause_org() OR o.facilitator_org_id = clause_org())
  ), standing AS (
    SELECT c.id, c.number, c.state, o.id AS operation_id, o.number AS operation_number,
      (o.intermediate_body_id = clause_org() OR o.facilitator_org_id = clause_org()) AS is_shown,
      dense_rank() OVER (ORDER BY o.id)::integer AS rank
    FROM mine m JOIN claim c ON c.facilitator_org_id = m.facilitator_org_id JOIN operation o ON o.id = c.operation_id
    WHERE c.submitted_at IS NOT NULL AND c.state NOT IN ('withdrawn', 'inadmissible')
  ), lines AS (
    SELECT l.*, s.number, s.state, s.operation_id, s.operation_number, s.is_shown, s.rank
    FROM standing s JOIN claim_line l ON l.claim_id = s.id
    WHERE l.kind = 'STAFF' AND l.employment_id IS NOT NULL AND l.month IS NOT NULL
  ), asked AS (
    SELECT DISTINCT l.employment_id, l.month FROM lines l WHERE l.operation_id = p_operation
  ), hashes AS (
    SELECT DISTINCT p.document_sha256 FROM lines l JOIN payroll_month p ON p.id = l.payroll_month_id
    WHERE l.operation_id = p_operation AND p.document_sha256 IS NOT NULL
  )
  SELECT l.employment_id, e.staff_number::text, l.month, CASE WHEN l.is_shown THEN l.operation_id END,
    CASE WHEN l.is_shown THEN l.operation_number::text END, CASE WHEN l.is_shown THEN NULL ELSE l.rank END,
    CASE WHEN l.is_shown THEN l.claim_id END, CASE WHEN l.is_shown THEN l.number END,
    CASE WHEN l.is_shown THEN l.state::text END, l.method::text, a.time_share, l.hours_on_operation, l.hours_worked,
    l.employer_cost, l.amount, p.document_sha256::text
  FROM lines l JOIN employment e ON e.id = l.employment_id LEFT JOIN payroll_month p ON p.id = l.payroll_month_id
  LEFT JOIN assignment a ON a.id = l.assignment_id
  WHERE (l.employment_id, l.month) IN (SELECT q.employment_id, q.month FROM asked q)
     OR p.document_sha256 IN (SELECT h.document_sha256 FROM hashes h)
  ORDER BY e.staff_number, l.month, l.rank, l.number, l.position
$$;

REVOKE ALL ON FUNCTION clause_subscribers, clause_double_funding FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_subscribers, clause_double_funding TO clause_app;
"""

STATEMENTS = [
    POLICIES,
    append_only("access_log"),
    check("access_log", "status_possible", "status BETWEEN 100 AND 599 AND bytes >= 0"),
    check("webhook_subscription", "events_given", "cardinality(events) > 0"),
    one_of("webhook_delivery", "event", *EVENTS),
    one_of("webhook_delivery", "state", "pending", "delivered", "abandoned"),
    check(
        "webhook_delivery",
        "outcome_is_dated",
        "(state = 'delivered') = (delivered_at IS NOT NULL) AND (state = 'pending') = (next_attempt_at IS NOT NULL)",
    ),
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
