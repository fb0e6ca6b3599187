from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import ForeignKey

ID = "2026-11-22T00:35:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "Statements of an organisation are found by the indexes that have them in order"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="clause", description=DESCRIPTION)

    manager.alter_column(
        table_class_name="HoursStatement",
        tablename="hours_statement",
        column_name="facilitator_org_id",
        db_column_name="facilitator_org_id",
        params={"index": False},
        old_params={"index": True},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )

    manager.alter_column(
        table_class_name="HoursStatement",
        tablename="hours_statement",
        column_name="company_id",
        db_column_name="company_id",
        params={"index": False},
        old_params={"index": True},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )

    return manager
