"""Claims, their lines, their receipts and their documents."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claims import Claim, ClaimAccount, ClaimAmounts, ClaimLine, ClaimReceipt, ClaimState
from clause.domain.findings import Finding
from clause.rules.calendar import Month

_CLAIM = (
    "SELECT id, facilitator_org_id, intermediate_body_id, operation_id, number, kind, first_month, last_month, state,"
    " other_resources, already_paid, figures, trace, findings, job_id, prepared_by, signed_by, signed_at, submitted_at,"
    " snapshot_hash, document_id, oi_sequence, updated_at, created_at, version FROM claim"
)


def _claim(row: dict[str, Any]) -> Claim:
    row["first_month"], row["last_month"] = Month.of(row["first_month"]), Month.of(row["last_month"])
    row["figures"] = json.loads(row["figures"]) if row["figures"] else None
    account = row.pop("trace")
    row["account"] = json.loads(account) if account else None
    row["findings"] = json.loads(row["findings"])
    return Claim.model_validate(row)


async def insert_claim(claim: Claim) -> None:
    """Add a draft."""
    await sql.execute(
        "INSERT INTO claim (id, facilitator_org_id, intermediate_body_id, operation_id, number, kind, first_month,"
        " last_month, state, other_resources, already_paid, findings, job_id, prepared_by, updated_at, created_at,"
        " version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '[]', $12, $13, $14, $15, $16)",
        claim.id,
        claim.facilitator_org_id,
        claim.intermediate_body_id,
        claim.operation_id,
        claim.number,
        claim.kind.value,
        claim.first_month.first_day,
        claim.last_month.first_day,
        claim.state.value,
        claim.other_resources,
        claim.already_paid,
        claim.job_id,
        claim.prepared_by,
        claim.updated_at,
        claim.created_at,
        claim.version,
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
    claim_id: UUID, state: ClaimState, amounts: ClaimAmounts, account: ClaimAccount, now: datetime
) -> None:
    """Write the amounts and their account."""
    await sql.execute(
        "UPDATE claim SET state = $2, figures = $3::jsonb, trace = $4::jsonb, updated_at = $5, version = version + 1"
        " WHERE id = $1",
        claim_id,
        state.value,
        amounts.model_dump_json(),
        account.model_dump_json(),
        now,
    )


async def save_signature(claim_id: UUID, state: ClaimState, signed_by: UUID | None, now: datetime) -> None:
    """Write who signed."""
    await sql.execute(
        "UPDATE claim SET state = $2, signed_by = $3, signed_at = $4, updated_at = $4, version = version + 1"
        " WHERE id = $1",
        claim_id,
        state.value,
        signed_by,
        now,
    )


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


async def insert_lines(claim: Claim, lines: Sequence[ClaimLine]) -> None:
    """Add the lines of a computed claim."""
    await sql.execute_many(
        "INSERT INTO claim_line (id, facilitator_org_id, intermediate_body_id, claim_id, position, kind, employment_id,"
        " timesheet_id, payroll_month_id, month, method, employer_cost, hours_on_operation, hours_worked, amount,"
        " trace)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb)",
        [
            (
                line.id,
                claim.facilitator_org_id,
                claim.intermediate_body_id,
                claim.id,
                line.position,
                line.kind.value,
                line.employment_id,
                line.timesheet_id,
                line.payroll_month_id,
                line.month.first_day if line.month else None,
                line.method,
                line.employer_cost,
                line.hours_on_operation,
                line.hours_worked,
                line.amount,
                line.trace.model_dump_json(),
            )
            for line in lines
        ],
    )


async def delete_lines(claim_id: UUID) -> None:
    """Forget the lines of a claim that is computed again; refused by the database once it is signed."""
    await sql.execute("DELETE FROM claim_line WHERE claim_id = $1", claim_id)


async def list_lines(claim_id: UUID) -> list[ClaimLine]:
    """The lines of a claim, in their order."""
    rows = await sql.fetch(
        "SELECT l.id, l.position, l.kind, l.employment_id, e.staff_number, e.job_title, l.timesheet_id,"
        " l.payroll_month_id, l.month, l.method, l.employer_cost, l.hours_on_operation, l.hours_worked, l.amount,"
        " l.trace FROM claim_line l LEFT JOIN employment e ON e.id = l.employment_id"
        " WHERE l.claim_id = $1 ORDER BY l.position",
        claim_id,
    )
    for row in rows:
        row["month"] = Month.of(row["month"]) if row["month"] else None
        row["trace"] = json.loads(row["trace"])
    return [ClaimLine.model_validate(row) for row in rows]


async def find_receipt(claim_id: UUID) -> ClaimReceipt | None:
    """The intermediate body's receipt, or None."""
    row = await sql.fetch_one(
        "SELECT id, claim_id, reference, comment, received_at, recorded_by FROM claim_receipt WHERE claim_id = $1",
        claim_id,
    )
    return ClaimReceipt.model_validate(row) if row else None
