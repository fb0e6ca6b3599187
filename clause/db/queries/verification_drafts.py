"""Decisions in preparation on the lines of a claim: one a line, forgotten once conclusions are recorded."""

from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claims import Claim
from clause.domain.verification_work import DraftDecision
from clause.domain.verifications import LineDecision


async def save_draft(draft_id: UUID, claim: Claim, draft: DraftDecision) -> None:
    """Keep the decision on a line in the place of an earlier one."""
    await sql.execute(
        "INSERT INTO verification_draft (id, intermediate_body_id, claim_id, claim_line_id, outcome, amount_deducted,"
        " reason_code, comment, decided_by, decided_at, replaces)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb)"
        " ON CONFLICT ON CONSTRAINT verification_draft_unique_line DO UPDATE SET outcome = excluded.outcome,"
        " amount_deducted = excluded.amount_deducted, reason_code = excluded.reason_code, comment = excluded.comment,"
        " decided_by = excluded.decided_by, decided_at = excluded.decided_at, replaces = excluded.replaces",
        draft_id,
        claim.intermediate_body_id,
        claim.id,
        draft.claim_line_id,
        draft.outcome.value,
        draft.amount_deducted,
        draft.reason_code.value if draft.reason_code else None,
        draft.comment,
        draft.decided_by,
        draft.decided_at,
        draft.replaces.model_dump_json() if draft.replaces else None,
    )


async def list_drafts(claim_id: UUID) -> dict[UUID, DraftDecision]:
    """The decisions in preparation that the caller may see, by line."""
    rows = await sql.fetch(
        "SELECT claim_line_id, outcome, amount_deducted, reason_code, comment, decided_by, decided_at, replaces"
        " FROM verification_draft WHERE claim_id = $1",
        claim_id,
    )
    return {row["claim_line_id"]: _draft(row) for row in rows}


def _draft(row: dict[str, Any]) -> DraftDecision:
    before = row.pop("replaces")
    return DraftDecision(**row, replaces=LineDecision.model_validate_json(before) if before else None)


async def delete_draft(claim_line_id: UUID) -> int:
    """Forget the decision on a line; how many there were."""
    return await sql.execute("DELETE FROM verification_draft WHERE claim_line_id = $1", claim_line_id)


async def delete_drafts(claim_id: UUID) -> None:
    """Forget those of a claim."""
    await sql.execute("DELETE FROM verification_draft WHERE claim_id = $1", claim_id)
