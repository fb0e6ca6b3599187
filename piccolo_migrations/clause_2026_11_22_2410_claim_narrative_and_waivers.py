from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Date
from piccolo.columns.column_types import JSONB
from piccolo.columns.column_types import Numeric
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T00:24:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "What a claim tells, and what was let pass in it"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="clause", description=DESCRIPTION
    )

    manager.add_column(
        table_class_name="Claim",
        tablename="claim",
        column_name="facilitation",
        db_column_name="facilitation",
        column_class_name="JSONB",
        column_class=JSONB,
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

    manager.add_column(
        table_class_name="Claim",
        tablename="claim",
        column_name="filed_as",
        db_column_name="filed_as",
        column_class_name="JSONB",
        column_class=JSONB,
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

    manager.add_column(
        table_class_name="Claim",
        tablename="claim",
        column_name="postponed_reason",
        db_column_name="postponed_reason",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": None,
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

    manager.add_column(
        table_class_name="Claim",
        tablename="claim",
        column_name="postponed_to",
        db_column_name="postponed_to",
        column_class_name="Date",
        column_class=Date,
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

    manager.add_column(
        table_class_name="Claim",
        tablename="claim",
        column_name="waivers",
        db_column_name="waivers",
        column_class_name="JSONB",
        column_class=JSONB,
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

    manager.alter_column(
        table_class_name="Claim",
        tablename="claim",
        column_name="other_resources",
        db_column_name="other_resources",
        params={"null": True},
        old_params={"null": False},
        column_class=Numeric,
        old_column_class=Numeric,
        schema=None,
    )

    manager.alter_column(
        table_class_name="Claim",
        tablename="claim",
        column_name="already_paid",
        db_column_name="already_paid",
        params={"null": True},
        old_params={"null": False},
        column_class=Numeric,
        old_column_class=Numeric,
        schema=None,
    )

    return manager
