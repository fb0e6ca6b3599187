"""The bundle of a claim, and the stored files that go into it."""

from uuid import UUID

from clause.db import sql
from clause.domain.documents import StoredFile


async def save_bundle(claim_id: UUID, document_id: UUID) -> None:
    """Attach the bundle; the database refuses another one."""
    await sql.execute(
        "UPDATE claim SET bundle_document_id = $2, version = version + 1 WHERE id = $1", claim_id, document_id
    )


async def find_bundle(claim_id: UUID) -> tuple[bool, UUID | None]:
    """Whether the caller sees the claim, and the id of its bundle once it is made."""
    row = await sql.fetch_one("SELECT bundle_document_id FROM claim WHERE id = $1", claim_id)
    return row is not None, row["bundle_document_id"] if row else None


async def list_timesheet_files(timesheet_ids: list[UUID]) -> dict[UUID, StoredFile]:
    """The signed months that were printed and kept, by id of the month."""
    rows = await sql.fetch(
        "SELECT t.id, d.file_name, d.media_type, d.sha256, d.content FROM timesheet t"
        " JOIN document d ON d.id = t.document_id WHERE t.id = ANY($1::uuid[]) ORDER BY t.id",
        timesheet_ids,
    )
    return {row.pop("id"): StoredFile.model_validate(row) for row in rows}
