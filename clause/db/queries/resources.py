"""What finances an operation beside the FSE+."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.db import sql
from clause.domain.operations import Operation
from clause.domain.resources import Resource, resources_total

_COLUMNS = ", ".join(Resource.model_fields)


async def insert_resource(resource: Resource, operation: Operation) -> None:
    """Add a resource, or the row that replaces one."""
    values = dict(resource)
    await sql.insert(
        "operation_resource",
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        **{**values, "kind": resource.kind.value},
    )


async def list_resources(operation_id: UUID) -> list[Resource]:
    """Every row of an operation that the caller may see, oldest first, replaced and cancelled ones included."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM operation_resource WHERE operation_id = $1 ORDER BY id",  # noqa: S608
        operation_id,
    )
    return [Resource.model_validate(row) for row in rows]


async def find_resource(resource_id: UUID) -> Resource | None:
    """A resource that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_COLUMNS} FROM operation_resource WHERE id = $1", resource_id)  # noqa: S608
    return Resource.model_validate(row) if row else None


async def resources_to_date(operation_id: UUID, on: date) -> Decimal:
    """Euros that others than the FSE+ and the beneficiary have paid for an operation by a day."""
    return resources_total(await list_resources(operation_id), on)
