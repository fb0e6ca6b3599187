"""A draft without a line, never handed over, may be erased by who declares: it holds its months no longer."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:32:52:000000"
VERSION = "1.38.0"
DESCRIPTION = "A draft without a line, never handed over, may be erased by who declares: it holds its months no longer"

STATEMENTS = """
GRANT DELETE ON hours_statement TO clause_app;
CREATE POLICY hours_statement_emptied ON hours_statement AS RESTRICTIVE FOR DELETE TO clause_app USING (
  state = 'DRAFT' AND submitted_at IS NULL
  AND NOT EXISTS (SELECT FROM hours_statement_line l WHERE l.statement_id = hours_statement.id));
CREATE POLICY hours_statement_company_deletes ON hours_statement FOR DELETE TO clause_app
  USING (company_id = clause_org());
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, STATEMENTS)
