"""What is known of a claim when it is handed over, and who signed it."""

from uuid import UUID

from clause.db import sql
from clause.db.queries import accounts as account_queries
from clause.db.queries import claims as claim_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries.claim_inputs import list_people
from clause.domain.claim_snapshot import ClaimFile, LineEvidence
from clause.domain.claims import Claim


async def load_file(claim: Claim) -> ClaimFile:
    """The claim with all that stands behind it; RuntimeError when something it names cannot be read."""
    operation = await operation_queries.find_operation(claim.operation_id)
    beneficiary = await account_queries.find_organisation_by_id(claim.facilitator_org_id)
    intermediate_body = await account_queries.find_organisation_by_id(claim.intermediate_body_id)
    if operation is None or beneficiary is None or intermediate_body is None:
        raise RuntimeError("something that a claim names is gone")
    people = await list_people(claim.operation_id)
    return ClaimFile(
        claim=claim,
        operation=operation,
        beneficiary=beneficiary,
        intermediate_body=intermediate_body,
        lines=tuple(await claim_queries.list_lines(claim.id)),
        evidence=await _list_evidence(claim.id),
        letters=tuple((person.staff_number, letter) for person in people for letter in person.letters),
    )


async def _list_evidence(claim_id: UUID) -> dict[UUID, LineEvidence]:
    """What stands behind each staff line, by line id."""
    rows = await sql.fetch(
        "SELECT l.id, t.content_hash AS timesheet_hash, t.signed_at AS timesheet_signed_at,"
        " t.approved_at AS timesheet_approved_at, p.version_no AS payroll_version_no FROM claim_line l"
        " JOIN timesheet t ON t.id = l.timesheet_id JOIN payroll_month p ON p.id = l.payroll_month_id"
        " WHERE l.claim_id = $1",
        claim_id,
    )
    return {row.pop("id"): LineEvidence.model_validate(row) for row in rows}


async def find_signatory(org_id: UUID, person_id: UUID) -> tuple[str, str] | None:
    """Name and role of someone who may sign for the organisation, or None once that is no longer so."""
    row = await sql.fetch_one(
        "SELECT u.full_name, m.role FROM app_user u JOIN membership m ON m.user_id = u.id"
        " WHERE u.id = $2 AND m.org_id = $1 AND m.role = 'manager'",
        org_id,
        person_id,
    )
    return (row["full_name"], row["role"]) if row else None
