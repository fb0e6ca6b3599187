"""Proposals of reminders go when the statement has come; what was issued stays as it is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:14:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "Proposals of reminders can be withdrawn"

SCRIPT = """
GRANT DELETE ON statement_reminder TO clause_app;
CREATE OR REPLACE FUNCTION clause_freeze_reminder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'ISSUED' THEN
    RAISE EXCEPTION 'the reminder is issued'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_reminder_frozen', TABLE = 'statement_reminder';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
DROP TRIGGER statement_reminder_frozen ON statement_reminder;
CREATE TRIGGER statement_reminder_frozen BEFORE UPDATE OR DELETE ON statement_reminder
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_reminder();
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, SCRIPT)
