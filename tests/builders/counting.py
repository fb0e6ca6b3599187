"""The statements that a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from clause.db import sql

# What opens and closes a unit of work is the same for all, and a savepoint only inside a test; the driver asks for a
# type that it meets for the first time on a connection, and a bearer token is looked up once a minute.
_NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET", "SELECT set_config")
_ASKED_NOW_AND_THEN = ("typeinfo_tree", "clause_token_actor")


@contextmanager
def counting() -> Iterator[list[str]]:
    """The statements sent inside the block, without those that only set a transaction up."""
    connection = sql.connection()
    sent: list[str] = []

    def note(record: object) -> None:
        statement = str(getattr(record, "query", "")).strip()
        if not statement.startswith(_NOT_COUNTED) and not any(asked in statement for asked in _ASKED_NOW_AND_THEN):
            sent.append(statement)

    connection.add_query_logger(note)
    try:
        yield sent
    finally:
        connection.remove_query_logger(note)
