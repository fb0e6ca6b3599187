"""Claims, their lines, their receipts and their documents."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claim_narrative import Facilitation
from clause.domain.claims import Claim, ClaimAccount, ClaimAmounts, ClaimReceipt, ClaimState
from clause.domain.findings import Finding
from clause.rules.calendar import Month

_CLAIM = (
    "SELECT id, facilitator_org_id, intermediate_body_id, operation_id, number, kind, first_month, last_month, state,"
    " other_resources, already_paid, figures, trace, findings, job_id, prepared_by, signed_by, signed_at, submitted_at,"
    " snapshot_hash, document_id, oi_sequence, updated_at, created_at, version, waivers, narrative, facilitation,"
    " declarations, filed_as, postponed_to, postponed_reason, replaces_id, rule_set_id, conclusions,"
    " bundle_document_id FROM claim"
)
_JSON_OR_NONE = ("figures", "account", "narrative", "facilitation", "filed_as", "conclusions")
_JSON_LISTS = ("findings", "waivers", "declarations")


def _claim(row: dict[str, Any]) -> Claim:
    row["first_month"], row["last_month"] = Month.of(row["first_month"]), Month.of(row["last_month"])
    row["account"] = row.pop("trace")
    for name in _JSON_OR_NONE:
        row[name] = json.loads(row[name]) if row[name] else None
    for name in _JSON_LISTS:
        row[name] = json.loads(row[name]) if row[name] else []
    return Claim.model_validate(row)


async def insert_claim(claim: Claim) -> None:
    """Add a draft."""
    await sql.insert(
        "claim",
        id=claim.id,
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
        operation_id=claim.operation_id,
        number=claim.number,
        kind=claim.kind.value,
        first_month=claim.first_month.first_day,
        last_month=claim.last_month.first_day,
        state=claim.state.value,
        other_resources=claim.other_resources,
        already_paid=claim.already_paid,
        findings="[]",
        job_id=claim.job_id,
        prepared_by=claim.prepared_by,
        replaces_id=claim.replaces_id,
        postponed_to=claim.postponed_to,
        postponed_reason=claim.postponed_reason,
        narrative=claim.narrative.model_dump_json() if claim.narrative else None,
        updated_at=claim.updated_at,
        created_at=claim.created_at,
        version=claim.version,
    )


async def find_claim(claim_id: UUID) -> Claim | None:
    """A claim that the caller may see, or None."""
    row = await sql.fetch_one(f"{_CLAIM} WHERE id = $1", claim_id)
    return _claim(row) if row else None


async def lock_claim(claim_id: UUID) -> Claim | None:
    """A claim of the caller's organisation, locked until the transaction ends, or None."""
    row = await sql.fetch_one(f"{_CLAIM} WHERE id = $1 FOR UPDATE", claim_id)
    return _claim(row) if row else None


async def list_claims(
    *, operation_id: UUID | None, state: ClaimState | None, after: UUID | None, limit: int
) -> list[Claim]:
    """A page of claims, oldest first."""
    rows = await sql.fetch(
        f"{_CLAIM} WHERE ($1::uuid IS NULL OR operation_id = $1) AND ($2::text IS NULL OR state = $2)"
        " AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4",
        operation_id,
        state.value if state else None,
        after,
        limit,
    )
    return [_claim(row) for row in rows]


async def list_claims_of(operation_id: UUID) -> list[Claim]:
    """Every claim of an operation, by number."""
    rows = await sql.fetch(f"{_CLAIM} WHERE operation_id = $1 ORDER BY number", operation_id)
    return [_claim(row) for row in rows]


async def save_draft(
    claim_id: UUID, state: ClaimState, job_id: UUID | None, findings: Sequence[Finding], now: datetime
) -> None:
    """Write a claim without figures: to be computed by a job, or stopped by findings."""
    await sql.execute(
        "UPDATE claim SET state = $2, job_id = $3, findings = $4::jsonb, figures = NULL, trace = NULL, updated_at = $5,"
        " version = version + 1 WHERE id = $1",
        claim_id,
        state.value,
        job_id,
        json.dumps([finding.model_dump(mode="json") for finding in findings]),
        now,
    )


async def save_figures(
    claim_id: UUID, state: ClaimState, amounts: ClaimAmounts, account: ClaimAccount, rule_set_id: str, now: datetime
) -> None:
    """Write the amounts, their account, and the id of the rules that produced them."""
    await sql.execute(
        "UPDATE claim SET state = $2, figures = $3::jsonb, trace = $4::jsonb, rule_set_id = $6, updated_at = $5,"
        " version = version + 1 WHERE id = $1",
        claim_id,
        state.value,
        amounts.model_dump_json(),
        account.model_dump_json(),
        now,
        rule_set_id,
    )


async def save_signature(
    claim_id: UUID, state: ClaimState, signed_by: UUID | None, declarations: Sequence[str], now: datetime
) -> None:
    """Write who signed, and what was declared with the signature."""
    await sql.execute(
        "UPDATE claim SET state = $2, signed_by = $3, signed_at = $4, updated_at = $4, declarations = $5::jsonb,"
        " version = version + 1 WHERE id = $1",
        claim_id,
        state.value,
        signed_by,
        now,
        json.dumps(list(declarations)),
    )


async def save_contents(claim: Claim, now: datetime) -> None:
    """Write what a claim tells beside its figures: narrative, waivers, filing."""
    await sql.execute(
        "UPDATE claim SET narrative = $2::jsonb, waivers = $3::jsonb, filed_as = $4::jsonb, updated_at = $5,"
        " version = version + 1 WHERE id = $1",
        claim.id,
        claim.narrative.model_dump_json() if claim.narrative else None,
        json.dumps([waiver.model_dump(mode="json") for waiver in claim.waivers]),
        claim.filed_as.model_dump_json() if claim.filed_as else None,
        now,
    )


async def save_facilitation(claim_id: UUID, counted: Facilitation) -> None:
    """Write what facilitation achieved, as it was counted with the computation."""
    await sql.execute("UPDATE claim SET facilitation = $2::jsonb WHERE id = $1", claim_id, counted.model_dump_json())


async def save_submission(
    claim_id: UUID, state: ClaimState, snapshot: bytes, snapshot_hash: str, sequence: int, job_id: UUID, now: datetime
) -> None:
    """Freeze the content and hand it over."""
    await sql.execute(
        "UPDATE claim SET state = $2, snapshot = $3, snapshot_hash = $4, oi_sequence = $5, job_id = $6,"
        " submitted_at = $7, updated_at = $7, version = version + 1 WHERE id = $1",
        claim_id,
        state.value,
        snapshot,
        snapshot_hash,
        sequence,
        job_id,
        now,
    )


async def save_withdrawal(claim_id: UUID, state: ClaimState, sequence: int | None, now: datetime) -> None:
    """Take a claim back; one that was handed over moves to the end of the intermediate body's list."""
    await sql.execute(
        "UPDATE claim SET state = $2, oi_sequence = $3, updated_at = $4, version = version + 1 WHERE id = $1",
        claim_id,
        state.value,
        sequence,
        now,
    )


async def save_document(claim_id: UUID, document_id: UUID) -> None:
    """Attach the PDF."""
    await sql.execute("UPDATE claim SET document_id = $2, version = version + 1 WHERE id = $1", claim_id, document_id)


async def next_sequence(intermediate_body_id: UUID) -> int:
    """The next rank in an intermediate body's list; ranks are given in the order of the commits."""
    rank: int = await sql.fetch_value("SELECT clause_next_number($1, 'oi')", intermediate_body_id)
    return rank


async def load_snapshot(claim_id: UUID) -> bytes | None:
    """The bytes that were handed over, or None."""
    content: bytes | None = await sql.fetch_value("SELECT snapshot FROM claim WHERE id = $1", claim_id)
    return content


async def find_receipt(claim_id: UUID) -> ClaimReceipt | None:
    """The intermediate body's receipt, or None."""
    row = await sql.fetch_one(
        "SELECT id, claim_id, reference, comment, received_at, recorded_by FROM claim_receipt WHERE claim_id = $1",
        claim_id,
    )
    return ClaimReceipt.model_validate(row) if row else None
