"""Files sent with messages on claims."""

from uuid import UUID

from clause.db import sql
from clause.db.queries import documents
from clause.domain.claim_messages import ClaimMessage
from clause.domain.claims import Claim
from clause.domain.documents import StoredFile
from clause.domain.message_files import CheckedFile, MessageFile

_FILE = (
    "SELECT f.id, f.claim_message_id, f.place, d.file_name, d.media_type, f.size_bytes, d.sha256"
    " FROM claim_message_file f JOIN document d ON d.id = f.document_id"
)


async def insert_file(file: MessageFile, checked: CheckedFile, message: ClaimMessage, claim: Claim) -> None:
    """Keep a file of a message; both sides of the claim may read it, and nobody else."""
    await documents.insert_document(
        file.id,
        StoredFile.of(file.file_name, file.media_type, checked.content),
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
        now=message.sent_at,
    )
    await sql.insert(
        "claim_message_file",
        id=file.id,
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
        claim_id=claim.id,
        claim_message_id=message.id,
        document_id=file.id,
        place=file.place,
        size_bytes=file.size_bytes,
    )


async def list_files(claim_id: UUID) -> dict[UUID, tuple[MessageFile, ...]]:
    """The files sent on a claim, by message and in their order."""
    rows = await sql.fetch(f"{_FILE} WHERE f.claim_id = $1 ORDER BY f.claim_message_id, f.place", claim_id)
    found: dict[UUID, tuple[MessageFile, ...]] = {}
    for file in map(MessageFile.model_validate, rows):
        found[file.claim_message_id] = (*found.get(file.claim_message_id, ()), file)
    return found


async def is_of_claim(file_id: UUID, claim_id: UUID) -> bool:
    """Whether a file that the caller may see was sent on this claim."""
    found = await sql.fetch_value(
        "SELECT true FROM claim_message_file WHERE id = $1 AND claim_id = $2", file_id, claim_id
    )
    return found is not None
