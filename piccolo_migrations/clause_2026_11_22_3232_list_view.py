"""A person's view of a list is that person's own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import READ_WRITE, check, sql_migration

ID = "2026-11-22T00:32:32:000000"
VERSION = "1.38.0"
DESCRIPTION = "The columns that people chose for their lists: who sees them, and what they may hold"

POLICIES = f"""
ALTER TABLE list_view ENABLE ROW LEVEL SECURITY;
GRANT {READ_WRITE}, DELETE ON list_view TO clause_app;
CREATE POLICY list_view_own ON list_view TO clause_app
  USING (user_id = clause_user()) WITH CHECK (user_id = clause_user());
"""

STATEMENTS = [POLICIES, check("list_view", "has_columns", "cardinality(columns) BETWEEN 1 AND 100")]


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, "\n".join(STATEMENTS))
