"""Months that holders of a lot had to declare, and the hours of residents of priority districts: nobody is named."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:16:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "Months to declare and hours of priority districts, by lot"

FUNCTIONS = """
-- Months in which a company had people under contract for a lot that the caller sees, and when the first statement
-- received by the day that covers the month came in. The same for all who may see the lot's progress.
CREATE FUNCTION clause_lot_months(p_lots uuid[], p_on date)
RETURNS TABLE (lot_id uuid, facilitator_org_id uuid, company_id uuid, month date, hires integer,
               received_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.lot_id, m.facilitator_org_id, m.company_id, m.month, m.hires,
    (SELECT min(s.submitted_at) FROM hours_statement s
     WHERE s.facilitator_org_id = m.facilitator_org_id AND s.company_id = m.company_id
       AND s.state IN ('SUBMITTED', 'VALIDATED') AND clause_day(s.submitted_at) <= p_on
       AND m.month BETWEEN s.month AND coalesce(s.last_month, s.month))
  FROM (
    SELECT l.id AS lot_id, l.facilitator_org_id, h.company_id, g::date AS month, count(*)::integer AS hires
    FROM lot l JOIN hire h ON h.lot_id = l.id
    CROSS JOIN LATERAL generate_series(
      date_trunc('month', greatest(h.first_day, l.first_day)::timestamp),
      least(coalesce(h.last_day, h.planned_last_day), l.last_day, p_on)::timestamp, interval '1 month') g
    WHERE l.id = ANY(p_lots)
      AND greatest(h.first_day, l.first_day) <= least(coalesce(h.last_day, h.planned_last_day), l.last_day, p_on)
      AND (l.facilitator_org_id = clause_org() OR l.buyer_id = clause_org()
        OR EXISTS (SELECT FROM lot_holder x WHERE x.lot_id = l.id AND x.company_id = clause_org()))
    GROUP BY 1, 2, 3, 4) m
$$;

-- Hours credited to lots that the caller sees, the part done by residents of priority districts, and how many people
-- stand behind each.
CREATE FUNCTION clause_lot_qpv(p_lots uuid[], p_on date)
RETURNS TABLE (lot_id uuid, hours_credited numeric, hours_qpv numeric, people integer, people_qpv integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id, coalesce(sum(a.hours_credited), 0), coalesce(sum(a.hours_credited) FILTER (WHERE h.lives_in_qpv), 0),
         count(DISTINCT h.participant_id)::integer,
         (count(DISTINCT h.participant_id) FILTER (WHERE h.lives_in_qpv))::integer
  FROM lot l LEFT JOIN allocation a ON a.lot_id = l.id AND a.worked_on <= p_on
  LEFT JOIN ledger_entry e ON e.id = a.ledger_entry_id LEFT JOIN hire h ON h.id = e.hire_id
  WHERE l.id = ANY(p_lots) AND (l.facilitator_org_id = clause_org() OR l.buyer_id = clause_org()
    OR EXISTS (SELECT FROM lot_holder x WHERE x.lot_id = l.id AND x.company_id = clause_org()))
  GROUP BY l.id
$$;

REVOKE ALL ON FUNCTION clause_lot_months, clause_lot_qpv FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_lot_months, clause_lot_qpv TO clause_app;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, FUNCTIONS)
