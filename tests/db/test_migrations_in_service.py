"""Migrations while the service works: what would hold a large table is found in their text, before anybody waits."""

import re
from collections.abc import Iterator

import pytest
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.auto.operations import AlterColumn
from piccolo.columns.base import Column
from piccolo.columns.column_types import ForeignKey

from clause.db.migrate import known_migrations
from clause.db.migration import SqlMigration
from tests.db.migrations_excused import BEFORE_THE_FIRST_RELEASE

_COMMENT = re.compile(r"--[^\n]*")
_BODY = re.compile(r"\$(\w*)\$.*?\$\1\$", re.DOTALL)
_ALTER = re.compile(r"^ALTER TABLE (?:ONLY )?(?:IF EXISTS )?\"?(\w+)\"? (.*)", re.IGNORECASE | re.DOTALL)
_INDEX = re.compile(r"^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*? ON (?:ONLY )?\"?(\w+)", re.IGNORECASE | re.DOTALL)
_ROWS = re.compile(r"^(?:UPDATE|DELETE FROM) (?:ONLY )?\"?(\w+)", re.IGNORECASE)
_VOLATILE = re.compile(r"DEFAULT [^,]*\b(?:random|gen_random_uuid|uuidv7|clock_timestamp|nextval)\(", re.IGNORECASE)
# Some tens of thousands of rows in the whole country, at most: read or indexed within milliseconds.
SMALL = {"funding_call", "grant_agreement", "operation", "organisation", "rule_set"}
HELD = {
    r"ADD CONSTRAINT (?!.*(?:NOT VALID|USING INDEX))": "reads every row: NOT VALID, and VALIDATE in the next migration",
    r"ALTER (?:COLUMN )?\w+ SET NOT NULL": "SET NOT NULL reads every row: a validated CHECK first",
    r"ALTER (?:COLUMN )?\w+ (?:SET DATA )?TYPE": "another type writes every row anew",
    r"ADD COLUMN (?!.*DEFAULT).*NOT NULL": "old code cannot fill a new column that must not be empty",
    r"(?:DROP COLUMN|RENAME)": "old code still reads it: a release later",
}
"""What an ALTER TABLE may not do to a table that may be large, and why or what instead."""


def statements(script: str) -> list[str]:
    """The statements of a script, without comments and without the bodies of its functions."""
    plain = _COMMENT.sub("", _BODY.sub("''", script))
    return [" ".join(statement.split()) for statement in plain.split(";") if statement.strip()]


def faults_in(script: str, new_tables: set[str]) -> Iterator[str]:
    """What in these statements would hold a table that is not one of ``new_tables``."""
    for statement in statements(script):
        altered, indexed, written = (pattern.match(statement) for pattern in (_ALTER, _INDEX, _ROWS))
        if altered and altered[1] not in new_tables:
            yield from (f"{altered[1]}: {why}" for pattern, why in HELD.items() if re.search(pattern, altered[2], re.I))
            if _VOLATILE.search(altered[2]):
                yield f"{altered[1]}: a default that differs by row writes every row anew"
        if indexed and indexed[1] not in new_tables:
            yield f"{indexed[1]}: nobody writes while an index is built: index_migration"
        if written and written[1] not in new_tables:
            yield f"{written[1]}: rows are rewritten in one statement: in parts, by a job"


def faults_of(manager: MigrationManager, new_tables: set[str]) -> Iterator[str]:
    """The same for a migration, made of statements or of Piccolo's steps."""
    if isinstance(manager, SqlMigration):
        yield from faults_in(manager.script, new_tables)
    for added in manager.add_columns.add_columns:
        if added.tablename not in new_tables:
            yield from (f"{added.tablename}.{added.column._meta.name}: {why}" for why in _faults_of_new(added.column))
    for altered in manager.alter_columns.alter_columns:
        if altered.tablename not in new_tables and not _looks_at_no_row(altered):
            yield f"{altered.tablename}.{altered.column_name}: becomes {altered.params}"
    yield from (f"{one.tablename}.{one.column_name}: old code reads it" for one in manager.drop_columns.drop_columns)
    yield from (f"{one.tablename}: old code reads it" for one in manager.drop_tables)
    yield from (f"{one.old_tablename}: renamed under old code" for one in manager.rename_tables)
    yield from (
        f"{one.tablename}.{one.old_column_name}: renamed under old code"
        for one in manager.rename_columns.rename_columns
    )


def _looks_at_no_row(altered: AlterColumn) -> bool:
    """A column that may be empty from now on, or longer, or that has no index any more."""
    longer = altered.params.get("length", 0) > altered.old_params.get("length", 0)
    return altered.params in ({"null": True}, {"index": False}) or (set(altered.params) == {"length"} and longer)


def _faults_of_new(column: Column) -> Iterator[str]:
    if column._meta.index or column._meta.unique:
        yield "nobody writes while its index is built: index_migration"
    if not column._meta.null and (column._meta.params["default"] is None or callable(column._meta.params["default"])):
        yield "neither empty nor the same in every old row"
    if isinstance(column, ForeignKey):
        yield "a foreign key reads every row of both: a plain column, its constraint NOT VALID, and VALIDATE later"


async def test_no_migration_holds_a_table_that_may_be_large() -> None:
    """A table made by the migration itself or by the one before it has no rows yet."""
    found: dict[str, list[str]] = {}
    before: set[str] = set()
    for name, module in known_migrations().items():
        manager = await module.forwards()
        made = {table.tablename for table in manager.add_tables}
        if faults := list(faults_of(manager, made | before | SMALL)):
            found[name] = faults
        before = made
    excused = set(BEFORE_THE_FIRST_RELEASE)
    assert {name: faults for name, faults in found.items() if name not in excused} == {}
    assert excused - set(found) == set(), "excused for nothing"


@pytest.mark.parametrize(
    "script",
    [
        "CREATE INDEX hire_by_day ON hire (first_day)",
        "CREATE UNIQUE INDEX hire_by_day ON hire (first_day) WHERE ended_on IS NULL",
        "ALTER TABLE hire ADD CONSTRAINT hire_days CHECK (first_day <= last_day)",
        "ALTER TABLE hire ADD CONSTRAINT hire_lot FOREIGN KEY (lot_id) REFERENCES lot (id)",
        "ALTER TABLE hire ALTER COLUMN lot_id SET NOT NULL",
        "ALTER TABLE hire ALTER lot_id TYPE text",
        "ALTER TABLE hire ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()",
        "ALTER TABLE hire ADD COLUMN kind text NOT NULL",
        "ALTER TABLE hire DROP COLUMN kind",
        "ALTER TABLE hire RENAME COLUMN kind TO sort",
        "-- a remark; with a semicolon\nUPDATE hire SET kind = 'cdi'",
        "DELETE FROM hire",
    ],
)
def test_what_holds_a_table_is_found(script: str) -> None:
    assert len(list(faults_in(script, set()))) == 1
    assert list(faults_in(script, {"hire"})) == []


@pytest.mark.parametrize(
    "script",
    [
        "ALTER TABLE hire ADD COLUMN kind text; ALTER TABLE hire ADD COLUMN sort text NOT NULL DEFAULT 'cdi'",
        "ALTER TABLE hire ADD CONSTRAINT hire_days CHECK (first_day <= last_day) NOT VALID",
        "ALTER TABLE hire VALIDATE CONSTRAINT hire_days",
        "CREATE INDEX CONCURRENTLY hire_by_day ON hire (first_day)",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE hire SET kind = 'cdi'; DELETE FROM hire $$",
    ],
)
def test_what_holds_nobody_passes(script: str) -> None:
    assert list(faults_in(script, set())) == []
