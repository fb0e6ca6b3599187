from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import UUID

ID = "2026-11-22T00:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Certificates of a company's year have no lot and no buyer"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="clause", description=DESCRIPTION
    )

    manager.alter_column(
        table_class_name="Certificate",
        tablename="certificate",
        column_name="buyer_id",
        db_column_name="buyer_id",
        params={"null": True},
        old_params={"null": False},
        column_class=UUID,
        old_column_class=UUID,
        schema=None,
    )

    manager.alter_column(
        table_class_name="Certificate",
        tablename="certificate",
        column_name="lot_id",
        db_column_name="lot_id",
        params={"null": True},
        old_params={"null": False},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )

    return manager
