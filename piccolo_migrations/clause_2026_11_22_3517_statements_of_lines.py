"""The unique positions of the lines of a statement begin with the statement: an index of it alone finds nothing more."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import ForeignKey

ID = "2026-11-22T00:35:17:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lines of a statement are found by their positions alone"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="clause", description=DESCRIPTION)
    manager.alter_column(
        table_class_name="HoursStatementLine",
        tablename="hours_statement_line",
        column_name="statement_id",
        db_column_name="statement_id",
        params={"index": False},
        old_params={"index": True},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )
    return manager
