"""The access log: added to, never changed, seen by who read and by whose data it is."""

from uuid import UUID

from clause.db import sql
from clause.domain.access_log import AccessLine

_COLUMNS = ", ".join(AccessLine.model_fields)
_OWNERS = {"claim": "claim", "operation": "operation"}


async def find_owner(subject_kind: str | None, subject_id: UUID | None) -> UUID | None:
    """The facilitator organisation whose claim or operation it is, when the caller may see it."""
    if subject_kind not in _OWNERS or subject_id is None:
        return None
    owner: UUID | None = await sql.fetch_value(
        f"SELECT facilitator_org_id FROM {_OWNERS[subject_kind]} WHERE id = $1",  # noqa: S608 - named above
        subject_id,
    )
    return owner


async def insert_line(line: AccessLine) -> None:
    """Note one reading."""
    await sql.insert("access_log", **dict(line))


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
