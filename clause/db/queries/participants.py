"""People followed."""

from datetime import date
from uuid import UUID

from clause.db import sql
from clause.domain.participants import Participant

_PARTICIPANT = "id, facilitator_org_id, first_name, last_name, birth_date, sex, postal_code, created_at, version"
_SELECTED = f"{_PARTICIPANT}, purged_at"


async def insert_participant(participant: Participant) -> None:
    """Add a person."""
    await sql.execute(
        f"INSERT INTO participant ({_PARTICIPANT}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",  # noqa: S608
        participant.id,
        participant.facilitator_org_id,
        participant.first_name,
        participant.last_name,
        participant.birth_date,
        participant.sex.value,
        participant.postal_code,
        participant.created_at,
        participant.version,
    )


async def find_participant(participant_id: UUID) -> Participant | None:
    """A person that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_SELECTED} FROM participant WHERE id = $1", participant_id)  # noqa: S608
    return Participant.model_validate(row) if row else None


async def lock_participant(participant_id: UUID) -> Participant | None:
    """The same for the tenant alone, locked until the transaction ends."""
    row = await sql.fetch_one(
        f"SELECT {_SELECTED} FROM participant WHERE id = $1 FOR UPDATE",  # noqa: S608
        participant_id,
    )
    return Participant.model_validate(row) if row else None


async def list_participants(*, name: str | None, after: UUID | None, limit: int) -> list[Participant]:
    """A page of people whose names, in either order, contain a text, whatever its case; oldest record first."""
    rows = await sql.fetch(
        f"SELECT {_SELECTED} FROM participant"  # noqa: S608
        " WHERE ($1::text IS NULL OR strpos(lower(concat_ws(' ', first_name, last_name, first_name)), lower($1)) > 0)"
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        name,
        after,
        limit,
    )
    return [Participant.model_validate(row) for row in rows]


async def list_born_on(birth_date: date) -> list[Participant]:
    """The tenant's people born on a day."""
    rows = await sql.fetch(
        f"SELECT {_SELECTED} FROM participant WHERE birth_date = $1 ORDER BY id",  # noqa: S608
        birth_date,
    )
    return [Participant.model_validate(row) for row in rows]


async def update_participant(participant: Participant) -> None:
    """Write a locked row back, with its new version."""
    await sql.execute(
        "UPDATE participant SET first_name = $2, last_name = $3, birth_date = $4, sex = $5, postal_code = $6,"
        " version = $7 WHERE id = $1",
        participant.id,
        participant.first_name,
        participant.last_name,
        participant.birth_date,
        participant.sex.value,
        participant.postal_code,
        participant.version,
    )
