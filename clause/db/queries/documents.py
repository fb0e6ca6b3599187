"""Files made or received: kept once, never changed."""

from datetime import datetime
from uuid import UUID

from clause.db import sql
from clause.domain.documents import StoredFile


async def insert_document(
    document_id: UUID,
    file: StoredFile,
    *,
    facilitator_org_id: UUID,
    company_id: UUID | None = None,
    buyer_id: UUID | None = None,
    intermediate_body_id: UUID | None = None,
    seal_fingerprint: str | None = None,
    now: datetime,
) -> None:
    """Keep a file; the organisations named are those that may read it, the seal is the one that it was made with."""
    await sql.execute(
        "INSERT INTO document (id, facilitator_org_id, company_id, buyer_id, intermediate_body_id, file_name,"
        " media_type, sha256, content, created_at, seal_fingerprint)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        document_id,
        facilitator_org_id,
        company_id,
        buyer_id,
        intermediate_body_id,
        file.file_name,
        file.media_type,
        file.sha256,
        file.content,
        now,
        seal_fingerprint,
    )


async def find_document(document_id: UUID) -> StoredFile | None:
    """A file that the caller may see, or None."""
    row = await sql.fetch_one("SELECT file_name, media_type, sha256, content FROM document WHERE id = $1", document_id)
    return StoredFile.model_validate(row) if row else None
