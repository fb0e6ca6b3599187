from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T00:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Attributes of organisations"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="clause", description=DESCRIPTION)

    for column in ("structure_kind", "company_size", "buyer_kind", "region_code"):
        manager.add_column(
            table_class_name="Organisation",
            tablename="organisation",
            column_name=column,
            db_column_name=column,
            column_class_name="Varchar",
            column_class=Varchar,
            params={
                "length": 40,
                "default": None,
                "null": True,
                "primary_key": False,
                "unique": False,
                "index": column == "region_code",
                "index_method": IndexMethod.btree,
                "choices": None,
                "db_column_name": None,
                "secret": False,
            },
            schema=None,
        )

    return manager
