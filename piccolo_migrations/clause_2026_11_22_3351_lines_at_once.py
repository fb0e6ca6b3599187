"""Lines of hours statements: what refuses an insert looks once at all rows of a statement instead of at each.

An insert of a thousand lines looked up its statements two thousand times. The promises stay: no line comes into a
statement that is decided, nor into one that says that nothing was worked.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:33:51:000000"
VERSION = "1.38.0"
DESCRIPTION = "What refuses lines of hours looks at all lines of an insert at once"

SCRIPT = """
CREATE FUNCTION clause_lines_may_come() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM hours_statement WHERE id IN (SELECT statement_id FROM added)
             AND state IN ('VALIDATED', 'REJECTED')) THEN
    RAISE EXCEPTION 'the statement is decided'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_statement_line_frozen', TABLE = 'hours_statement_line';
  END IF;
  IF EXISTS (SELECT FROM hours_statement WHERE id IN (SELECT statement_id FROM added) AND nothing_worked) THEN
    RAISE EXCEPTION 'the statement says that nothing was worked'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_statement_line_of_work', TABLE = 'hours_statement_line';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER hours_statement_line_frozen ON hours_statement_line;
CREATE TRIGGER hours_statement_line_frozen BEFORE UPDATE OR DELETE ON hours_statement_line
  FOR EACH ROW EXECUTE FUNCTION clause_freeze_statement_line();
DROP TRIGGER hours_statement_line_of_work ON hours_statement_line;
CREATE TRIGGER hours_statement_line_of_work BEFORE UPDATE OF statement_id ON hours_statement_line
  FOR EACH ROW EXECUTE FUNCTION clause_no_line_of_nothing();
CREATE TRIGGER hours_statement_line_may_come AFTER INSERT ON hours_statement_line
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION clause_lines_may_come();
"""


async def forwards() -> MigrationManager:
    """All or nothing: PostgreSQL runs several statements sent together as one transaction."""
    return sql_migration(ID, DESCRIPTION, SCRIPT)
