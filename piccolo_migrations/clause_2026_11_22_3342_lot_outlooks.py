"""Who reads outlooks of lots, and every change that makes one void: readers then draw the lot again themselves."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import READ_WRITE, sql_migration, tenant_policies

ID = "2026-11-22T00:33:42:000000"
VERSION = "1.38.0"
DESCRIPTION = "Outlooks of lots are void when what they are drawn from changes"

FUNCTIONS = """
-- Rows are only added, never changed: two bookings at once do not wait for each other here. No foreign key: a key to the
-- lot would make every booking wait for who edits the lot.
CREATE FUNCTION clause_touch_lots(p_lots uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO lot_touch (id, facilitator_org_id, buyer_id, lot_id)
  SELECT gen_random_uuid(), l.facilitator_org_id, l.buyer_id, l.id FROM lot l WHERE l.id = ANY(p_lots)
$$;

-- Of a table whose rows name their lot.
CREATE FUNCTION clause_touch_lot_of_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM clause_touch_lots(ARRAY[OLD.lot_id]); END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.lot_id IS DISTINCT FROM OLD.lot_id) THEN
    PERFORM clause_touch_lots(ARRAY[NEW.lot_id]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER hire_touches AFTER INSERT OR DELETE OR UPDATE ON hire
  FOR EACH ROW EXECUTE FUNCTION clause_touch_lot_of_row();
CREATE TRIGGER invoice_touches AFTER INSERT OR DELETE OR UPDATE ON invoice
  FOR EACH ROW EXECUTE FUNCTION clause_touch_lot_of_row();
CREATE TRIGGER obligation_touches AFTER INSERT ON obligation
  FOR EACH ROW EXECUTE FUNCTION clause_touch_lot_of_row();
CREATE TRIGGER relief_decision_touches AFTER INSERT OR DELETE OR UPDATE ON relief_decision
  FOR EACH ROW EXECUTE FUNCTION clause_touch_lot_of_row();
CREATE TRIGGER rule_set_touches AFTER INSERT OR DELETE OR UPDATE ON rule_set
  FOR EACH ROW EXECUTE FUNCTION clause_touch_lot_of_row();

-- Of bookings, which come many at a time.
CREATE FUNCTION clause_touch_lots_added() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM clause_touch_lots(ARRAY(SELECT DISTINCT lot_id FROM added));
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_touches AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_touch_lots_added();
CREATE TRIGGER allocation_touches AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_touch_lots_added();

CREATE FUNCTION clause_touch_own_lot() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM lot_outlook WHERE lot_id = OLD.id;
    DELETE FROM lot_touch WHERE lot_id = OLD.id;
  ELSE
    PERFORM clause_touch_lots(ARRAY[NEW.id]);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lot_touches AFTER DELETE OR UPDATE OF first_day, last_day, amount_excl_vat ON lot
  FOR EACH ROW EXECUTE FUNCTION clause_touch_own_lot();

-- A statement that comes in, or is taken back, settles its months for every lot on which the company had people then;
-- what it declares after the end of a lot is told as well.
CREATE FUNCTION clause_touch_lots_of_statement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stated hours_statement := coalesce(NEW, OLD);
  was_in boolean := TG_OP <> 'INSERT' AND OLD.state IN ('SUBMITTED', 'VALIDATED');
  is_in boolean := TG_OP <> 'DELETE' AND NEW.state IN ('SUBMITTED', 'VALIDATED');
BEGIN
  IF NOT (was_in OR is_in) THEN RETURN NULL; END IF;
  PERFORM clause_touch_lots(ARRAY(
    SELECT DISTINCT d.lot_id FROM hours_statement_line d WHERE d.statement_id = stated.id));
  IF was_in AND is_in AND NEW.submitted_at = OLD.submitted_at AND NEW.month = OLD.month
     AND NEW.last_month IS NOT DISTINCT FROM OLD.last_month THEN
    RETURN NULL;
  END IF;
  PERFORM clause_touch_lots(ARRAY(
    SELECT DISTINCT h.lot_id FROM hire h
    WHERE h.facilitator_org_id = stated.facilitator_org_id AND h.company_id = stated.company_id
      AND h.first_day < coalesce(stated.last_month, stated.month) + interval '1 month'
      AND coalesce(h.last_day, h.planned_last_day, 'infinity') >= stated.month));
  RETURN NULL;
END $$;
CREATE TRIGGER hours_statement_touches AFTER INSERT OR DELETE OR UPDATE ON hours_statement
  FOR EACH ROW EXECUTE FUNCTION clause_touch_lots_of_statement();

-- The organisations of which a lot is to be drawn: touched, or never drawn for this day by these rules.
CREATE FUNCTION clause_orgs_to_draw(p_on date, p_edition text) RETURNS TABLE (facilitator_org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.facilitator_org_id FROM lot_touch t WHERE clause_is_system()
  UNION
  SELECT l.facilitator_org_id FROM lot l
  LEFT JOIN lot_outlook k ON k.lot_id = l.id AND k.drawn_on = p_on AND k.edition = p_edition
  WHERE k.lot_id IS NULL AND clause_is_system()
$$;

REVOKE ALL ON FUNCTION clause_touch_lots, clause_orgs_to_draw FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_orgs_to_draw TO clause_app;
"""

STATEMENTS = [
    tenant_policies("lot_outlook", READ_WRITE, ("buyer", "holder")),
    tenant_policies("lot_touch", "SELECT, DELETE", ("buyer", "holder")),
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
