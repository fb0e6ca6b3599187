"""Columns as Clause uses them: no silent default, nothing deleted by cascade.

A value that must be there has no default, so that forgetting it fails in the database instead of storing an empty one.
"""

from typing import Any

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.table import Table

HOURS_DIGITS = (12, 2)
EUROS_DIGITS = (15, 2)
RATE_DIGITS = (20, 10)


def primary_key() -> UUID:
    """A UUIDv7 given by the service (``clause.services.identities.new_id``)."""
    return UUID(primary_key=True, default=None, null=False)


def reference(table: type[Table] | str, *, null: bool = False, index: bool = True) -> ForeignKey[Any]:
    """A foreign key that refuses the deletion of what it points at."""
    return ForeignKey(
        references=table, null=null, default=None, index=index, on_delete=OnDelete.restrict, on_update=OnUpdate.restrict
    )


def uuid(*, null: bool = False, index: bool = False) -> UUID:
    """A UUID that is no foreign key."""
    return UUID(default=None, null=null, index=index)


def text(*, null: bool = False, length: int | None = None, index: bool = False) -> Varchar:
    """A text; without a length, as long as needed."""
    return Varchar(length=length, default=None, null=null, index=index)


def code(*, null: bool = False, index: bool = False, old_rows: str | None = None) -> Varchar:
    """A code of a closed list; a named constraint in the migrations holds the list.

    ``old_rows`` is what holds of the rows that are older than the column.
    """
    return Varchar(length=40, default=old_rows, null=null, index=index)


def day(*, null: bool = False, index: bool = False) -> Date:
    """A calendar day."""
    return Date(default=None, null=null, index=index)


def instant(*, null: bool = False, index: bool = False) -> Timestamptz:
    """An instant, aware, in UTC."""
    return Timestamptz(default=None, null=null, index=index)


def hours(*, null: bool = False) -> Numeric:
    """Hours with two decimals."""
    return Numeric(digits=HOURS_DIGITS, default=None, null=null)


def euros(*, null: bool = False) -> Numeric:
    """Euros with two decimals."""
    return Numeric(digits=EUROS_DIGITS, default=None, null=null)


def quantity(*, null: bool = False) -> Numeric:
    """A quantity with two decimals, in a unit that stands beside it."""
    return Numeric(digits=EUROS_DIGITS, default=None, null=null)


def rate(*, null: bool = False) -> Numeric:
    """A rate as a fraction, with ten decimals."""
    return Numeric(digits=RATE_DIGITS, default=None, null=null)


def integer(*, null: bool = False, old_rows: int | None = None) -> Integer:
    """A whole number. ``old_rows`` is what holds of the rows that are older than the column."""
    return Integer(default=old_rows, null=null)


def flag(*, null: bool = False, default: bool | None = None) -> Boolean:
    """True or false; unknown where ``null``. A default is for a column added to a table that holds rows already."""
    return Boolean(default=default, null=null)


def json(*, null: bool = False) -> JSONB:
    """A JSON document; it comes back as text unless the query asks ``load_json``."""
    return JSONB(default=None, null=null)


def octets(*, null: bool = False) -> Bytea:
    """Bytes kept as they are."""
    return Bytea(default=None, null=null)


def texts() -> Array:
    """A list of codes."""
    return Array(base_column=Varchar(length=None), default=None, null=False)


def uuids() -> Array:
    """A list of ids that are no foreign keys."""
    return Array(base_column=UUID(default=None), default=None, null=False)
