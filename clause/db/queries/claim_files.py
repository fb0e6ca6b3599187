"""What is known of a claim when it is handed over, and who signed it."""

from uuid import UUID

from clause.db import sql
from clause.db.queries import accounts as account_queries
from clause.db.queries import amendments as amendment_queries
from clause.db.queries import claim_lines, claim_records
from clause.db.queries.claim_inputs import load_inputs
from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claim_snapshot import ClaimFile, ClaimRecords
from clause.domain.claim_snapshot_parts import LineEvidence
from clause.domain.claims import Claim, ClaimLine


async def load_file(claim: Claim) -> ClaimFile:
    """The claim with all that stands behind it; RuntimeError when something it names cannot be read."""
    operation = await amendment_queries.find_operation_on(claim.operation_id, claim.period.last_day)
    beneficiary = await account_queries.find_organisation_by_id(claim.facilitator_org_id)
    intermediate_body = await account_queries.find_organisation_by_id(claim.intermediate_body_id)
    if operation is None or beneficiary is None or intermediate_body is None:
        raise RuntimeError("something that a claim names is gone")
    lines = tuple(await claim_lines.list_lines(claim.id))
    inputs = await load_inputs(claim)
    return ClaimFile(
        claim=claim,
        operation=operation,
        beneficiary=beneficiary,
        intermediate_body=intermediate_body,
        lines=lines,
        evidence=await _list_evidence(claim.id),
        records=await _records(claim, lines, inputs),
        inputs_hash=inputs.hash(),
        indicators=inputs.indicators.model_dump(mode="json") if inputs.indicators else None,
    )


async def _records(claim: Claim, lines: tuple[ClaimLine, ...], inputs: ClaimInputs) -> ClaimRecords:
    people = {line.employment_id for line in lines if line.employment_id}
    items = {line.cost_item_id for line in lines if line.cost_item_id}
    return ClaimRecords(
        assignments=tuple(
            letter for letter in await claim_records.list_letters(claim.operation_id) if letter.employment_id in people
        ),
        timesheets=await claim_records.list_timesheets(
            claim.operation_id, (timesheet for line in lines for timesheet in line.timesheets)
        ),
        payroll=await claim_records.list_payroll(payroll for line in lines for payroll in line.payrolls),
        hourly_rates=tuple(
            rate for rate in await claim_records.list_hourly_rates(claim.operation_id) if rate.employment_id in people
        ),
        cost_items=tuple(item for item in await claim_records.list_cost_items(claim.operation_id) if item.id in items),
        resources=await claim_records.list_resources(claim.operation_id),
        payments=inputs.payments,
        earlier=inputs.earlier,
        declared=tuple(one.declared for one in inputs.declared),
        returned=inputs.returned,
        hours_used=inputs.hours_used,
    )


async def _list_evidence(claim_id: UUID) -> dict[UUID, LineEvidence]:
    """What stands behind each line of one person's month, by line id."""
    rows = await sql.fetch(
        "SELECT l.id, t.content_hash AS timesheet_hash, t.signed_at AS timesheet_signed_at,"
        " t.approved_at AS timesheet_approved_at, p.version_no AS payroll_version_no FROM claim_line l"
        " LEFT JOIN timesheet t ON t.id = l.timesheet_id LEFT JOIN payroll_month p ON p.id = l.payroll_month_id"
        " WHERE l.claim_id = $1 AND (t.id IS NOT NULL OR p.id IS NOT NULL)",
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
