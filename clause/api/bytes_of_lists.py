"""Long lists as bytes: what their models would write, to the byte, without making a model of each item.

The models stay what the OpenAPI document shows; a test holds the two to one another.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

import msgspec
from litestar import Response

from clause.api.answers import JSON
from clause.api.bytes_of_traces import trace_again
from clause.api.pagination import cursor_of
from clause.domain.accounts import OrgSummary
from clause.domain.hours import StatementSummary
from clause.domain.intermediate_body import HandedClaim

T = TypeVar("T")
Written: TypeAlias = dict[str, Any] | msgspec.Raw
"""An item as its fields, or as its bytes."""

_encode = msgspec.json.Encoder().encode


def listed(items: Sequence[T], following: str | None, write: Callable[[T], Written]) -> Response[Any]:
    """The answer with a page of a list: its items as ``write`` gives them, and the mark of the next page."""
    return Response(page_bytes(items, following, write), media_type=JSON)


def page_bytes(items: Sequence[T], following: str | None, write: Callable[[T], Written]) -> bytes:
    """The bytes of a page."""
    return _encode({"items": [write(item) for item in items], "next": following})


def statement_item(summary: StatementSummary) -> dict[str, Any]:
    """A statement in a list, as ``StatementSummaryOut`` writes it."""
    month = str(summary.month)
    return {
        "id": summary.id,
        "facilitator_org_id": summary.facilitator_org_id,
        "company": _organisation(summary.company),
        "month": month,
        "period": {"first_month": month, "last_month": str(summary.last_month) if summary.last_month else month},
        "nothing_worked": summary.nothing_worked,
        "state": summary.state,
        "submitted_at": summary.submitted_at,
        "decided_at": summary.decided_at,
        "line_count": summary.line_count,
        "hours_declared": _hundredths(summary.hours_declared),
        "hours_validated": None if summary.hours_validated is None else _hundredths(summary.hours_validated),
        "version": summary.version,
    }


def entry_item(row: dict[str, Any]) -> dict[str, Any]:
    """A row of ``clause.db.queries.ledger.list_entry_rows``, as ``LedgerEntryOut`` writes the booked line."""
    row["month"] = month_text(row["month"])
    row["trace"] = trace_again(row["trace"])
    return row


def month_text(first_day: date) -> str:
    """The month that a day is of, as the API writes it."""
    return first_day.isoformat()[:7]


def handed_item(claim: HandedClaim) -> dict[str, Any]:
    """A claim in the list of an intermediate body, as ``HandedClaimOut`` writes it."""
    return {
        "id": claim.id,
        "cursor": cursor_of(claim.sequence),
        "operation": {"id": claim.operation_id, "number": claim.operation_number, "title": claim.operation_title},
        "beneficiary": {
            "id": claim.facilitator_org_id,
            "name": claim.beneficiary_name,
            "identifier": claim.beneficiary_identifier,
        },
        "number": claim.number,
        "kind": claim.kind,
        "first_month": str(claim.first_month),
        "last_month": str(claim.last_month),
        "state": claim.state,
        "total_cost": _hundredths(claim.total_cost),
        "amount_requested": _hundredths(claim.amount_requested),
        "snapshot_hash": claim.snapshot_hash,
        "has_pdf": claim.document_id is not None,
        "receipt_reference": claim.receipt_reference,
        "received_at": claim.received_at,
        "submitted_at": claim.submitted_at,
        "updated_at": claim.updated_at,
    }


def _organisation(summary: OrgSummary) -> dict[str, Any]:
    return {"id": summary.id, "name": summary.name, "identifier": summary.identifier}


def _hundredths(figure: Decimal) -> str:
    return f"{figure:.2f}"
