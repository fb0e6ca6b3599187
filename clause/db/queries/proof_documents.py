"""Copies of proofs, and who looked at them."""

from datetime import date, datetime
from uuid import UUID

from clause.db import sql
from clause.domain.proof_documents import NamedProofDocument, ProofDocument, ProofView, SentProof

_DOCUMENT = (
    "id, facilitator_org_id, eligibility_id, media_type, size_bytes, sha256, received_by, received_at, keep_until,"
    " purged_at, sent_by_org_id"
)
_VIEW = "id, facilitator_org_id, proof_document_id, purpose, viewed_by, viewed_by_kind, viewed_at"


async def insert_document(document: ProofDocument, content: bytes) -> None:
    """Keep a copy."""
    await sql.execute(
        f"INSERT INTO proof_document ({_DOCUMENT}, content)"  # noqa: S608
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        document.id,
        document.facilitator_org_id,
        document.eligibility_id,
        document.media_type,
        document.size_bytes,
        document.sha256,
        document.received_by,
        document.received_at,
        document.keep_until,
        document.purged_at,
        document.sent_by_org_id,
        content,
    )


async def find_document(document_id: UUID) -> ProofDocument | None:
    """What is known of a copy that the caller may see, without its bytes; or None."""
    row = await sql.fetch_one(f"SELECT {_DOCUMENT} FROM proof_document WHERE id = $1", document_id)  # noqa: S608
    return ProofDocument.model_validate(row) if row else None


async def lock_content(document_id: UUID) -> bytes | None:
    """The bytes of a copy, which nobody erases until the transaction ends; None once they are erased."""
    found: bytes | None = await sql.fetch_value(
        "SELECT content FROM proof_document WHERE id = $1 FOR SHARE", document_id
    )
    return found


async def list_documents(eligibility_id: UUID, *, after: UUID | None, limit: int) -> list[ProofDocument]:
    """A page of the copies that prove a ground, oldest first, without their bytes."""
    rows = await sql.fetch(
        f"SELECT {_DOCUMENT} FROM proof_document WHERE eligibility_id = $1"  # noqa: S608
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        eligibility_id,
        after,
        limit,
    )
    return [ProofDocument.model_validate(row) for row in rows]


async def list_documents_of_participant(participant_id: UUID) -> list[NamedProofDocument]:
    """The copies that prove any ground of a person, oldest first, without their bytes."""
    rows = await sql.fetch(
        f"SELECT {_DOCUMENT}, (SELECT name FROM organisation o WHERE o.id = sent_by_org_id) AS sender_name"  # noqa: S608
        " FROM proof_document WHERE eligibility_id IN (SELECT id FROM eligibility WHERE participant_id = $1)"
        " ORDER BY id",
        participant_id,
    )
    return [NamedProofDocument.model_validate(row) for row in rows]


async def list_sent(hire_id: UUID, sender_id: UUID) -> list[SentProof]:
    """The copies that a company sent for the ground of a hire, oldest first."""
    rows = await sql.fetch(
        "SELECT d.id, h.id AS hire_id, d.media_type, d.size_bytes, d.received_at FROM proof_document d"
        " JOIN hire h ON h.eligibility_id = d.eligibility_id WHERE h.id = $1 AND d.sent_by_org_id = $2 ORDER BY d.id",
        hire_id,
        sender_id,
    )
    return [SentProof.model_validate(row) for row in rows]


async def list_views_of_participant(participant_id: UUID) -> list[ProofView]:
    """Who looked at any copy of a person's proofs, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_VIEW} FROM proof_view WHERE proof_document_id IN"  # noqa: S608
        " (SELECT d.id FROM proof_document d JOIN eligibility e ON e.id = d.eligibility_id WHERE e.participant_id = $1)"
        " ORDER BY id",
        participant_id,
    )
    return [ProofView.model_validate(row) for row in rows]


async def set_keep_until(eligibility_id: UUID, keep_until: date) -> None:
    """Write until when the copies that prove a ground are kept, now that it is decided.

    Those that a company sent keep their day: its sender could read the nature of the ground from a new one.
    """
    await sql.execute(
        "UPDATE proof_document SET keep_until = $2"
        " WHERE eligibility_id = $1 AND purged_at IS NULL AND sent_by_org_id IS NULL",
        eligibility_id,
        keep_until,
    )


async def erase(on: date, now: datetime, limit: int) -> list[UUID]:
    """Erase the bytes of up to ``limit`` copies kept long enough on a day; the result is which."""
    rows = await sql.fetch(
        "UPDATE proof_document SET content = NULL, purged_at = $2 WHERE id IN (SELECT id FROM proof_document"
        " WHERE purged_at IS NULL AND keep_until < $1 ORDER BY id LIMIT $3 FOR UPDATE) RETURNING id",
        on,
        now,
        limit,
    )
    return sorted(row["id"] for row in rows)


async def insert_view(view: ProofView) -> None:
    """Note that somebody looked."""
    await sql.execute(
        f"INSERT INTO proof_view ({_VIEW}) VALUES ($1, $2, $3, $4, $5, $6, $7)",  # noqa: S608
        view.id,
        view.facilitator_org_id,
        view.proof_document_id,
        view.purpose,
        view.viewed_by,
        view.viewed_by_kind.value,
        view.viewed_at,
    )


async def list_views(document_id: UUID, *, after: UUID | None, limit: int) -> list[ProofView]:
    """A page of who looked at a copy, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_VIEW} FROM proof_view WHERE proof_document_id = $1"  # noqa: S608
        " AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        document_id,
        after,
        limit,
    )
    return [ProofView.model_validate(row) for row in rows]
