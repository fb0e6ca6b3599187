"""Totals of lots, kept with every booking: what a lot is credited is read, never summed from its entries."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:12:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Totals and standing of lots"

TABLES = """
ALTER TABLE lot_standing ADD CONSTRAINT lot_standing_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES lot (id);
ALTER TABLE lot_standing ADD COLUMN shortfall numeric(12, 2)
  GENERATED ALWAYS AS (greatest(coalesce(hours_owed, 0) - hours_credited, 0)) STORED;
CREATE INDEX lot_standing_behind ON lot_standing (shortfall DESC, lot_id) WHERE shortfall > 0;
CREATE INDEX lot_standing_org_behind ON lot_standing (facilitator_org_id, shortfall DESC, lot_id) WHERE shortfall > 0;
CREATE INDEX lot_standing_buyer_behind ON lot_standing (buyer_id, shortfall DESC, lot_id) WHERE shortfall > 0;
CREATE INDEX hours_statement_line_undecided ON hours_statement_line (lot_id, last_day) WHERE hours_validated IS NULL;

-- What is credited is the business of the buyer and of each holder; what is kept without credit is told by
-- clause_lot_hours to whom the service says.
CREATE POLICY lot_day_total_buyer_reads ON lot_day_total FOR SELECT TO clause_app USING (
  measure = 'CREDITED' AND EXISTS (SELECT FROM lot l WHERE l.id = lot_day_total.lot_id AND l.buyer_id = clause_org()));
CREATE POLICY lot_day_total_holder_reads ON lot_day_total FOR SELECT TO clause_app USING (
  measure = 'CREDITED'
  AND EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = lot_day_total.lot_id AND h.company_id = clause_org()));
"""

FUNCTIONS = """
CREATE FUNCTION clause_day(p_at timestamptz) RETURNS date LANGUAGE sql STABLE
  RETURN (p_at AT TIME ZONE 'Europe/Paris')::date;

-- The same as progress.version_in_effect: the highest version that has taken effect.
CREATE FUNCTION clause_hours_owed(p_lot uuid, p_on date) RETURNS numeric
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT o.hours_owed FROM obligation o WHERE o.lot_id = p_lot AND o.effective_on <= p_on
          ORDER BY o.version_no DESC LIMIT 1);
END $$;

-- One statement a booking and rows in one order: two bookings at once wait for each other, and never both.
CREATE FUNCTION clause_total_entries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO lot_day_total AS t (id, facilitator_org_id, lot_id, measure, worked_on, hours)
  SELECT gen_random_uuid(), m.facilitator_org_id, m.lot_id, m.measure, m.last_day, sum(m.hours_validated)
  FROM (SELECT facilitator_org_id, lot_id, last_day, hours_validated, 'VALIDATED' AS measure FROM added
        UNION ALL
        SELECT facilitator_org_id, lot_id, last_day, hours_validated, not_credited_reason FROM added
        WHERE not_credited_reason IS NOT NULL) m
  GROUP BY m.facilitator_org_id, m.lot_id, m.measure, m.last_day HAVING sum(m.hours_validated) <> 0
  ORDER BY m.lot_id, m.measure, m.last_day
  ON CONFLICT ON CONSTRAINT lot_day_total_unique_lot_measure_day DO UPDATE SET hours = t.hours + excluded.hours;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_totals AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_total_entries();

CREATE FUNCTION clause_total_allocations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO lot_day_total AS t (id, facilitator_org_id, lot_id, measure, worked_on, hours)
  SELECT gen_random_uuid(), a.facilitator_org_id, a.lot_id, 'CREDITED', a.worked_on, sum(a.hours_credited)
  FROM added a GROUP BY a.facilitator_org_id, a.lot_id, a.worked_on HAVING sum(a.hours_credited) <> 0
  ORDER BY a.lot_id, a.worked_on
  ON CONFLICT ON CONSTRAINT lot_day_total_unique_lot_measure_day DO UPDATE SET hours = t.hours + excluded.hours;

  INSERT INTO lot_standing AS s (lot_id, facilitator_org_id, buyer_id, hours_owed, hours_credited, as_of)
  SELECT a.lot_id, a.facilitator_org_id, a.buyer_id, clause_hours_owed(a.lot_id, clause_day(max(a.booked_at))),
         sum(a.hours_credited), clause_day(max(a.booked_at))
  FROM added a GROUP BY a.lot_id, a.facilitator_org_id, a.buyer_id HAVING sum(a.hours_credited) <> 0
  ORDER BY a.lot_id
  ON CONFLICT (lot_id) DO UPDATE SET hours_credited = s.hours_credited + excluded.hours_credited;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_totals AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_total_allocations();

CREATE FUNCTION clause_stand_obligations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO lot_standing AS s (lot_id, facilitator_org_id, buyer_id, hours_owed, hours_credited, as_of)
  SELECT o.lot_id, o.facilitator_org_id, o.buyer_id, clause_hours_owed(o.lot_id, clause_day(max(o.recorded_at))), 0,
         clause_day(max(o.recorded_at))
  FROM added o WHERE o.lot_id IS NOT NULL GROUP BY o.lot_id, o.facilitator_org_id, o.buyer_id ORDER BY o.lot_id
  ON CONFLICT (lot_id) DO UPDATE SET hours_owed = excluded.hours_owed, as_of = excluded.as_of;
  RETURN NULL;
END $$;
CREATE TRIGGER obligation_standing AFTER INSERT ON obligation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_stand_obligations();

-- Obligations whose day has come since: how many lots owe something else today.
CREATE FUNCTION clause_refresh_standing(p_on date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed integer;
BEGIN
  PERFORM FROM lot_standing WHERE hours_owed IS DISTINCT FROM clause_hours_owed(lot_id, p_on)
    ORDER BY lot_id FOR NO KEY UPDATE;
  UPDATE lot_standing SET hours_owed = clause_hours_owed(lot_id, p_on), as_of = p_on
    WHERE hours_owed IS DISTINCT FROM clause_hours_owed(lot_id, p_on);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

-- The totals as the ledger gives them, for rows that came in without the triggers (a migration, a benchmark's copies).
CREATE FUNCTION clause_recount_totals(p_on date) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM lot_day_total;
  DELETE FROM lot_standing;
  INSERT INTO lot_day_total (id, facilitator_org_id, lot_id, measure, worked_on, hours)
  SELECT gen_random_uuid(), m.facilitator_org_id, m.lot_id, m.measure, m.day, sum(m.hours)
  FROM (SELECT facilitator_org_id, lot_id, last_day AS day, hours_validated AS hours, 'VALIDATED' AS measure
        FROM ledger_entry
        UNION ALL
        SELECT facilitator_org_id, lot_id, last_day, hours_validated, not_credited_reason FROM ledger_entry
        WHERE not_credited_reason IS NOT NULL
        UNION ALL
        SELECT facilitator_org_id, lot_id, worked_on, hours_credited, 'CREDITED' FROM allocation) m
  GROUP BY m.facilitator_org_id, m.lot_id, m.measure, m.day;
  INSERT INTO lot_standing (lot_id, facilitator_org_id, buyer_id, hours_owed, hours_credited, as_of)
  SELECT l.id, l.facilitator_org_id, l.buyer_id, clause_hours_owed(l.id, p_on),
         (SELECT coalesce(sum(a.hours_credited), 0) FROM allocation a WHERE a.lot_id = l.id), p_on
  FROM lot l WHERE EXISTS (SELECT FROM obligation o WHERE o.lot_id = l.id)
    OR EXISTS (SELECT FROM allocation a WHERE a.lot_id = l.id);
END $$;

CREATE OR REPLACE FUNCTION clause_lot_hours(p_lots uuid[], p_on date)
RETURNS TABLE (lot_id uuid, hours_declared numeric, hours_validated numeric, not_credited jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id,
    (SELECT coalesce(sum(d.hours_declared), 0) FROM hours_statement_line d
     JOIN hours_statement s ON s.id = d.statement_id
     WHERE d.lot_id = l.id AND d.hours_validated IS NULL AND s.state = 'SUBMITTED' AND d.last_day <= p_on),
    (SELECT coalesce(sum(t.hours), 0) FROM lot_day_total t
     WHERE t.lot_id = l.id AND t.measure = 'VALIDATED' AND t.worked_on <= p_on),
    (SELECT coalesce(jsonb_object_agg(r.measure, r.hours::text), '{}') FROM (
       SELECT t.measure, sum(t.hours) AS hours FROM lot_day_total t
       WHERE t.lot_id = l.id AND t.worked_on <= p_on AND t.measure NOT IN ('VALIDATED', 'CREDITED')
       GROUP BY 1 HAVING sum(t.hours) <> 0) r)
  FROM lot l WHERE l.id = ANY(p_lots) AND (l.facilitator_org_id = clause_org() OR l.buyer_id = clause_org()
    OR EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = clause_org()))
$$;

SELECT clause_recount_totals(clause_day(now()));
REVOKE ALL ON FUNCTION clause_refresh_standing, clause_recount_totals FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_refresh_standing TO clause_app;
"""


STATEMENTS = [
    one_of("ledger_entry", "nature", "WORK", "TRAINING_IN_CONTRACT", "TRAINING_OUTSIDE_CONTRACT", "TUTORING"),
    tenant_policies("lot_day_total", "SELECT"),
    tenant_policies("lot_standing", "SELECT", ("buyer", "holder")),
    TABLES,
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
