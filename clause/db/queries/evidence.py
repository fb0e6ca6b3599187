"""Pieces of evidence: kept with their bytes, and what of them is handed over."""

from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries import documents
from clause.domain.documents import StoredFile
from clause.domain.evidence import EvidenceFile, EvidenceKind, handed_over

_FILE = (
    "SELECT e.id, e.kind, d.file_name, d.media_type, e.size_bytes, d.sha256, e.redacts_id, e.received_by, e.received_at"
    " FROM evidence_file e JOIN document d ON d.id = e.document_id"
)


def _file(row: dict[str, Any]) -> EvidenceFile:
    return EvidenceFile.model_validate(row)


async def insert_file(file: EvidenceFile, content: bytes, org_id: UUID) -> None:
    """Keep a piece of evidence; only the organisation that sent it may read it."""
    stored = StoredFile.of(file.file_name, file.media_type, content)
    await documents.insert_document(file.id, stored, facilitator_org_id=org_id, now=file.received_at)
    await sql.execute(
        "INSERT INTO evidence_file (id, facilitator_org_id, document_id, kind, size_bytes, redacts_id, received_by,"
        " received_at) VALUES ($1, $2, $1, $3, $4, $5, $6, $7)",
        file.id,
        org_id,
        file.kind.value,
        file.size_bytes,
        file.redacts_id,
        file.received_by,
        file.received_at,
    )


async def find_file(file_id: UUID) -> EvidenceFile | None:
    """What is known of a piece of evidence of the caller's, or None."""
    row = await sql.fetch_one(f"{_FILE} WHERE e.id = $1", file_id)
    return _file(row) if row else None


async def find_same_file(sha256: str, kind: EvidenceKind, redacts_id: UUID | None) -> EvidenceFile | None:
    """The same bytes sent before as the same thing, or None."""
    row = await sql.fetch_one(
        f"{_FILE} WHERE d.sha256 = $1 AND e.kind = $2 AND e.redacts_id IS NOT DISTINCT FROM $3 ORDER BY e.id LIMIT 1",
        sha256,
        kind.value,
        redacts_id,
    )
    return _file(row) if row else None


async def list_files(*, kind: EvidenceKind | None, after: UUID | None, limit: int) -> list[EvidenceFile]:
    """A page of the pieces of evidence of the caller's organisation, oldest first."""
    rows = await sql.fetch(
        f"{_FILE} WHERE ($1::text IS NULL OR e.kind = $1) AND ($2::uuid IS NULL OR e.id > $2) ORDER BY e.id LIMIT $3",
        kind.value if kind else None,
        after,
        limit,
    )
    return [_file(row) for row in rows]


async def list_handed_over(file_ids: list[UUID]) -> dict[UUID, EvidenceFile | None]:
    """What an intermediate body gets in place of each of these originals; None for what is personal and not redacted.

    A document that is no piece of evidence is not in the answer.
    """
    rows = await sql.fetch(f"{_FILE} WHERE e.id = ANY($1) OR e.redacts_id = ANY($1)", file_ids)
    given = handed_over(_file(row) for row in rows)
    return {file_id: given[file_id] for file_id in file_ids if file_id in given}
