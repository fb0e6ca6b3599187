"""The access log: added to, never changed, seen by who read and by whose data it is."""

from uuid import UUID

from clause.db import sql
from clause.domain.access_log import AccessLine

_COLUMNS = ", ".join(AccessLine.model_fields)
_OWNERS = {"claim": "claim", "operation": "operation"}


def noting(line: AccessLine) -> str:
    """The statement that notes a reading, to be said in one message with the commit.

    Where the line does not say whose data was read, it is the owner of the claim or operation, when the reader sees it.
    """
    values = dict(line)
    places = {name: f"${number}" for number, name in enumerate(values, 1)}
    if line.subject_kind in _OWNERS:
        found = f"SELECT facilitator_org_id FROM {_OWNERS[line.subject_kind]} WHERE id = {places['subject_id']}"  # noqa: S608 - named above
        places["facilitator_org_id"] = f"coalesce({places['facilitator_org_id']}, ({found}))"
    query = f"INSERT INTO access_log ({', '.join(places)}) VALUES ({', '.join(places.values())})"  # noqa: S608
    return sql.written_out(query, *values.values())


async def list_lines(*, after: UUID | None, limit: int) -> list[AccessLine]:
    """A page of what the caller's organisation read, and of what was read of its data, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM access_log WHERE ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2",  # noqa: S608
        after,
        limit,
    )
    return [AccessLine.model_validate(row) for row in rows]


async def list_latest(*, limit: int) -> list[AccessLine]:
    """The same, the newest first."""
    rows = await sql.fetch(f"SELECT {_COLUMNS} FROM access_log ORDER BY id DESC LIMIT $1", limit)  # noqa: S608
    return [AccessLine.model_validate(row) for row in rows]
