"""The cost lines of claims."""

import json
from collections.abc import Sequence
from uuid import UUID

from clause.db import sql
from clause.domain.claims import Claim, ClaimLine
from clause.rules.calendar import Month

_OWN = (
    "id", "position", "kind", "employment_id", "timesheet_id", "payroll_month_id", "assignment_id", "hourly_rate_id",
    "cost_item_id", "origin_line_id", "post", "month", "method", "employer_cost", "hours_on_operation", "hours_worked",
    "details", "amount", "trace",
)  # fmt: skip


async def insert_lines(claim: Claim, lines: Sequence[ClaimLine]) -> None:
    """Add the lines of a computed claim."""
    columns = ("facilitator_org_id", "intermediate_body_id", "claim_id", *_OWN)
    places = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    await sql.execute_many(
        f"INSERT INTO claim_line ({', '.join(columns)}) VALUES ({places})",  # noqa: S608
        [
            (claim.facilitator_org_id, claim.intermediate_body_id, claim.id, *(_stored(line, name) for name in _OWN))
            for line in lines
        ],
    )


def _stored(line: ClaimLine, name: str) -> object:
    value = getattr(line, name)
    if name == "month":
        return value.first_day if value else None
    if name == "details":
        return json.dumps(value) if value is not None else None
    if name == "trace":
        return line.trace.model_dump_json()
    return value.value if name in ("kind", "post") and value else value


async def delete_lines(claim_id: UUID) -> None:
    """Forget the lines of a claim that is computed again; refused by the database once it is signed."""
    await sql.execute("DELETE FROM claim_line WHERE claim_id = $1", claim_id)


async def list_lines(claim_id: UUID) -> list[ClaimLine]:
    """The lines of a claim, in their order."""
    columns = ", ".join(f"l.{name}" for name in _OWN)
    rows = await sql.fetch(
        f"SELECT {columns}, e.staff_number, e.job_title"  # noqa: S608
        " FROM claim_line l LEFT JOIN employment e ON e.id = l.employment_id"
        " WHERE l.claim_id = $1 ORDER BY l.position",
        claim_id,
    )
    for row in rows:
        row["month"] = Month.of(row["month"]) if row["month"] else None
        row["trace"] = json.loads(row["trace"])
        row["details"] = json.loads(row["details"]) if row["details"] else None
    return [ClaimLine.model_validate(row) for row in rows]
