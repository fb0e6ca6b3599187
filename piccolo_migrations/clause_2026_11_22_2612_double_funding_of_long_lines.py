"""Person-months claimed by lines of several months count in the double-funding view, month by month."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:26:12:000000"
VERSION = "1.38.0"
DESCRIPTION = "Double funding, lines of several months included"

FUNCTION = """
-- As before; a line of several months is told month by month, without an amount, which it has for the whole only.
CREATE OR REPLACE FUNCTION clause_double_funding(p_operation uuid)
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
  ), staff AS (
    SELECT l.*, s.number, s.state, s.operation_id, s.operation_number, s.is_shown, s.rank
    FROM standing s JOIN claim_line l ON l.claim_id = s.id
    WHERE l.kind = 'STAFF' AND l.employment_id IS NOT NULL
  ), lines AS (
    SELECT l.employment_id, l.month, l.operation_id, l.operation_number, l.is_shown, l.rank, l.claim_id, l.number,
      l.state, l.method, l.assignment_id, l.hours_on_operation, l.hours_worked, l.employer_cost, l.amount, l.position,
      p.document_sha256
    FROM staff l LEFT JOIN payroll_month p ON p.id = l.payroll_month_id WHERE l.month IS NOT NULL
    UNION ALL
    SELECT l.employment_id, (t.told->>'month' || '-01')::date, l.operation_id, l.operation_number, l.is_shown, l.rank,
      l.claim_id, l.number, l.state, l.method, l.assignment_id, (t.told->>'hours_on_operation')::numeric,
      (t.told->>'hours_worked')::numeric, (t.told->>'employer_cost')::numeric, NULL, l.position,
      (SELECT p.document_sha256 FROM payroll_month p WHERE p.employment_id = l.employment_id
         AND p.month = (t.told->>'month' || '-01')::date AND l.details->'payroll_month_ids' ? p.id::text)
    FROM staff l CROSS JOIN LATERAL jsonb_array_elements(l.details->'months') AS t(told)
    WHERE l.month IS NULL AND jsonb_typeof(l.details->'months') = 'array'
  ), asked AS (
    SELECT DISTINCT l.employment_id, l.month FROM lines l WHERE l.operation_id = p_operation
  ), hashes AS (
    SELECT DISTINCT l.document_sha256 FROM lines l
    WHERE l.operation_id = p_operation AND l.document_sha256 IS NOT NULL
  )
  SELECT l.employment_id, e.staff_number::text, l.month, CASE WHEN l.is_shown THEN l.operation_id END,
    CASE WHEN l.is_shown THEN l.operation_number::text END, CASE WHEN l.is_shown THEN NULL ELSE l.rank END,
    CASE WHEN l.is_shown THEN l.claim_id END, CASE WHEN l.is_shown THEN l.number END,
    CASE WHEN l.is_shown THEN l.state::text END, l.method::text, a.time_share, l.hours_on_operation, l.hours_worked,
    l.employer_cost, l.amount, l.document_sha256::text
  FROM lines l JOIN employment e ON e.id = l.employment_id LEFT JOIN assignment a ON a.id = l.assignment_id
  WHERE (l.employment_id, l.month) IN (SELECT q.employment_id, q.month FROM asked q)
     OR l.document_sha256 IN (SELECT h.document_sha256 FROM hashes h)
  ORDER BY e.staff_number, l.month, l.rank, l.number, l.position
$$;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, FUNCTION)
