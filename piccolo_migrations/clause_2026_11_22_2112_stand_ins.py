from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T00:21:12:000000"
VERSION = "1.38.0"
DESCRIPTION = "Whom a mission letter stands in for"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="clause", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Assignment",
        tablename="assignment",
        column_name="stands_in_for_id",
        db_column_name="stands_in_for_id",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    return manager
