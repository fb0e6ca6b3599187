"""Conclusions of verifications and the decisions on lines; versions, never changes."""

import json
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.verifications import DecidedLine, RetainedClaim, Verification

_VERIFICATION = (
    "SELECT id, facilitator_org_id, intermediate_body_id, claim_id, version_no, report AS terms, figures,"
    " trace AS account, content_hash, contradictory_until, recorded_by, recorded_at FROM verification"
)


async def insert_verification(verification: Verification) -> None:
    """Add conclusions with their decisions."""
    await sql.execute(
        "INSERT INTO verification (id, facilitator_org_id, intermediate_body_id, claim_id, version_no, stage, scope,"
        " reference, report, figures, trace, content_hash, contradictory_until, recorded_by, recorded_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb, $12, $13, $14, $15)",
        verification.id,
        verification.facilitator_org_id,
        verification.intermediate_body_id,
        verification.claim_id,
        verification.version_no,
        verification.terms.stage.value,
        verification.terms.scope.value,
        verification.terms.risk_assessment_ref,
        verification.terms.model_dump_json(exclude={"decisions"}),
        verification.figures.model_dump_json(),
        json.dumps({name: trace.model_dump(mode="json") for name, trace in verification.account.items()}),
        verification.content_hash,
        verification.contradictory_until,
        verification.recorded_by,
        verification.recorded_at,
    )


async def insert_decisions(verification: Verification, ids: list[UUID]) -> None:
    """Add the decisions of conclusions, under these ids."""
    await sql.execute_many(
        "INSERT INTO verification_decision (id, facilitator_org_id, intermediate_body_id, verification_id,"
        " claim_line_id, outcome, amount_certified, amount_deducted, reason_code, comment, in_sample)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            (
                row_id,
                verification.facilitator_org_id,
                verification.intermediate_body_id,
                verification.id,
                line.claim_line_id,
                line.outcome.value,
                line.amount_certified,
                line.amount_deducted,
                line.reason_code.value if line.reason_code else None,
                line.comment,
                line.in_sample,
            )
            for row_id, line in zip(ids, verification.decisions, strict=True)
        ],
    )


async def list_verifications(claim_id: UUID) -> list[Verification]:
    """The conclusions on a claim, first to last."""
    rows = await sql.fetch(f"{_VERIFICATION} WHERE claim_id = $1 ORDER BY version_no", claim_id)
    decisions = await _decisions_of([row["id"] for row in rows])
    return [_verification(row, decisions.get(row["id"], [])) for row in rows]


async def find_verification(verification_id: UUID) -> Verification | None:
    """Conclusions that the caller may see, or None."""
    row = await sql.fetch_one(f"{_VERIFICATION} WHERE id = $1", verification_id)
    if row is None:
        return None
    return _verification(row, (await _decisions_of([verification_id])).get(verification_id, []))


async def latest_conclusions(operation_id: UUID) -> list[RetainedClaim]:
    """What is retained of each concluded claim of an operation, by number; claims without final conclusions are absent.

    A claim whose conclusions are final keeps them; a later correction takes their place.
    """
    rows = await sql.fetch(
        "SELECT DISTINCT ON (c.number) c.id AS claim_id, c.number, c.kind, c.state, v.id AS verification_id,"
        " v.version_no, v.stage, v.figures FROM claim c JOIN verification v ON v.claim_id = c.id"
        " WHERE c.operation_id = $1 AND v.stage <> 'interim' ORDER BY c.number, v.version_no DESC",
        operation_id,
    )
    decisions = await _decisions_of([row["verification_id"] for row in rows])
    return [
        RetainedClaim.model_validate(
            {**row, "figures": json.loads(row["figures"]), "decisions": decisions.get(row["verification_id"], [])}
        )
        for row in rows
    ]


async def _decisions_of(verification_ids: list[UUID]) -> dict[UUID, list[DecidedLine]]:
    rows = await sql.fetch(
        "SELECT d.verification_id, d.claim_line_id, d.outcome, d.amount_certified, d.amount_deducted, d.reason_code,"
        " d.comment, d.in_sample FROM verification_decision d JOIN claim_line l ON l.id = d.claim_line_id"
        " WHERE d.verification_id = ANY($1) ORDER BY l.position",
        verification_ids,
    )
    found: dict[UUID, list[DecidedLine]] = {}
    for row in rows:
        found.setdefault(row.pop("verification_id"), []).append(DecidedLine.model_validate(row))
    return found


def _verification(row: dict[str, Any], decisions: list[DecidedLine]) -> Verification:
    read = {name: json.loads(row[name]) for name in ("terms", "figures", "account")}
    return Verification.model_validate({**row, **read, "decisions": decisions})
