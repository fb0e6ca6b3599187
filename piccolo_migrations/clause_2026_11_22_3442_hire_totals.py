"""Totals of hires: void as soon as hours of the hire are booked or credited, then counted anew from the ledger."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration, tenant_policies

ID = "2026-11-22T00:34:42:000000"
VERSION = "1.38.0"
DESCRIPTION = "Totals of hires are void when the ledger of the hire grows"

FUNCTIONS = """
-- Rows are only added: two bookings at once do not wait for each other here.
CREATE FUNCTION clause_touch_hires_booked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO hire_touch (id, facilitator_org_id, company_id, hire_id)
  SELECT gen_random_uuid(), h.facilitator_org_id, h.company_id, h.id FROM hire h
  WHERE h.id IN (SELECT e.hire_id FROM added e);
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_hire_touches AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_touch_hires_booked();

CREATE FUNCTION clause_touch_hires_credited() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO hire_touch (id, facilitator_org_id, company_id, hire_id)
  SELECT gen_random_uuid(), h.facilitator_org_id, h.company_id, h.id FROM hire h
  WHERE h.id IN (SELECT e.hire_id FROM added a JOIN ledger_entry e ON e.id = a.ledger_entry_id);
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_hire_touches AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_touch_hires_credited();

-- What the ledger gives for some hires: the one definition of these totals.
CREATE FUNCTION clause_hours_in_ledger(p_hires uuid[])
RETURNS TABLE (facilitator_org_id uuid, company_id uuid, hire_id uuid, lot_id uuid, nature text, year integer,
  hours_validated numeric, hours_credited numeric)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT x.facilitator_org_id, x.company_id, x.hire_id, x.lot_id, x.nature, x.year, sum(x.validated), sum(x.credited)
  FROM (SELECT e.facilitator_org_id, e.company_id, e.hire_id, e.lot_id, e.nature::text,
          extract(year FROM e.last_day)::integer AS year, e.hours_validated AS validated, 0.00 AS credited
        FROM ledger_entry e WHERE e.hire_id = ANY(p_hires)
        UNION ALL
        SELECT e.facilitator_org_id, e.company_id, e.hire_id, a.lot_id, e.nature::text,
          extract(year FROM a.worked_on)::integer, 0.00, a.hours_credited
        FROM ledger_entry e JOIN allocation a ON a.ledger_entry_id = e.id WHERE e.hire_id = ANY(p_hires)) x
  GROUP BY 1, 2, 3, 4, 5, 6
$$;

-- Count some of the hires that were touched; how many. Touches go first: a booking that is committed after that is
-- counted or leaves its own. One at a time.
CREATE FUNCTION clause_count_hires(p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_hires uuid[];
BEGIN
  IF NOT clause_is_system() OR NOT pg_try_advisory_xact_lock(hashtextextended('hire_total', 0)) THEN RETURN 0; END IF;
  v_hires := ARRAY(SELECT DISTINCT t.hire_id FROM hire_touch t LIMIT p_limit);
  DELETE FROM hire_touch WHERE hire_id = ANY(v_hires);
  DELETE FROM hire_total WHERE hire_id = ANY(v_hires);
  INSERT INTO hire_total (id, facilitator_org_id, company_id, hire_id, lot_id, nature, year, hours_validated,
    hours_credited)
  SELECT gen_random_uuid(), l.facilitator_org_id, l.company_id, l.hire_id, l.lot_id, l.nature, l.year,
    l.hours_validated, l.hours_credited FROM clause_hours_in_ledger(v_hires) l;
  RETURN cardinality(v_hires);
END $$;

-- Hours of some organisations in a year, by hire, lot and nature: what is kept, and for hires that were touched since
-- what the ledger gives.
CREATE FUNCTION clause_hours_of_hires(p_orgs uuid[], p_year integer)
RETURNS TABLE (company_id uuid, hire_id uuid, lot_id uuid, nature text, hours_validated numeric, hours_credited numeric)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT t.company_id, t.hire_id, t.lot_id, t.nature::text, t.hours_validated, t.hours_credited FROM hire_total t
  WHERE t.facilitator_org_id = ANY(p_orgs) AND t.year = p_year
    AND NOT EXISTS (SELECT FROM hire_touch x WHERE x.hire_id = t.hire_id)
  UNION ALL
  SELECT l.company_id, l.hire_id, l.lot_id, l.nature, l.hours_validated, l.hours_credited
  FROM clause_hours_in_ledger(ARRAY(
    SELECT DISTINCT x.hire_id FROM hire_touch x WHERE x.facilitator_org_id = ANY(p_orgs))) l
  WHERE l.year = p_year
$$;

REVOKE ALL ON FUNCTION clause_hours_in_ledger, clause_count_hires, clause_hours_of_hires FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_count_hires TO clause_app;
"""

STATEMENTS = [
    tenant_policies("hire_total", "SELECT", ("company",)),
    tenant_policies("hire_touch", "SELECT", ("company",)),
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
