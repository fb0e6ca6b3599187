"""Grounds on which people are eligible."""

from datetime import date, datetime
from uuid import UUID

from clause.db import sql
from clause.domain.eligibility import (
    Eligibility,
    EligibilityState,
    ExpiryCause,
    Opinion,
    Proof,
    WaitingEligibility,
)

_COLUMNS = (
    "id, facilitator_org_id, participant_id, ground, is_principal, proof_kind, proof_issued_on, assessed_on, state,"
    " decided_by, decided_at, decision_reason, created_at, version, structure_id, proof_valid_until, proof_fresh_until,"
    " opinion_text, opinion_author, opinion_on, expired_on, expiry_cause"
)
_SELECTED = f"SELECT e.{_COLUMNS.replace(', ', ', e.')}, p.birth_date, o.structure_kind"
_TABLES = (
    " FROM eligibility e JOIN participant p ON p.id = e.participant_id"
    " LEFT JOIN organisation o ON o.id = e.structure_id"
)
_ELIGIBILITY = _SELECTED + _TABLES

# Every window of the person has ended and nothing suspends the clock; or there was no hire, and the proof is too old.
_SERVES_NO_LONGER = """
e.state = 'ACCEPTED' AND CASE
  WHEN EXISTS (SELECT FROM hire h WHERE h.participant_id = e.participant_id)
  THEN NOT EXISTS (SELECT FROM hire h WHERE h.participant_id = e.participant_id AND h.eligible_last_day >= $1)
    AND NOT EXISTS (SELECT FROM eligibility_suspension s
                    WHERE s.participant_id = e.participant_id AND s.last_day IS NULL AND s.first_day <= $1)
  ELSE e.proof_fresh_until < $1 END
"""


async def insert_eligibility(eligibility: Eligibility) -> None:
    """Add a ground."""
    await sql.execute(
        f"INSERT INTO eligibility ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"  # noqa: S608
        " $15, $16, $17, $18, $19, $20, $21, $22)",
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
        eligibility.structure_id,
        eligibility.proof_valid_until,
        eligibility.proof_fresh_until,
        eligibility.opinion_text,
        eligibility.opinion_author,
        eligibility.opinion_on,
        eligibility.expired_on,
        eligibility.expiry_cause,
    )


async def find_eligibility(eligibility_id: UUID) -> Eligibility | None:
    """A ground that the caller may see, or None."""
    row = await sql.fetch_one(f"{_ELIGIBILITY} WHERE e.id = $1", eligibility_id)
    return Eligibility.model_validate(row) if row else None


async def lock_eligibility(eligibility_id: UUID) -> Eligibility | None:
    """The same, locked until the transaction ends."""
    row = await sql.fetch_one(f"{_ELIGIBILITY} WHERE e.id = $1 FOR UPDATE OF e", eligibility_id)
    return Eligibility.model_validate(row) if row else None


async def list_eligibilities(participant_id: UUID, *, after: UUID | None, limit: int) -> list[Eligibility]:
    """A page of a person's grounds, oldest first."""
    rows = await sql.fetch(
        f"{_ELIGIBILITY} WHERE e.participant_id = $1 AND ($2::uuid IS NULL OR e.id > $2) ORDER BY e.id LIMIT $3",
        participant_id,
        after,
        limit,
    )
    return [Eligibility.model_validate(row) for row in rows]


async def list_waiting(text: str | None, limit: int) -> list[WaitingEligibility]:
    """The grounds that wait for a decision or for a proof, the longest waiting first, with the copies kept of each."""
    rows = await sql.fetch(
        f"{_SELECTED}, p.first_name, p.last_name,"  # noqa: S608
        " (SELECT count(*) FROM proof_document d WHERE d.eligibility_id = e.id AND d.purged_at IS NULL) AS copies"
        f"{_TABLES} WHERE e.state IN ('SUBMITTED', 'INCOMPLETE')"
        " AND ($1::text IS NULL"
        " OR strpos(lower(concat_ws(' ', p.first_name, p.last_name, p.first_name)), lower($1)) > 0)"
        " ORDER BY e.id LIMIT $2",
        text,
        limit,
    )
    return [WaitingEligibility.model_validate(row) for row in rows]


async def set_proof(
    eligibility_id: UUID, proof: Proof, fresh_until: date | None, assessed_on: date, state: EligibilityState
) -> None:
    """Write the proof that was brought, until when it proves, the day it was looked at, and the state that follows."""
    await sql.execute(
        "UPDATE eligibility SET proof_kind = $2, proof_issued_on = $3, proof_valid_until = $4, proof_fresh_until = $5,"
        " assessed_on = $6, state = $7, version = version + 1 WHERE id = $1",
        eligibility_id,
        proof.kind,
        proof.issued_on,
        proof.valid_until,
        fresh_until,
        assessed_on,
        state.value,
    )


async def set_opinion(eligibility_id: UUID, opinion: Opinion) -> None:
    """Write the reasoned opinion; the decision that follows moves the version on."""
    await sql.execute(
        "UPDATE eligibility SET opinion_text = $2, opinion_author = $3, opinion_on = $4 WHERE id = $1",
        eligibility_id,
        opinion.text,
        opinion.author,
        opinion.written_on,
    )


async def set_decision(
    eligibility_id: UUID,
    state: EligibilityState,
    decided_by: UUID | None,
    decided_at: datetime | None,
    reason: str | None,
) -> None:
    """Write the decision, or that there is none any more."""
    await sql.execute(
        "UPDATE eligibility SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5,"
        " version = version + 1 WHERE id = $1",
        eligibility_id,
        state.value,
        decided_by,
        decided_at,
        reason,
    )


async def is_used(eligibility_id: UUID) -> bool:
    """True when a hire rests upon a ground."""
    found: bool = await sql.fetch_value("SELECT EXISTS (SELECT FROM hire WHERE eligibility_id = $1)", eligibility_id)
    return found


async def clear_principal(participant_id: UUID, except_id: UUID) -> int:
    """Take the mark of principal ground from a person's other grounds; the result is how many had it."""
    return await sql.execute(
        "UPDATE eligibility SET is_principal = false, version = version + 1"
        " WHERE participant_id = $1 AND id <> $2 AND is_principal",
        participant_id,
        except_id,
    )


async def expire(on: date, limit: int) -> list[tuple[UUID, UUID, ExpiryCause]]:
    """Mark as expired the grounds of up to ``limit`` people that serve no longer: ground, person and cause of each.

    The people are locked first: a hire recorded meanwhile is seen before its ground is judged again.
    """
    people = await sql.fetch(
        f"SELECT DISTINCT e.participant_id FROM eligibility e WHERE {_SERVES_NO_LONGER}"  # noqa: S608
        " ORDER BY e.participant_id LIMIT $2",
        on,
        limit,
    )
    ids = [row["participant_id"] for row in people]
    await sql.execute("SELECT FROM participant WHERE id = ANY($1) ORDER BY id FOR UPDATE", ids)
    rows = await sql.fetch(
        "UPDATE eligibility e SET state = 'EXPIRED', expired_on = $1, version = version + 1, expiry_cause ="  # noqa: S608
        " CASE WHEN EXISTS (SELECT FROM hire h WHERE h.participant_id = e.participant_id)"
        f" THEN 'WINDOW_OVER' ELSE 'PROOF_STALE' END WHERE e.participant_id = ANY($2) AND {_SERVES_NO_LONGER}"
        " RETURNING e.id, e.participant_id, e.expiry_cause",
        on,
        ids,
    )
    return [(row["id"], row["participant_id"], ExpiryCause(row["expiry_cause"])) for row in rows]


async def revive(participant_id: UUID, on: date) -> list[UUID]:
    """Accept again the expired grounds of a person hired whose clock still runs on a day, or stands still."""
    rows = await sql.fetch(
        "UPDATE eligibility e SET state = 'ACCEPTED', expired_on = NULL, expiry_cause = NULL, version = version + 1"
        " WHERE e.participant_id = $1 AND e.state = 'EXPIRED'"
        " AND EXISTS (SELECT FROM hire h WHERE h.participant_id = $1 AND (h.eligible_last_day >= $2"
        " OR EXISTS (SELECT FROM eligibility_suspension s WHERE s.participant_id = $1 AND s.last_day IS NULL"
        " AND s.first_day <= $2))) RETURNING e.id",
        participant_id,
        on,
    )
    return sorted(row["id"] for row in rows)
