"""The word of intermediate bodies on mission letters."""

from uuid import UUID

from clause.db import sql
from clause.domain.assignments import AssignmentDecision
from clause.domain.operations import Assignment, Operation

_COLUMNS = ", ".join(AssignmentDecision.model_fields)
_LETTER = ", ".join(Assignment.model_fields)


async def find_assignment(assignment_id: UUID) -> Assignment | None:
    """A mission letter that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_LETTER} FROM assignment WHERE id = $1", assignment_id)  # noqa: S608
    return Assignment.model_validate(row) if row else None


async def insert_decision(decision: AssignmentDecision, operation: Operation) -> None:
    """Add a word on a mission letter."""
    await sql.insert(
        "assignment_decision",
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        **{**dict(decision), "outcome": decision.outcome.value},
    )


async def list_decisions(assignment_ids: list[UUID]) -> list[AssignmentDecision]:
    """The words on these letters, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM assignment_decision WHERE assignment_id = ANY($1) ORDER BY recorded_at, id",  # noqa: S608
        assignment_ids,
    )
    return [AssignmentDecision.model_validate(row) for row in rows]


async def list_decisions_of_operation(operation_id: UUID) -> list[AssignmentDecision]:
    """The words on the letters of an operation, oldest first."""
    columns = ", ".join(f"d.{name}" for name in AssignmentDecision.model_fields)
    rows = await sql.fetch(
        f"SELECT {columns} FROM assignment_decision d JOIN assignment s ON s.id = d.assignment_id"  # noqa: S608
        " WHERE s.operation_id = $1 ORDER BY d.recorded_at, d.id",
        operation_id,
    )
    return [AssignmentDecision.model_validate(row) for row in rows]
