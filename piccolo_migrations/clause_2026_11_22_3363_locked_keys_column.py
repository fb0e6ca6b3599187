from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar

ID = "2026-11-22T00:33:63:000000"
VERSION = "1.38.0"
DESCRIPTION = "A second factor's key is kept locked, and longer"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="clause", description=DESCRIPTION
    )

    manager.alter_column(
        table_class_name="SecondFactor",
        tablename="second_factor",
        column_name="secret",
        db_column_name="secret",
        params={"length": 200},
        old_params={"length": 64},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    return manager
