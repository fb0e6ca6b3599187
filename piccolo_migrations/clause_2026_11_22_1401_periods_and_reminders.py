"""Statements of several months, of nothing worked, with natures and evidence; reminders and who reads them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import READ_WRITE, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:14:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Open statements never overlap; what a statement and a reminder may hold; who reads a lot's rules"

EVIDENCE = ("PAYSLIP", "ATTENDANCE_SHEET", "SIAE_INVOICE", "OTHER")

# One open statement a company, a facilitator organisation and a month. Those who declare at once wait for one another
# on a lock of the pair; each then sees what the other committed, because a new statement of the function looks anew.
OPEN_MONTHS = """
DROP INDEX hours_statement_unique_open_month;
CREATE FUNCTION clause_one_open_statement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state NOT IN ('DRAFT', 'SUBMITTED', 'CORRECTION_REQUESTED') THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('hours_statement' || NEW.facilitator_org_id || NEW.company_id, 0));
  IF EXISTS (SELECT FROM hours_statement s
             WHERE s.facilitator_org_id = NEW.facilitator_org_id AND s.company_id = NEW.company_id AND s.id <> NEW.id
               AND s.state IN ('DRAFT', 'SUBMITTED', 'CORRECTION_REQUESTED')
               AND s.month <= coalesce(NEW.last_month, NEW.month)
               AND coalesce(s.last_month, s.month) >= NEW.month) THEN
    RAISE EXCEPTION 'another statement of these months is open'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'hours_statement_unique_open_month',
            TABLE = 'hours_statement';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hours_statement_unique_open_month
  BEFORE INSERT OR UPDATE OF state, month, last_month, company_id, facilitator_org_id ON hours_statement
  FOR EACH ROW EXECUTE FUNCTION clause_one_open_statement();
CREATE INDEX hours_statement_open_months ON hours_statement (facilitator_org_id, company_id, month);
"""

NOTHING_WORKED = """
CREATE FUNCTION clause_no_line_of_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT nothing_worked FROM hours_statement WHERE id = NEW.statement_id) THEN
    RAISE EXCEPTION 'the statement says that nothing was worked'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_statement_line_of_work', TABLE = 'hours_statement_line';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER hours_statement_line_of_work BEFORE INSERT OR UPDATE OF statement_id ON hours_statement_line
  FOR EACH ROW EXECUTE FUNCTION clause_no_line_of_nothing();
"""

REMINDERS = """
CREATE UNIQUE INDEX statement_reminder_unique_level ON statement_reminder
  (facilitator_org_id, company_id, first_month, last_month, level, coalesce(buyer_id, company_id));
CREATE INDEX statement_reminder_org_page ON statement_reminder (facilitator_org_id, id);
CREATE INDEX statement_reminder_company_page ON statement_reminder (company_id, id);
CREATE INDEX statement_reminder_buyer_page ON statement_reminder (buyer_id, id) WHERE buyer_id IS NOT NULL;
CREATE FUNCTION clause_freeze_reminder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'ISSUED' THEN
    RAISE EXCEPTION 'the reminder is issued'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_reminder_frozen', TABLE = 'statement_reminder';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statement_reminder_frozen BEFORE UPDATE ON statement_reminder
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_reminder();
-- A proposal is the facilitator's own; once issued, a reminder is read by whom it speaks of and to whom it speaks.
CREATE POLICY statement_reminder_company_reads ON statement_reminder FOR SELECT TO clause_app
  USING (company_id = clause_org() AND state = 'ISSUED');
CREATE POLICY statement_reminder_buyer_reads ON statement_reminder FOR SELECT TO clause_app
  USING (buyer_id = clause_org() AND state = 'ISSUED');
-- A company that only lends people to a holder declares for the lot too: by the lot's cadence and rules.
CREATE POLICY rule_set_employer_reads ON rule_set FOR SELECT TO clause_app USING (
  EXISTS (SELECT FROM hire h WHERE h.lot_id = rule_set.lot_id AND h.company_id = clause_org()));
"""

STATEMENTS = [
    OPEN_MONTHS,
    check(
        "hours_statement",
        "period_possible",
        "last_month IS NULL OR (extract(day FROM last_month) = 1 AND last_month > month"
        " AND last_month < month + interval '6 months')",
    ),
    one_of("hours_statement", "evidence", *EVIDENCE),
    one_of("hours_statement", "evidence_seen", *EVIDENCE),
    one_of("hours_statement_line", "nature", "WORK", "TRAINING_IN_CONTRACT", "TRAINING_OUTSIDE_CONTRACT", "TUTORING"),
    one_of("hours_statement_line", "evidence", *EVIDENCE),
    NOTHING_WORKED,
    tenant_policies("statement_reminder", READ_WRITE),
    one_of("statement_reminder", "level", "FIRST", "SECOND", "ESCALATION"),
    one_of("statement_reminder", "state", "PROPOSED", "ISSUED"),
    check("statement_reminder", "months_in_order", "first_month <= last_month"),
    check(
        "statement_reminder",
        "issue_is_dated",
        "(state = 'ISSUED') = (issued_at IS NOT NULL AND issued_by IS NOT NULL)",
    ),
    check("statement_reminder", "escalation_names_buyer", "(level = 'ESCALATION') = (buyer_id IS NOT NULL)"),
    REMINDERS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
