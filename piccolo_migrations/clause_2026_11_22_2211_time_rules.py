"""Absences belong to their organisation and freeze with the month; codes of lines and absences are closed lists."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import READ_WRITE, check, one_of, sql_migration, tenant_policies

ID = "2026-11-22T00:22:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "Rules of time lines and absences"

FREEZE = """
CREATE FUNCTION clause_freeze_time_absence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sheet uuid := coalesce(NEW.timesheet_id, OLD.timesheet_id);
BEGIN
  IF (SELECT state FROM timesheet WHERE id = sheet FOR SHARE) <> 'open' THEN
    RAISE EXCEPTION 'the timesheet is signed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'time_absence_frozen', TABLE = 'time_absence';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER time_absence_frozen BEFORE INSERT OR UPDATE OR DELETE ON time_absence
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_time_absence();
"""

CATEGORIES = ("leave", "rtt", "public_holiday", "sick", "training", "other_absence")

STATEMENTS = [
    tenant_policies("time_absence", READ_WRITE + ", DELETE"),
    FREEZE,
    one_of("time_absence", "category", *CATEGORIES),
    check("time_absence", "minutes_possible", "minutes > 0 AND minutes <= 1440"),
    one_of("time_entry", "source", "declared", "derived", "imported"),
    one_of("time_entry", "linked_kind", "contract", "lot", "meeting", "participant", "company", "buyer"),
    check(
        "time_entry",
        "times_in_order",
        "(start_minute IS NULL) = (end_minute IS NULL)"
        " AND coalesce(start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute, true)",
    ),
    check("time_entry", "is_funded_once", "operation_id IS NULL OR other_funding IS NULL"),
    check("timesheet", "revision_counts_from_one", "revision >= 1"),
]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
