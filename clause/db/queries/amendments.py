"""Amendments of agreements, and the versions that they made."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries import operations as operation_queries
from clause.domain.agreements import GrantAgreement
from clause.domain.amendments import Amendment, agreement_on
from clause.domain.claims import FROZEN_STATES
from clause.domain.operations import Operation

_COLUMNS = ", ".join(Amendment.model_fields)
_AGREEMENT = ", ".join(GrantAgreement.model_fields)


def _amendment(row: dict[str, Any]) -> Amendment:
    return Amendment.model_validate({**row, "terms": json.loads(row["terms"])})


async def insert_amendment(amendment: Amendment, operation: Operation) -> None:
    """Add an amendment."""
    await sql.insert(
        "agreement_amendment",
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        **{**dict(amendment), "state": amendment.state.value, "terms": amendment.terms.model_dump_json()},
    )


async def save_amendment(amendment: Amendment) -> None:
    """Write how an amendment ended."""
    await sql.execute(
        "UPDATE agreement_amendment SET state = $2, agreement_version_no = $3, signed_on = $4, close_reason = $5,"
        " version = version + 1 WHERE id = $1",
        amendment.id,
        amendment.state.value,
        amendment.agreement_version_no,
        amendment.signed_on,
        amendment.close_reason,
    )


async def find_amendment(amendment_id: UUID) -> Amendment | None:
    """An amendment that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_COLUMNS} FROM agreement_amendment WHERE id = $1", amendment_id)  # noqa: S608
    return _amendment(row) if row else None


async def list_amendments(operation_id: UUID) -> list[Amendment]:
    """The amendments of an operation, by number."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM agreement_amendment WHERE operation_id = $1 ORDER BY number",  # noqa: S608
        operation_id,
    )
    return [_amendment(row) for row in rows]


async def list_agreements(operation_id: UUID) -> list[GrantAgreement]:
    """Every version of an operation's agreement, first to last."""
    rows = await sql.fetch(
        f"SELECT {_AGREEMENT} FROM grant_agreement WHERE operation_id = $1 ORDER BY version_no",  # noqa: S608
        operation_id,
    )
    for row in rows:
        row["options"] = json.loads(row["options"]) if row["options"] else {}
    return [GrantAgreement.model_validate(row) for row in rows]


async def find_operation_on(operation_id: UUID, day: date) -> Operation | None:
    """An operation that the caller may see with the version of its agreement that holds on a day, or None."""
    operation = await operation_queries.find_operation(operation_id)
    if operation is None or operation.agreement.effective_on is None:
        return operation
    versions = await list_agreements(operation_id)
    return operation.model_copy(update={"agreement": agreement_on(versions, day)})


async def set_last_day(operation_id: UUID, last_day: date) -> None:
    """Move the end of an operation."""
    await sql.execute("UPDATE operation SET last_day = $2 WHERE id = $1", operation_id, last_day)


async def last_claimed_month(operation_id: UUID) -> date | None:
    """The first day of the last month of the signed or standing claims of an operation, or None."""
    day: date | None = await sql.fetch_value(
        "SELECT max(last_month) FROM claim WHERE operation_id = $1 AND state = ANY($2)",
        operation_id,
        list(FROZEN_STATES),
    )
    return day
