"""The word of intermediate bodies on mission letters."""

from datetime import date
from uuid import UUID

from clause.db import sql
from clause.domain.assignments import AssignmentDecision, LetterPerson
from clause.domain.claims import FROZEN_STATES
from clause.domain.operations import Assignment, Operation
from clause.domain.timesheets import TimesheetState

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


async def claimed_until(operation_id: UUID, employment_id: UUID) -> date | None:
    """The first day of the last month of the signed or standing claims that hold time of a person, or None."""
    day: date | None = await sql.fetch_value(
        "SELECT max(c.last_month) FROM claim c WHERE c.operation_id = $1 AND c.state = ANY($3)"
        " AND EXISTS (SELECT FROM claim_line l WHERE l.claim_id = c.id AND l.employment_id = $2)",
        operation_id,
        employment_id,
        list(FROZEN_STATES),
    )
    return day


async def signed_hours_until(operation_id: UUID, employment_id: UUID) -> date | None:
    """The last day with hours on an operation in the signed time records of a person, or None."""
    day: date | None = await sql.fetch_value(
        "SELECT max(n.day) FROM time_entry n JOIN timesheet t ON t.id = n.timesheet_id"
        " WHERE t.employment_id = $2 AND n.operation_id = $1 AND t.state <> $3 AND n.minutes > 0",
        operation_id,
        employment_id,
        TimesheetState.OPEN.value,
    )
    return day


async def list_people(operation_id: UUID) -> dict[UUID, LetterPerson]:
    """Whom the letters of an operation are for, by employment; for its employer and its intermediate body."""
    rows = await sql.fetch("SELECT * FROM clause_letter_people($1)", operation_id)
    return {row["employment_id"]: LetterPerson.model_validate(row) for row in rows}
