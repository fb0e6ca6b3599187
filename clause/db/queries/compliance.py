"""Sums of lots up to a day: owed, credited, declared, validated; a fixed number of statements for any page."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.progress import hours_credited, version_in_effect
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.compliance import LotHours
from clause.rules.counting import NotCredited
from clause.rules.trace import Trace

# The lots first and their sums next, so that a page never sums more than it shows. Lines and entries are read by a
# function that gives sums to whoever may see the lot's progress, and hides the lines themselves.
_PAGE = """
WITH page AS (
  SELECT l.id, l.contract_id, l.buyer_id, l.number, l.label, l.first_day, l.last_day, l.amount_excl_vat FROM lot l
  WHERE {asked} ORDER BY l.id LIMIT $2)
"""
_LOT_HOURS = f"""
SELECT p.id AS lot_id, p.contract_id, p.buyer_id, b.name AS buyer_name, b.identifier AS buyer_identifier, p.number,
       p.label, p.first_day, p.last_day, p.amount_excl_vat, o.version_no AS obligation_version,
       o.method AS obligation_method, o.hours_owed, o.trace AS owed_trace,
       ({hours_credited("p.id", "$1")}) AS hours_credited,
       s.hours_declared, s.hours_validated, s.not_credited{{columns}}
FROM page p JOIN organisation b ON b.id = p.buyer_id
JOIN clause_lot_hours(ARRAY(SELECT id FROM page), $1) s ON s.lot_id = p.id
LEFT JOIN LATERAL ({version_in_effect("version_no, method, hours_owed, trace", "p.id", "$1")}) o ON true
{{joins}}ORDER BY p.id
"""  # noqa: S608


def lot_hours_of(row: dict[str, Any], *, with_reasons: bool) -> LotHours:
    """The sums of a lot, from a row of :func:`list_lot_rows` with nothing beside them."""
    not_credited = {
        NotCredited(reason): Decimal(hours) for reason, hours in json.loads(row.pop("not_credited")).items()
    }
    trace = row.pop("owed_trace")
    return LotHours(
        buyer=OrgSummary(
            id=row.pop("buyer_id"),
            kind=OrgKind.BUYER,
            name=row.pop("buyer_name"),
            identifier=row.pop("buyer_identifier"),
        ),
        owed_trace=Trace.model_validate_json(trace) if trace else None,
        hours_not_credited=not_credited if with_reasons else None,
        **row,
    )


async def list_lot_rows(
    on: date,
    *,
    beside: tuple[str, str] = ("", ""),
    lot_ids: Sequence[UUID] | None = None,
    contract_id: UUID | None = None,
    buyer_id: UUID | None = None,
    holder_id: UUID | None = None,
    follow_up: str | None = None,
    after: UUID | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """The lots that the caller sees, by id, each with its sums up to a day: one statement whatever their number.

    ``beside`` are further columns, each after a comma, and the joins with ``page`` that they come from.
    """
    asked, arguments = sql.given(
        {
            "l.id = ANY({})": lot_ids,
            "l.contract_id = {}": contract_id,
            "l.buyer_id = {}": buyer_id,
            "EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = {})": holder_id,
            "l.follow_up = {}": follow_up,
            "l.id > {}": after,
        },
        (on, limit),
    )
    columns, joins = beside
    return await sql.fetch(_PAGE.format(asked=asked) + _LOT_HOURS.format(columns=columns, joins=joins), *arguments)


async def list_lot_hours(
    on: date,
    *,
    with_reasons: bool,
    lot_ids: Sequence[UUID] | None = None,
    contract_id: UUID | None = None,
    holder_id: UUID | None = None,
) -> list[LotHours]:
    """The same lots with their sums alone."""
    rows = await list_lot_rows(on, lot_ids=lot_ids, contract_id=contract_id, holder_id=holder_id)
    return [lot_hours_of(row, with_reasons=with_reasons) for row in rows]


async def contract_exists(contract_id: UUID) -> bool:
    """Whether the caller sees a contract."""
    return bool(await sql.fetch_value("SELECT EXISTS (SELECT FROM contract WHERE id = $1)", contract_id))
