"""Visits on site of operations."""

from uuid import UUID

from clause.db import sql
from clause.domain.operations import OperationRecord
from clause.domain.site_visits import SiteVisit

_COLUMNS = ", ".join(SiteVisit.model_fields)


async def insert_visit(visit: SiteVisit, operation: OperationRecord) -> None:
    """Add a visit."""
    codes = {
        "subjects": [subject.value for subject in visit.subjects],
        "recorded_by_kind": visit.recorded_by_kind.value,
    }
    await sql.insert(
        "site_visit",
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        **{**dict(visit), **codes},
    )


async def list_visits(operation_id: UUID) -> list[SiteVisit]:
    """The visits of an operation, oldest record first."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM site_visit WHERE operation_id = $1 ORDER BY id",  # noqa: S608
        operation_id,
    )
    return [SiteVisit.model_validate(row) for row in rows]
