"""Questions on claims and the answers to them."""

from uuid import UUID

from clause.db import sql
from clause.db.queries import message_files
from clause.domain.claim_messages import ClaimMessage
from clause.domain.claims import Claim


async def next_seq(claim_id: UUID) -> int:
    """The rank of the next message of a claim that the caller has locked."""
    last: int = await sql.fetch_value("SELECT coalesce(max(seq), 0) FROM claim_message WHERE claim_id = $1", claim_id)
    return last + 1


async def insert_message(message: ClaimMessage, claim: Claim) -> None:
    """Add a message."""
    await sql.insert(
        "claim_message",
        **{**message.model_dump(exclude={"files"}), "kind": message.kind.value},
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
    )


async def list_messages(claim_id: UUID) -> list[ClaimMessage]:
    """The messages of a claim with their files, in their order."""
    rows = await sql.fetch(
        "SELECT id, claim_id, seq, kind, text, due_on, sent_by, sent_at FROM claim_message WHERE claim_id = $1"
        " ORDER BY seq",
        claim_id,
    )
    files = await message_files.list_files(claim_id)
    return [ClaimMessage(**row, files=files.get(row["id"], ())) for row in rows]
