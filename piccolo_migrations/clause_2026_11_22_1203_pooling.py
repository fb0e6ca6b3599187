"""Hours on several lots: never more than the entry has, never on a lot that no agreement covers, whoever books at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, READ_WRITE, append_only, check, sql_migration, tenant_policies

ID = "2026-11-22T00:12:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "Pooling agreements, moved hours, whole reversals"

POLICIES = """
CREATE POLICY pooling_agreement_buyer_reads ON pooling_agreement FOR SELECT TO clause_app
  USING (clause_org() = ANY(buyer_ids));
CREATE POLICY pooling_agreement_lot_buyer_reads ON pooling_agreement_lot FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM pooling_agreement a WHERE a.id = agreement_id AND clause_org() = ANY(a.buyer_ids)));
CREATE POLICY pooling_consent_buyer_reads ON pooling_consent FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM pooling_agreement a WHERE a.id = agreement_id AND clause_org() = ANY(a.buyer_ids)));
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_replaces_known
  FOREIGN KEY (replaces_id) REFERENCES ledger_entry (id);
"""

FUNCTIONS = """
-- Triggers are told apart by name; the first by name locks the entries, so that two moves of the same hours follow one
-- another, and each sees what the other left. A lock that leaves the key free does not bar the foreign keys.
DROP TRIGGER allocation_within_entry ON allocation;
DROP FUNCTION clause_allocation_within_entry();

CREATE FUNCTION clause_refuse_allocation(p_rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'hours cannot be put there: %', p_rule
    USING ERRCODE = 'check_violation', CONSTRAINT = p_rule, TABLE = 'allocation';
END $$;

CREATE FUNCTION clause_allocation_entry_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM ledger_entry WHERE id IN (SELECT ledger_entry_id FROM added) ORDER BY id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM added a JOIN ledger_entry r ON r.reverses_id = a.ledger_entry_id) THEN
    PERFORM clause_refuse_allocation(TG_NAME);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_entry_stands AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_allocation_entry_stands();

-- On another lot than its own, an hour needs an agreement that every buyer consented to, in force on all days worked,
-- over both lots. It is the employer's, or, for people lent or sent by another, that of a holder of the lot.
CREATE FUNCTION clause_allocation_needs_agreement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM pooling_agreement WHERE id IN (SELECT agreement_id FROM added) ORDER BY id FOR SHARE;
  IF EXISTS (
    SELECT FROM added n JOIN ledger_entry e ON e.id = n.ledger_entry_id
    WHERE n.lot_id <> e.lot_id AND n.hours_credited > 0 AND NOT EXISTS (
      SELECT FROM pooling_agreement a
      JOIN pooling_agreement_lot own ON own.agreement_id = a.id AND own.lot_id = e.lot_id
      JOIN pooling_agreement_lot other ON other.agreement_id = a.id AND other.lot_id = n.lot_id
      WHERE a.id = n.agreement_id AND a.facilitator_org_id = e.facilitator_org_id
        AND a.first_day <= e.first_day AND e.last_day <= coalesce(a.ended_on, a.last_day)
        AND (a.company_id = e.company_id OR NOT EXISTS (
          SELECT FROM lot_holder h WHERE h.lot_id = e.lot_id AND h.company_id = e.company_id))
        AND NOT EXISTS (
          SELECT FROM pooling_agreement_lot l WHERE l.agreement_id = a.id AND NOT EXISTS (
            SELECT FROM pooling_consent c WHERE c.agreement_id = a.id AND c.buyer_id = l.buyer_id))))
  THEN
    PERFORM clause_refuse_allocation(TG_NAME);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_needs_agreement AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_allocation_needs_agreement();

-- Of an entry, a lot holds nothing or hours of the entry's sign.
CREATE FUNCTION clause_allocation_not_below_zero() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT ledger_entry_id FROM added) n JOIN ledger_entry e ON e.id = n.ledger_entry_id
    JOIN allocation a ON a.ledger_entry_id = e.id
    GROUP BY e.id, e.kind, a.lot_id
    HAVING sum(a.hours_credited) * (CASE e.kind WHEN 'REVERSAL' THEN -1 ELSE 1 END) < 0)
  THEN
    PERFORM clause_refuse_allocation(TG_NAME);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_not_below_zero AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_allocation_not_below_zero();

CREATE FUNCTION clause_allocation_within_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT ledger_entry_id FROM added) n JOIN ledger_entry e ON e.id = n.ledger_entry_id
    JOIN allocation a ON a.ledger_entry_id = e.id
    GROUP BY e.id, e.hours_validated
    HAVING abs(sum(a.hours_credited)) > abs(e.hours_validated) OR sum(a.hours_credited) * e.hours_validated < 0)
  THEN
    PERFORM clause_refuse_allocation(TG_NAME);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_within_entry AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_allocation_within_entry();

CREATE FUNCTION clause_allocation_within_execution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added n JOIN ledger_entry e ON e.id = n.ledger_entry_id JOIN lot l ON l.id = n.lot_id
    WHERE n.lot_id <> e.lot_id AND n.hours_credited > 0
      AND (l.first_day <= e.first_day AND e.last_day <= l.last_day) IS NOT TRUE)
  THEN
    PERFORM clause_refuse_allocation(TG_NAME);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER allocation_within_execution AFTER INSERT ON allocation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_allocation_within_execution();

-- A reversal waits for moves of the same hours, and they for it.
CREATE FUNCTION clause_lock_reversed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM ledger_entry WHERE id IN (SELECT reverses_id FROM added) ORDER BY id FOR NO KEY UPDATE;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_lock_before_totals AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION clause_lock_reversed();

-- At the commit: nothing remains of a reversed entry, on any lot.
CREATE FUNCTION clause_reversal_is_whole() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id = NEW.reverses_id
      AND (e.kind, e.hire_id, e.lot_id, e.company_id, e.month, e.first_day, e.last_day, e.nature)
        = ('BOOKING', NEW.hire_id, NEW.lot_id, NEW.company_id, NEW.month, NEW.first_day, NEW.last_day, NEW.nature)
      AND e.hours_validated + NEW.hours_validated = 0)
    OR EXISTS (SELECT FROM allocation a WHERE a.ledger_entry_id IN (NEW.id, NEW.reverses_id)
      GROUP BY a.lot_id, a.worked_on HAVING sum(a.hours_credited) <> 0)
  THEN
    RAISE EXCEPTION 'a reversal undoes the whole entry' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'ledger_entry_reversal_is_whole', TABLE = 'ledger_entry';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_reversal_is_whole AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'REVERSAL')
  EXECUTE FUNCTION clause_reversal_is_whole();

-- An obligation in another unit is no matter of hours.
CREATE OR REPLACE FUNCTION clause_hours_owed(p_lot uuid, p_on date) RETURNS numeric
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT o.hours_owed FROM obligation o WHERE o.lot_id = p_lot AND o.unit = 'HOURS' AND o.effective_on <= p_on
          ORDER BY o.version_no DESC LIMIT 1);
END $$;

-- Hours that were accepted and bear on a lot: credited to it, wherever they were done, or done there without credit.
CREATE OR REPLACE FUNCTION clause_lot_hours(p_lots uuid[], p_on date)
RETURNS TABLE (lot_id uuid, hours_declared numeric, hours_validated numeric, not_credited jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id,
    (SELECT coalesce(sum(d.hours_declared), 0) FROM hours_statement_line d
     JOIN hours_statement s ON s.id = d.statement_id
     WHERE d.lot_id = l.id AND d.hours_validated IS NULL AND s.state = 'SUBMITTED' AND d.last_day <= p_on),
    coalesce((SELECT s.hours_credited FROM lot_standing s WHERE s.lot_id = l.id), 0)
      - coalesce((SELECT sum(t.hours) FROM lot_day_total t
                  WHERE t.lot_id = l.id AND t.measure = 'CREDITED' AND t.worked_on > p_on), 0)
      + coalesce(n.hours, 0),
    coalesce(n.by_reason, '{}')
  FROM lot l LEFT JOIN LATERAL (
    SELECT sum(r.hours) AS hours, jsonb_object_agg(r.measure, r.hours::text) FILTER (WHERE r.hours <> 0) AS by_reason
    FROM (SELECT t.measure, sum(t.hours) AS hours FROM lot_day_total t
          WHERE t.lot_id = l.id AND t.worked_on <= p_on
            -- Said as ranges, so that the index leads past the two measures that have a row nearly every day.
            AND (t.measure < 'CREDITED' OR (t.measure > 'CREDITED' AND t.measure < 'VALIDATED')
              OR t.measure > 'VALIDATED')
          GROUP BY 1) r) n ON true
  WHERE l.id = ANY(p_lots) AND (l.facilitator_org_id = clause_org() OR l.buyer_id = clause_org()
    OR EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = clause_org()))
$$;
"""

STATEMENTS = [
    tenant_policies("pooling_agreement", READ_WRITE, ("company",)),
    tenant_policies("pooling_agreement_lot", APPEND, ("company",)),
    tenant_policies("pooling_consent", APPEND, ("company",)),
    POLICIES,
    check("pooling_agreement", "days_in_order", "first_day <= last_day"),
    check(
        "pooling_agreement",
        "end_is_explained",
        "ended_on IS NULL OR (ended_on <= last_day AND btrim(coalesce(end_reason, '')) <> '')",
    ),
    append_only("pooling_agreement_lot"),
    append_only("pooling_consent"),
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
