"""The bundle of a claim, and the stored files that go into it."""

from uuid import UUID

from clause.db import sql
from clause.domain.claim_snapshot import ClaimSnapshot
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


async def list_evidence_ids(snapshot: ClaimSnapshot) -> list[UUID]:
    """The stored files that the records of a claim name: pay, rates, cost items, mission letters, resources."""
    rows = await sql.fetch(
        "SELECT DISTINCT document_id FROM ("
        "SELECT document_id FROM payroll_month WHERE id = ANY($1::uuid[])"
        " UNION ALL SELECT document_id FROM hourly_rate WHERE id = ANY($2::uuid[])"
        " UNION ALL SELECT document_id FROM cost_item WHERE id = ANY($3::uuid[])"
        " UNION ALL SELECT document_id FROM assignment WHERE id = ANY($4::uuid[])"
        " UNION ALL SELECT document_id FROM operation_resource WHERE id = ANY($5::uuid[])"
        ") named WHERE document_id IS NOT NULL ORDER BY document_id",
        [one.id for one in snapshot.payroll],
        [one.id for one in snapshot.hourly_rates],
        [one.id for one in snapshot.cost_items],
        [one.id for one in snapshot.assignments],
        [one.id for one in snapshot.resources],
    )
    return [row["document_id"] for row in rows]
