"""Notices, absences, penalties and balances: who reads them, what is refused; sums about hires that name nobody."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import APPEND, READ_WRITE, append_only, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:16:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "Notices, absences, penalties, final balances"

RIGHTS = {
    "formal_notice": READ_WRITE,
    "meeting_absence": READ_WRITE,
    "penalty_proposal": APPEND,
    "penalty_decision": APPEND,
    "final_balance": APPEND,
}

FUNCTIONS = """
CREATE UNIQUE INDEX meeting_absence_unique_meeting ON meeting_absence (lot_id, happened_on, meeting)
  WHERE withdrawn_at IS NULL;

-- People under contract after a day on lots that the caller sees: over which days, for how many hours a week. No id,
-- no name, no ground: whoever sees a lot's progress may know what is still to come.
CREATE FUNCTION clause_lot_staffing(p_lots uuid[], p_on date)
RETURNS TABLE (lot_id uuid, first_day date, last_day date, weekly_hours numeric, people integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.lot_id, s.first_day, s.last_day, sum(s.weekly_hours), count(*)::integer FROM (
    SELECT h.lot_id, h.weekly_hours, greatest(h.first_day, h.eligible_first_day) AS first_day,
           least(coalesce(h.last_day, h.planned_last_day, h.eligible_last_day), h.eligible_last_day) AS last_day
    FROM hire h WHERE h.lot_id = ANY(p_lots)) s
  JOIN lot l ON l.id = s.lot_id
  WHERE s.last_day > p_on AND s.first_day <= s.last_day AND (l.facilitator_org_id = clause_org()
    OR l.buyer_id = clause_org()
    OR EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = clause_org()))
  GROUP BY 1, 2, 3
$$;

-- What the alerts of lots need to know about their hires and lines, as numbers; one limit of eligibility for each lot.
CREATE FUNCTION clause_lot_alert_facts(p_lots uuid[], p_limits date[], p_on date)
RETURNS TABLE (lot_id uuid, hires integer, people_ending integer, first_ending date, hours_after_last_day numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.id, h.hires, h.people_ending, h.first_ending,
    (SELECT coalesce(sum(t.hours), 0) FROM lot_day_total t
     WHERE t.lot_id = l.id AND t.measure = 'VALIDATED' AND t.worked_on > l.last_day AND t.worked_on <= p_on)
    + (SELECT coalesce(sum(d.hours_declared), 0) FROM hours_statement_line d
       JOIN hours_statement s ON s.id = d.statement_id
       WHERE d.lot_id = l.id AND s.state = 'SUBMITTED' AND d.first_day > l.last_day AND d.last_day <= p_on)
  FROM unnest(p_lots, p_limits) AS asked (id, ending_by) JOIN lot l ON l.id = asked.id
  CROSS JOIN LATERAL (
    SELECT (count(*) FILTER (WHERE t.first_day <= p_on))::integer AS hires,
           (count(DISTINCT t.participant_id) FILTER (WHERE t.is_ending))::integer AS people_ending,
           min(t.eligible_last_day) FILTER (WHERE t.is_ending) AS first_ending
    FROM (SELECT i.first_day, i.participant_id, i.eligible_last_day,
                 i.first_day <= p_on AND i.eligible_last_day BETWEEN p_on AND asked.ending_by
                 AND i.eligible_last_day < least(coalesce(i.last_day, i.planned_last_day, 'infinity'),
                                                 coalesce(l.last_day, 'infinity')) AS is_ending
          FROM hire i WHERE i.lot_id = l.id) t) h
  WHERE l.facilitator_org_id = clause_org() OR l.buyer_id = clause_org()
    OR EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = clause_org())
$$;

REVOKE ALL ON FUNCTION clause_lot_staffing, clause_lot_alert_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION clause_lot_staffing, clause_lot_alert_facts TO clause_app;
"""

STATEMENTS = [
    *(tenant_policies(table, rights, ("buyer", "holder")) for table, rights in RIGHTS.items()),
    one_of("formal_notice", "about", "HOURS", "DOCUMENTS", "ABSENCE"),
    check("formal_notice", "days_in_order", "due_on >= sent_on AND settled_on >= sent_on"),
    check(
        "meeting_absence",
        "withdrawal_is_explained",
        "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL) AND btrim(coalesce(withdrawal_reason, 'x')) <> ''",
    ),
    check("penalty_proposal", "amount_not_negative", "amount_eur >= 0"),
    one_of("penalty_decision", "outcome", "APPLIED", "REDUCED", "WAIVED"),
    check("penalty_decision", "amount_follows_outcome", "amount_eur >= 0 AND (outcome <> 'WAIVED' OR amount_eur = 0)"),
    one_of("final_balance", "outcome", "MET", "SURPLUS", "SHORTFALL"),
    *(append_only(table) for table in ("penalty_proposal", "penalty_decision", "final_balance")),
    FUNCTIONS,
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
