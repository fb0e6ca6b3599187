"""What conclusions on a claim are computed from, gathered as it is known now."""

import json
from uuid import UUID

from clause.db import sql
from clause.db.queries import claim_lines
from clause.db.queries import payments as payment_queries
from clause.db.queries import verifications as verification_queries
from clause.domain.agreements import GrantAgreement
from clause.domain.claim_conclusions import ConclusionInputs
from clause.domain.claim_standing import standing_of
from clause.domain.claims import STANDING_STATES, Claim
from clause.domain.verification_work import Grounds

_AGREEMENT = ", ".join(f"a.{name}" for name in GrantAgreement.model_fields)


async def load_conclusion_inputs(claim: Claim) -> ConclusionInputs:
    """A claim with its lines, its agreement, the other concluded claims and the payments of its operation."""
    concluded = await verification_queries.latest_conclusions(claim.operation_id)
    return ConclusionInputs(
        claim=claim,
        lines=tuple(await claim_lines.list_lines(claim.id)),
        agreement=await _agreement_of(claim),
        others=tuple(other for other in concluded if other.claim_id != claim.id),
        payments=tuple(await payment_queries.list_payments(claim.operation_id)),
        in_force=standing_of(claim.conclusions).figures,
    )


async def load_grounds(claim: Claim) -> Grounds:
    """All that conclusions on a claim rest on beside the officer's decisions."""
    versions = await verification_queries.list_verifications(claim.id)
    return Grounds(
        inputs=await load_conclusion_inputs(claim),
        before=versions[-1].decisions if versions else (),
        returned=await returned_lines(claim.id),
        version_no=len(versions),
    )


async def unconcluded_before(claim: Claim) -> int | None:
    """The number of an earlier claim of the operation that stands and has no final conclusions, or None."""
    number: int | None = await sql.fetch_value(
        "SELECT min(c.number) FROM claim c WHERE c.operation_id = $1 AND c.number < $2 AND c.state = ANY($3)"
        " AND NOT EXISTS (SELECT FROM verification v WHERE v.claim_id = c.id AND v.stage <> 'interim')",
        claim.operation_id,
        claim.number,
        list(STANDING_STATES),
    )
    return number


async def returned_lines(claim_id: UUID) -> frozenset[UUID]:
    """Lines of a claim that a later claim took up again, whatever came of them."""
    rows = await sql.fetch(
        "SELECT l.id FROM claim_line l WHERE l.claim_id = $1 AND EXISTS (SELECT FROM claim_line r JOIN claim c"
        " ON c.id = r.claim_id WHERE r.origin_line_id = l.id AND r.kind = 'RETURNED' AND c.state = ANY($2))",
        claim_id,
        list(STANDING_STATES),
    )
    return frozenset(row["id"] for row in rows)


async def _agreement_of(claim: Claim) -> GrantAgreement:
    """The version of the agreement that a handed-over claim was computed with."""
    row = await sql.fetch_one(
        f"SELECT {_AGREEMENT} FROM grant_agreement a JOIN claim c ON c.operation_id = a.operation_id"  # noqa: S608
        " WHERE c.id = $1 AND a.version_no ="
        " (convert_from(c.snapshot, 'UTF8')::jsonb -> 'agreement' ->> 'version_no')::integer",
        claim.id,
    )
    if row is None:
        raise RuntimeError("a claim that was handed over names its agreement")
    row["options"] = json.loads(row["options"]) if row["options"] else {}
    return GrantAgreement.model_validate(row)
