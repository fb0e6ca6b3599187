"""A line of hours names its hire, the lot of that hire and the organisation that follows it by one foreign key.

Three looked up three rows a line, and let a line name a lot or an organisation that is not its hire's. That the lot and
the organisation exist follows from those of the hire, which no statement of the service ever changes.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:35:12:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lines of hours are of the lot and the organisation of their hire"

SCRIPT = """
ALTER TABLE hours_statement_line ADD CONSTRAINT hours_statement_line_of_hire_fkey
  FOREIGN KEY (hire_id, lot_id, facilitator_org_id) REFERENCES hire (id, lot_id, facilitator_org_id)
  ON UPDATE RESTRICT ON DELETE RESTRICT NOT VALID;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, SCRIPT)
