"""Participants and the grounds on which they are eligible."""

from datetime import date, datetime
from uuid import UUID

from clause.db import sql
from clause.domain.participants import Eligibility, EligibilityState, Participant, Proof

_PARTICIPANT = "id, facilitator_org_id, first_name, last_name, birth_date, sex, postal_code, created_at, version"
_ELIGIBILITY = (
    "id, facilitator_org_id, participant_id, ground, is_principal, proof_kind, proof_issued_on, assessed_on, state,"
    " decided_by, decided_at, decision_reason, created_at, version"
)


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
    row = await sql.fetch_one(f"SELECT {_PARTICIPANT} FROM participant WHERE id = $1", participant_id)  # noqa: S608
    return Participant.model_validate(row) if row else None


async def lock_participant(participant_id: UUID) -> Participant | None:
    """The same for the tenant alone, locked until the transaction ends."""
    row = await sql.fetch_one(
        f"SELECT {_PARTICIPANT} FROM participant WHERE id = $1 FOR UPDATE",  # noqa: S608
        participant_id,
    )
    return Participant.model_validate(row) if row else None


async def list_participants(*, name: str | None, after: UUID | None, limit: int) -> list[Participant]:
    """A page of people whose first or last name contains a text, whatever its case; oldest record first."""
    rows = await sql.fetch(
        f"SELECT {_PARTICIPANT} FROM participant"  # noqa: S608
        " WHERE ($1::text IS NULL OR strpos(lower(last_name), lower($1)) > 0"
        " OR strpos(lower(first_name), lower($1)) > 0)"
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        name,
        after,
        limit,
    )
    return [Participant.model_validate(row) for row in rows]


async def list_born_on(birth_date: date) -> list[Participant]:
    """The tenant's people born on a day."""
    rows = await sql.fetch(
        f"SELECT {_PARTICIPANT} FROM participant WHERE birth_date = $1 ORDER BY id",  # noqa: S608
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


async def insert_eligibility(eligibility: Eligibility) -> None:
    """Add a ground."""
    await sql.execute(
        f"INSERT INTO eligibility ({_ELIGIBILITY})"  # noqa: S608
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        eligibility.id,
        eligibility.facilitator_org_id,
        eligibility.participant_id,
        eligibility.ground,
        eligibility.is_principal,
        eligibility.proof_kind,
        eligibility.proof_issued_on,
        eligibility.assessed_on,
        eligibility.state.value,
        eligibility.decided_by,
        eligibility.decided_at,
        eligibility.decision_reason,
        eligibility.created_at,
        eligibility.version,
    )


async def find_eligibility(eligibility_id: UUID) -> Eligibility | None:
    """A ground that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_ELIGIBILITY} FROM eligibility WHERE id = $1", eligibility_id)  # noqa: S608
    return Eligibility.model_validate(row) if row else None


async def lock_eligibility(eligibility_id: UUID) -> Eligibility | None:
    """The same, locked until the transaction ends."""
    row = await sql.fetch_one(
        f"SELECT {_ELIGIBILITY} FROM eligibility WHERE id = $1 FOR UPDATE",  # noqa: S608
        eligibility_id,
    )
    return Eligibility.model_validate(row) if row else None


async def list_eligibilities(participant_id: UUID, *, after: UUID | None, limit: int) -> list[Eligibility]:
    """A page of a person's grounds, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_ELIGIBILITY} FROM eligibility WHERE participant_id = $1"  # noqa: S608
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        participant_id,
        after,
        limit,
    )
    return [Eligibility.model_validate(row) for row in rows]


async def set_proof(eligibility_id: UUID, proof: Proof, assessed_on: date, state: EligibilityState) -> None:
    """Write the proof that was brought, the day it was looked at, and the state that follows."""
    await sql.execute(
        "UPDATE eligibility SET proof_kind = $2, proof_issued_on = $3, assessed_on = $4, state = $5,"
        " version = version + 1 WHERE id = $1",
        eligibility_id,
        proof.kind,
        proof.issued_on,
        assessed_on,
        state.value,
    )


async def set_decision(
    eligibility_id: UUID, state: EligibilityState, decided_by: UUID | None, decided_at: datetime, reason: str | None
) -> None:
    """Write the decision."""
    await sql.execute(
        "UPDATE eligibility SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5,"
        " version = version + 1 WHERE id = $1",
        eligibility_id,
        state.value,
        decided_by,
        decided_at,
        reason,
    )


async def clear_principal(participant_id: UUID, except_id: UUID) -> int:
    """Take the mark of principal ground from a person's other grounds; the result is how many had it."""
    return await sql.execute(
        "UPDATE eligibility SET is_principal = false, version = version + 1"
        " WHERE participant_id = $1 AND id <> $2 AND is_principal",
        participant_id,
        except_id,
    )
