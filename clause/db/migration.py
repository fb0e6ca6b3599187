"""A migration written as SQL: statements that Piccolo's tables cannot express (policies, triggers, constraints)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.sql import connection, engine

_IS_BUILT = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)"


@dataclass
class SqlMigration(MigrationManager):
    """A migration whose statements can be read without running them (a test looks for those that hold a table)."""

    script: str = ""


def sql_migration(migration_id: str, description: str, script: str) -> SqlMigration:
    """A manager that runs ``script`` (several statements) in the migration's transaction."""
    manager = SqlMigration(migration_id=migration_id, app_name="clause", description=description, script=script)

    async def run() -> None:
        await connection().execute(script)

    manager.add_raw(run)
    return manager


def index_migration(
    migration_id: str, description: str, indexes: Mapping[str, str], *, unique: bool = False
) -> MigrationManager:
    """A manager that builds indexes (name: ``table (columns) WHERE …``) while others write, outside any transaction.

    One that is there already stays; what an interrupted attempt left behind is dropped and built anew. ``unique`` is
    for columns that foreign keys are to name together.
    """
    build = "CREATE UNIQUE INDEX" if unique else "CREATE INDEX"
    manager = MigrationManager(
        migration_id=migration_id, app_name="clause", description=description, wrap_in_transaction=False
    )

    async def run() -> None:
        async with cast("asyncpg.Pool[asyncpg.Record]", engine().pool).acquire() as beside:
            for name, definition in indexes.items():
                if not await beside.fetchval(_IS_BUILT, name):
                    await beside.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
                    await beside.execute(f"{build} CONCURRENTLY {name} ON {definition}")

    manager.add_raw(run)
    return manager


READ_WRITE = "SELECT, INSERT, UPDATE"
APPEND = "SELECT, INSERT"

READERS = {
    "buyer": "{table}.buyer_id = clause_org()",
    "company": "{table}.company_id = clause_org()",
    "oi": "{table}.intermediate_body_id = clause_org()",
    "holder": ("EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = {table}.lot_id AND h.company_id = clause_org())"),
}
"""Who else may read the rows of a facilitator organisation, and by what."""


def one_of(table: str, column: str, *values: str) -> str:
    """The named constraint of a column that holds a code of a closed list."""
    quoted = ", ".join(f"'{value}'" for value in values)
    return f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_known CHECK ({column} IN ({quoted}));"


def check(table: str, name: str, condition: str) -> str:
    """A named constraint of a table."""
    return f"ALTER TABLE {table} ADD CONSTRAINT {table}_{name} CHECK ({condition});"


def not_valid(constraint: str) -> str:
    """The same constraint for new rows only, which reads no old one; a later migration validates it."""
    return f"{constraint.removesuffix(';')} NOT VALID;"


def append_only(table: str) -> str:
    """The triggers that refuse any change of what a table holds, even from its owner."""
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION clause_refuse_change();\n"
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION clause_refuse_change();"
    )


def tenant_policies(table: str, rights: str, readers: Sequence[str] = ()) -> str:
    """Row-level security of a table whose rows belong to a facilitator organisation, with its further readers."""
    lines = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;",
        f"GRANT {rights} ON {table} TO clause_app;",
        f"CREATE POLICY {table}_tenant ON {table} TO clause_app "
        "USING (facilitator_org_id = clause_org()) WITH CHECK (facilitator_org_id = clause_org());",
    ]
    for reader in readers:
        lines.append(
            f"CREATE POLICY {table}_{reader}_reads ON {table} FOR SELECT TO clause_app "
            f"USING ({READERS[reader].format(table=table)});"
        )
    return "\n".join(lines)
