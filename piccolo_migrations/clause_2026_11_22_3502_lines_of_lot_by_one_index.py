from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import ForeignKey

ID = "2026-11-22T00:35:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "Lines of a lot are found by the index that has them in order"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="clause", description=DESCRIPTION)

    manager.alter_column(
        table_class_name="LedgerEntry",
        tablename="ledger_entry",
        column_name="lot_id",
        db_column_name="lot_id",
        params={"index": False},
        old_params={"index": True},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )

    return manager
