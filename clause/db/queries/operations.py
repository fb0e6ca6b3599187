"""Operations with the latest version of their agreement, and their mission letters."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.agreements import GrantAgreement
from clause.domain.employments import Employment
from clause.domain.operations import Assignment, Operation, OperationRecord

_AGREEMENT_FIELDS = tuple(GrantAgreement.model_fields)
_AGREEMENT = ", ".join(f"a.{name} AS agreement_{name}" for name in _AGREEMENT_FIELDS)
_OPERATION = (
    "SELECT o.id, o.facilitator_org_id, o.intermediate_body_id, o.number, o.title, o.programme_cci, o.priority,"  # noqa: S608
    " o.specific_objective, o.region_category, o.first_day, o.last_day, o.call_id, o.participant_mode,"
    " o.beneficiary_kind, o.accounting_code, o.description, o.nuts, o.state, o.created_at, o.version, o.settled_on,"
    f" {_AGREEMENT} FROM operation o JOIN LATERAL (SELECT * FROM grant_agreement g WHERE g.operation_id = o.id"
    " ORDER BY g.version_no DESC LIMIT 1) a ON true"
)
_RECORD = _OPERATION.replace("JOIN LATERAL", "LEFT JOIN LATERAL")
_ASSIGNMENT_COLUMNS = (
    "s.id, s.operation_id, s.employment_id, s.version_no, s.method, s.first_day, s.last_day, s.issued_on, s.time_share,"
    " s.missions, s.document_id, s.overlap_reason, s.stands_in_for_id, s.created_at"
)


def _operation(row: dict[str, Any]) -> Operation:
    agreement = {name: row.pop(f"agreement_{name}") for name in _AGREEMENT_FIELDS}
    agreement["options"] = json.loads(agreement["options"]) if agreement["options"] else {}
    return Operation.model_validate({**row, "agreement": agreement})


def _record(row: dict[str, Any]) -> OperationRecord:
    if row["agreement_id"] is not None:
        return _operation(row)
    kept = {name: value for name, value in row.items() if not name.startswith("agreement_")}
    return OperationRecord.model_validate({**kept, "agreement": None})


async def insert_operation(operation: OperationRecord) -> None:
    """Add an operation, with the first version of its agreement where it has one."""
    await sql.execute(
        "INSERT INTO operation (id, facilitator_org_id, intermediate_body_id, number, title, programme_cci, priority,"
        " specific_objective, region_category, first_day, last_day, state, created_at, version, call_id,"
        " participant_mode, beneficiary_kind, accounting_code, description, nuts)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        operation.id,
        operation.facilitator_org_id,
        operation.intermediate_body_id,
        operation.number,
        operation.title,
        operation.programme_cci,
        operation.priority,
        operation.specific_objective,
        operation.region_category.value,
        operation.first_day,
        operation.last_day,
        operation.state.value,
        operation.created_at,
        operation.version,
        operation.call_id,
        operation.participant_mode.value,
        operation.beneficiary_kind.value,
        operation.accounting_code,
        operation.description,
        operation.nuts,
    )
    if operation.agreement is not None:
        await insert_agreement(operation, operation.agreement, operation.created_at)


async def insert_agreement(operation: OperationRecord, agreement: GrantAgreement, now: datetime) -> None:
    """Add a version of an operation's agreement."""
    await sql.execute(
        "INSERT INTO grant_agreement (id, facilitator_org_id, intermediate_body_id, operation_id, version_no,"
        " reference, signed_on, planned_total_cost, grant_amount, rate, rate_decimals, cost_plan, options,"
        " effective_on, reason, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15, $16)",
        agreement.id,
        operation.facilitator_org_id,
        operation.intermediate_body_id,
        operation.id,
        agreement.version_no,
        agreement.reference,
        agreement.signed_on,
        agreement.planned_total_cost,
        agreement.grant_amount,
        agreement.rate,
        agreement.rate_decimals,
        agreement.cost_plan.value,
        agreement.options.model_dump_json(exclude_defaults=True),
        agreement.effective_on,
        agreement.reason,
        now,
    )


async def find_operation(operation_id: UUID) -> Operation | None:
    """An operation that the caller may see, or None."""
    row = await sql.fetch_one(f"{_OPERATION} WHERE o.id = $1", operation_id)
    return _operation(row) if row else None


async def lock_operation(operation_id: UUID) -> Operation | None:
    """An operation of the caller, locked until the transaction ends; None when it is not the caller's."""
    row = await sql.fetch_one(f"{_OPERATION} WHERE o.id = $1 FOR UPDATE OF o", operation_id)
    return _operation(row) if row else None


async def find_record(operation_id: UUID) -> OperationRecord | None:
    """An operation that the caller may see, with or without agreement, or None."""
    row = await sql.fetch_one(f"{_RECORD} WHERE o.id = $1", operation_id)
    return _record(row) if row else None


async def lock_record(operation_id: UUID) -> OperationRecord | None:
    """The same, locked until the transaction ends."""
    row = await sql.fetch_one(f"{_RECORD} WHERE o.id = $1 FOR UPDATE OF o", operation_id)
    return _record(row) if row else None


async def list_records(*, state: str | None, after: UUID | None, limit: int) -> list[OperationRecord]:
    """A page of the operations that the caller may see, applications included, oldest first."""
    rows = await sql.fetch(
        f"{_RECORD} WHERE ($1::uuid IS NULL OR o.id > $1) AND ($2::text IS NULL OR o.state = $2)"
        " ORDER BY o.id LIMIT $3",
        after,
        state,
        limit,
    )
    return [_record(row) for row in rows]


async def list_operations(*, after: UUID | None, limit: int) -> list[Operation]:
    """A page of the operations that the caller may see, oldest first."""
    rows = await sql.fetch(f"{_OPERATION} WHERE ($1::uuid IS NULL OR o.id > $1) ORDER BY o.id LIMIT $2", after, limit)
    return [_operation(row) for row in rows]


async def list_operations_by_id(operation_ids: list[UUID]) -> list[Operation]:
    """Those of these operations that the caller may see."""
    rows = await sql.fetch(f"{_OPERATION} WHERE o.id = ANY($1) ORDER BY o.id", operation_ids)
    return [_operation(row) for row in rows]


async def insert_assignment(assignment: Assignment, operation: Operation) -> None:
    """Add a mission letter."""
    await sql.insert(
        "assignment",
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        **{**dict(assignment), "method": assignment.method.value},
    )


async def count_assignments(operation_id: UUID, employment_id: UUID) -> int:
    """How many letters a person has for an operation."""
    count: int = await sql.fetch_value(
        "SELECT count(*) FROM assignment WHERE operation_id = $1 AND employment_id = $2", operation_id, employment_id
    )
    return count


async def list_assignments(operation_id: UUID) -> list[Assignment]:
    """The mission letters of an operation, by person and version."""
    rows = await sql.fetch(
        f"SELECT {_ASSIGNMENT_COLUMNS} FROM assignment s WHERE s.operation_id = $1"  # noqa: S608
        " ORDER BY s.employment_id, s.version_no",
        operation_id,
    )
    return [Assignment.model_validate(row) for row in rows]


async def list_assignments_of(employment_id: UUID) -> list[Assignment]:
    """The mission letters of an employment, whatever the operation."""
    rows = await sql.fetch(
        f"SELECT {_ASSIGNMENT_COLUMNS} FROM assignment s WHERE s.employment_id = $1"  # noqa: S608
        " ORDER BY s.operation_id, s.version_no",
        employment_id,
    )
    return [Assignment.model_validate(row) for row in rows]


async def list_assigned_employments(operation_id: UUID) -> list[Employment]:
    """The employments that have a mission letter for an operation, by staff number."""
    rows = await sql.fetch(
        "SELECT e.*, NULL::text AS person_name FROM employment e"
        " WHERE EXISTS (SELECT FROM assignment s WHERE s.operation_id = $1 AND s.employment_id = e.id)"
        " ORDER BY e.staff_number",
        operation_id,
    )
    return [Employment.model_validate(row) for row in rows]
