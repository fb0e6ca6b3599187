"""What an intermediate body is handed: submitted claims in the order of their submission, and its receipts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claims import ClaimKind, ClaimReceipt, ClaimState
from clause.domain.intermediate_body import ClaimsAsked, HandedClaim, KnownClaim
from clause.rules.calendar import Month

_HANDED = (
    "SELECT c.id, c.facilitator_org_id, c.oi_sequence AS sequence, c.number, c.kind, c.state, c.first_month,"
    " c.last_month, c.submitted_at, c.updated_at, c.snapshot_hash, c.document_id, c.operation_id,"
    " o.number AS operation_number, o.title AS operation_title, b.name AS beneficiary_name,"
    " b.identifier AS beneficiary_identifier, (c.figures->>'total_cost')::numeric AS total_cost,"
    " (c.figures->>'amount_requested')::numeric AS amount_requested, r.reference AS receipt_reference,"
    " r.received_at, c.conclusions FROM ({claims}) c JOIN operation o ON o.id = c.operation_id"
    " JOIN organisation b ON b.id = c.facilitator_org_id LEFT JOIN claim_receipt r ON r.claim_id = c.id"
    " ORDER BY c.oi_sequence"
)
_CLAIMS = "SELECT * FROM claim c WHERE c.intermediate_body_id = $1 AND c.submitted_at IS NOT NULL AND "
# A page is cut out of the claims alone, by their index, before anything is joined to them.
_PAGE = _CLAIMS + "c.oi_sequence > $2::bigint AND {asked} ORDER BY c.oi_sequence LIMIT {limit:d}"
_TEXT = (
    "EXISTS (SELECT FROM operation o, organisation b WHERE o.id = c.operation_id AND b.id = c.facilitator_org_id AND"
    " strpos(lower(o.number || ' ' || o.title || ' ' || b.name || ' ' || b.identifier), lower({})) > 0)"
)

_KNOWN = f"SELECT c.snapshot_hash, c.state FROM ({_CLAIMS}c.id = $2 AND c.snapshot_hash = ANY($3)) c"  # noqa: S608


def _handed(row: dict[str, Any]) -> HandedClaim:
    row["kind"], row["state"] = ClaimKind(row["kind"]), ClaimState(row["state"])
    row["first_month"], row["last_month"] = Month.of(row["first_month"]), Month.of(row["last_month"])
    return HandedClaim(**row)


async def list_handed(
    intermediate_body_id: UUID, asked: ClaimsAsked, *, updated_since: datetime | None, after: int, limit: int
) -> list[HandedClaim]:
    """A page of the claims handed to an intermediate body, by rank."""
    conditions, arguments = sql.given(
        {
            "c.updated_at >= {}": updated_since,
            "c.state = {}": asked.state.value if asked.state else None,
            "c.operation_id = {}": asked.operation_id,
            _TEXT: asked.text,
        },
        (intermediate_body_id, after),
    )
    page = _PAGE.format(asked=conditions, limit=limit)
    return [_handed(row) for row in await sql.fetch(_HANDED.format(claims=page), *arguments)]


async def find_handed(intermediate_body_id: UUID, claim_id: UUID) -> HandedClaim | None:
    """One of them, or None."""
    row = await sql.fetch_one(_HANDED.format(claims=_CLAIMS + "c.id = $2"), intermediate_body_id, claim_id)
    return _handed(row) if row else None


async def find_known(intermediate_body_id: UUID, claim_id: UUID, hashes: Collection[str]) -> KnownClaim | None:
    """One of them, when what was frozen of it has one of these SHA-256; or None."""
    row = await sql.fetch_one(_KNOWN, intermediate_body_id, claim_id, list(hashes))
    return KnownClaim(row["snapshot_hash"], ClaimState(row["state"])) if row else None


async def insert_receipt(receipt: ClaimReceipt, claim: HandedClaim, intermediate_body_id: UUID) -> None:
    """Add the receipt of a claim."""
    await sql.execute(
        "INSERT INTO claim_receipt (id, facilitator_org_id, intermediate_body_id, claim_id, reference, comment,"
        " received_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        receipt.id,
        claim.facilitator_org_id,
        intermediate_body_id,
        receipt.claim_id,
        receipt.reference,
        receipt.comment,
        receipt.received_at,
        receipt.recorded_by,
    )
