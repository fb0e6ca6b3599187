"""Hourly rates fixed for operations."""

import json
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claims import FROZEN_STATES
from clause.domain.hourly_rates import HourlyRate
from clause.domain.operations import Operation
from clause.rules.calendar import Month

_FIELDS = (
    "id", "operation_id", "employment_id", "version_no", "method", "hourly_rate", "hours_cap", "employer_cost",
    "first_month", "last_month", "documented_months", "effective_on", "reason", "trace", "document_id",
    "document_sha256", "recorded_by", "recorded_at",
)  # fmt: skip


def _rate(row: dict[str, Any]) -> HourlyRate:
    months = {name: Month.of(row[name]) for name in ("first_month", "last_month")}
    return HourlyRate.model_validate({**row, **months, "trace": json.loads(row["trace"])})


async def insert_rate(rate: HourlyRate, operation: Operation) -> None:
    """Add a version of a person's rate for an operation."""
    values = dict(rate)
    values["trace"] = rate.trace.model_dump_json()
    values["method"] = rate.method.value
    for name in ("first_month", "last_month"):
        values[name] = values[name].first_day
    places = ", ".join(f"${rank}" for rank in range(3, len(_FIELDS) + 3))
    await sql.execute(
        f"INSERT INTO hourly_rate (facilitator_org_id, intermediate_body_id, {', '.join(_FIELDS)})"  # noqa: S608
        f" VALUES ($1, $2, {places})",
        operation.facilitator_org_id,
        operation.intermediate_body_id,
        *(values[name] for name in _FIELDS),
    )


async def list_rates(operation_id: UUID) -> list[HourlyRate]:
    """Every rate of an operation, by employment and version."""
    rows = await sql.fetch(
        f"SELECT {', '.join(_FIELDS)} FROM hourly_rate WHERE operation_id = $1"  # noqa: S608
        " ORDER BY employment_id, version_no",
        operation_id,
    )
    return [_rate(row) for row in rows]


async def find_last_claimed_month(operation_id: UUID, employment_id: UUID) -> Month | None:
    """The last month with hours of a person at a rate in a signed or submitted claim of an operation, or None.

    The claims that hold such hours stay locked until the transaction ends: none of them is signed meanwhile.
    """
    rows = await sql.fetch(
        "SELECT c.id, c.state, c.last_month FROM claim c WHERE c.operation_id = $1 AND EXISTS (SELECT FROM claim_line l"
        " WHERE l.claim_id = c.id AND l.employment_id = $2 AND l.hourly_rate_id IS NOT NULL) FOR UPDATE",
        operation_id,
        employment_id,
    )
    held = [Month.of(row["last_month"]) for row in rows if row["state"] in FROZEN_STATES]
    return max(held, default=None)
