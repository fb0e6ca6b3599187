"""Costs other than staff, with those that were corrected."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claims import FROZEN_STATES
from clause.domain.cost_items import CostItem, CostItemTerms
from clause.domain.operations import Operation

_FIELDS = (
    "id", "operation_id", "post", "label", "incurred_on", "amount_declared", "supplier", "supplier_identifier",
    "document_reference", "document_on", "amount_document", "amount_vat", "vat_recoverable", "allocation_key",
    "paid_on", "payment_reference", "accounting_code", "internal_reference", "unit_code", "units", "deliverable_code",
    "details", "document_id", "document_sha256", "replaces_id", "cancelled", "reason", "recorded_by", "recorded_at",
)  # fmt: skip
_ITEM = f"SELECT {', '.join(f'i.{name}' for name in _FIELDS)} FROM cost_item i"  # noqa: S608
_HOLDS = "NOT i.cancelled AND NOT EXISTS (SELECT FROM cost_item r WHERE r.replaces_id = i.id)"


def _item(row: dict[str, Any]) -> CostItem:
    return CostItem.model_validate({**row, "details": json.loads(row["details"]) if row["details"] else {}})


async def insert_item(item: CostItem, operation: Operation) -> None:
    """Add a cost, or the row that corrects one."""
    values = dict(item)
    values["post"] = item.post.value
    values["details"] = item.details.model_dump_json()
    places = ", ".join(f"${rank}" for rank in range(3, len(_FIELDS) + 3))
    await sql.execute(
        f"INSERT INTO cost_item (facilitator_org_id, intermediate_body_id, {', '.join(_FIELDS)})"  # noqa: S608
        f" VALUES ($1, $2, {places})",
        operation.facilitator_org_id,
        operation.intermediate_body_id,
        *(values[name] for name in _FIELDS),
    )


async def list_items(operation_id: UUID, first_day: date, last_day: date) -> list[CostItem]:
    """The costs that hold (neither corrected since nor cancelled) incurred from one day to another, by day and id."""
    rows = await sql.fetch(
        f"{_ITEM} WHERE i.operation_id = $1 AND i.incurred_on BETWEEN $2 AND $3 AND {_HOLDS}"
        " ORDER BY i.incurred_on, i.id",
        operation_id,
        first_day,
        last_day,
    )
    return [_item(row) for row in rows]


async def list_history(operation_id: UUID, *, after: UUID | None, limit: int) -> list[CostItem]:
    """A page of every row of an operation, oldest first: what holds, what was corrected, what was cancelled."""
    rows = await sql.fetch(
        f"{_ITEM} WHERE i.operation_id = $1 AND ($2::uuid IS NULL OR i.id > $2) ORDER BY i.id LIMIT $3",
        operation_id,
        after,
        limit,
    )
    return [_item(row) for row in rows]


async def find_item(item_id: UUID) -> CostItem | None:
    """A cost that the caller may see, or None."""
    row = await sql.fetch_one(f"{_ITEM} WHERE i.id = $1", item_id)
    return _item(row) if row else None


async def find_replacements(item_ids: list[UUID]) -> dict[UUID, UUID]:
    """The rows that corrected or cancelled costs, by the cost that they replace."""
    rows = await sql.fetch("SELECT replaces_id, id FROM cost_item WHERE replaces_id = ANY($1)", item_ids)
    return {row["replaces_id"]: row["id"] for row in rows}


async def list_same_document(operation_id: UUID, terms: CostItemTerms) -> list[CostItem]:
    """The costs that hold of the same supplier and reference in any operation, or of the same deliverable in this one.

    The lock on the reference makes two costs of one document wait for one another, whatever their operations.
    """
    if terms.supplier is not None and terms.document_reference is not None:
        await sql.execute("SELECT pg_advisory_xact_lock(hashtext($1))", f"{terms.supplier}\n{terms.document_reference}")
    rows = await sql.fetch(
        f"{_ITEM} WHERE {_HOLDS} AND ((i.supplier = $1 AND i.document_reference = $2)"
        " OR (i.operation_id = $3 AND i.deliverable_code = $4)) ORDER BY i.id",
        terms.supplier,
        terms.document_reference,
        operation_id,
        terms.deliverable_code,
    )
    return [_item(row) for row in rows]


async def list_held(items: list[CostItem]) -> list[CostItem]:
    """The costs that hold and share supplier and reference with one of these."""
    rows = await sql.fetch(
        f"{_ITEM} WHERE {_HOLDS} AND (i.supplier, i.document_reference) IN"  # noqa: S608
        " (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY i.id",
        [item.supplier for item in items],
        [item.document_reference for item in items],
    )
    return [_item(row) for row in rows]


async def find_claim_with_item(item_id: UUID) -> int | None:
    """The number of a signed or submitted claim that holds a cost, or None.

    The claims that hold it stay locked until the transaction ends: none of them is signed meanwhile.
    """
    rows = await sql.fetch(
        "SELECT c.number, c.state FROM claim c WHERE EXISTS (SELECT FROM claim_line l WHERE l.claim_id = c.id"
        " AND l.cost_item_id = $1) ORDER BY c.number FOR UPDATE",
        item_id,
    )
    return next((row["number"] for row in rows if row["state"] in FROZEN_STATES), None)
