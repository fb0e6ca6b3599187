"""What other claims hold already: earlier ones of the operation, and those of other operations for the same people."""

import json
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries import verifications
from clause.domain.claim_snapshot_parts import (
    SnapshotDeclared,
    SnapshotEarlierClaim,
    SnapshotHoursUsed,
    SnapshotReturned,
)
from clause.domain.claims import FROZEN_STATES, STANDING_STATES, Claim
from clause.domain.verifications import LineOutcome, RetainedClaim
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod

NOTHING = Decimal("0.00")
_LINE = (
    "SELECT l.id, l.origin_line_id, l.kind, l.position, l.employment_id, e.staff_number, l.method, l.month, l.details,"
    " l.amount, l.hours_on_operation, l.hours_worked, coalesce(l.post, 'STAFF') AS post, l.cost_item_id,"
    " c.id AS claim_id, c.number AS claim_number, c.operation_id, c.last_month"
    " FROM claim_line l JOIN claim c ON c.id = l.claim_id LEFT JOIN employment e ON e.id = l.employment_id"
)


async def list_earlier(claim: Claim) -> tuple[SnapshotEarlierClaim, ...]:
    """The claims handed over before for the same operation, by number, with what is retained of them and still asked.

    What a claim still asks for is its request, or what the conclusions settle it at, less the payments made for it.
    """
    rows = await sql.fetch(
        "SELECT c.id, c.number, c.kind, c.state, c.first_month, c.last_month, c.figures,"
        " coalesce((SELECT sum(p.amount) FROM payment p WHERE p.claim_id = c.id), 0.00) AS amount_paid FROM claim c"
        " WHERE c.operation_id = $1 AND c.number < $2 AND c.state = ANY($3) ORDER BY c.number",
        claim.operation_id,
        claim.number,
        list(STANDING_STATES),
    )
    concluded = {found.claim_id: found for found in await verifications.latest_conclusions(claim.operation_id)}
    return tuple(_earlier(row, concluded.get(row["id"])) for row in rows)


def _earlier(row: dict[str, Any], concluded: RetainedClaim | None) -> SnapshotEarlierClaim:
    figures = json.loads(row.pop("figures"))
    declared, requested = Decimal(figures["total_cost"]), Decimal(figures["amount_requested"])
    accepted = concluded.figures.settles_at if concluded else None
    return SnapshotEarlierClaim.model_validate(
        {
            **row,
            "first_month": Month.of(row["first_month"]),
            "last_month": Month.of(row["last_month"]),
            "cost_declared": declared,
            "cost_retained": concluded.retained_cost if concluded else declared,
            "amount_requested": requested,
            "amount_accepted": accepted,
            "requested_before": Decimal(figures["requested_before"]),
            "still_requested": (requested if accepted is None else accepted) - row["amount_paid"],
        }
    )


async def list_declared(claim: Claim) -> tuple[SnapshotDeclared, ...]:
    """The staff lines that earlier claims of the operation hold, with their adjustments added, by person and month.

    A line that a verification rejected whole is left out: nothing of it is adjusted any more.
    """
    rejected = await _decided(claim.operation_id, LineOutcome.DEDUCTED)
    found: dict[UUID, dict[str, Any]] = {}
    for row in await _staff_lines("c.operation_id = $1 AND c.number < $2", claim, STANDING_STATES):
        root = row["origin_line_id"] or row["id"]
        if root in found:
            found[root]["amount"] += row["amount"]
        elif row["kind"] == "STAFF" and root not in rejected:
            found[root] = _declared(row)
    told = [SnapshotDeclared.model_validate(values) for values in found.values()]
    return tuple(sorted(told, key=lambda one: (one.staff_number, one.months[0], str(one.line_id))))


def _declared(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "line_id": row["id"],
        "claim_number": row["claim_number"],
        "employment_id": row["employment_id"],
        "staff_number": row["staff_number"],
        "method": row["method"],
        "months": tuple(month for month, _, _ in _months(row)),
        "spans_months": row["month"] is None,
        "amount": row["amount"],
        "computed_on": Month.of(row["last_month"]).last_day,
    }


async def list_returned(claim: Claim) -> tuple[SnapshotReturned, ...]:
    """The lines of earlier claims that their verification parked and that no standing claim has taken up since."""
    parked = await _decided(claim.operation_id, LineOutcome.PARKED)
    rows = await sql.fetch(
        f"{_LINE} WHERE l.id = ANY($1) AND c.number < $2 AND NOT EXISTS (SELECT FROM claim_line r"
        " JOIN claim d ON d.id = r.claim_id WHERE r.origin_line_id = l.id AND r.kind = 'RETURNED' AND d.id <> $3"
        " AND d.state = ANY($4)) ORDER BY c.number, l.position",
        sorted(parked),
        claim.number,
        claim.id,
        list(FROZEN_STATES),
    )
    return tuple(
        SnapshotReturned(
            line_id=row["id"],
            month=Month.of(row["month"]) if row["month"] else None,
            **{
                name: row[name]
                for name in (
                    "claim_number", "position", "post", "amount", "employment_id", "staff_number", "method",
                    "cost_item_id",
                )
            },
        )
        for row in rows
    )  # fmt: skip


async def list_hours_used(claim: Claim, employment_ids: list[UUID]) -> tuple[SnapshotHoursUsed, ...]:
    """Hours that other signed and standing claims hold of these people, on any operation, by line and month."""
    found: dict[UUID, list[SnapshotHoursUsed]] = {}
    lines = await _staff_lines("c.id <> $1 AND l.employment_id = ANY($2)", claim, FROZEN_STATES, employment_ids)
    for row in lines:
        root = row["origin_line_id"] or row["id"]
        found[root] = [
            SnapshotHoursUsed(
                line_id=root,
                operation_id=row["operation_id"],
                employment_id=row["employment_id"],
                staff_number=row["staff_number"],
                month=month,
                hours=hours,
            )
            for month, hours, _ in _months(row)
            if hours is not None
        ]
    return tuple(
        sorted(
            (used for rows in found.values() for used in rows),
            key=lambda one: (one.staff_number, one.month, str(one.line_id)),
        )
    )


async def list_shares_elsewhere(claim: Claim, employment_ids: list[UUID]) -> dict[tuple[UUID, Month], dict[str, str]]:
    """The shares of months that signed and standing claims of other operations hold, by person, month and operation."""
    numbers = {
        row["id"]: row["number"]
        for row in await sql.fetch("SELECT id, number FROM operation WHERE id <> $1", claim.operation_id)
    }
    shares: dict[tuple[UUID, Month], dict[str, str]] = {}
    lines = await _staff_lines("c.id <> $1 AND l.employment_id = ANY($2)", claim, FROZEN_STATES, employment_ids)
    for row in lines:
        if row["operation_id"] not in numbers:
            continue
        for month, hours, worked in _months(row):
            share = _share(row, hours, worked)
            shares.setdefault((row["employment_id"], month), {})[numbers[row["operation_id"]]] = str(share)
    return shares


async def list_cost_items_held(claim: Claim) -> set[UUID]:
    """The costs that standing claims of the operation hold already."""
    rows = await sql.fetch(
        "SELECT l.cost_item_id FROM claim_line l JOIN claim c ON c.id = l.claim_id WHERE c.operation_id = $1"
        " AND c.id <> $2 AND c.state = ANY($3) AND l.cost_item_id IS NOT NULL",
        claim.operation_id,
        claim.id,
        list(FROZEN_STATES),
    )
    return {row["cost_item_id"] for row in rows}


async def _staff_lines(
    condition: str, claim: Claim, states: Iterable[str], employment_ids: list[UUID] | None = None
) -> list[dict[str, Any]]:
    """Lines of time and their adjustments, oldest claim first; the condition's $1 and $2 are told by the caller."""
    by_operation = employment_ids is None
    return await sql.fetch(
        f"{_LINE} WHERE {condition} AND c.state = ANY($3) AND l.kind IN ('STAFF', 'ADJUSTMENT')"
        " AND l.employment_id IS NOT NULL ORDER BY c.operation_id, c.number, l.position",
        claim.operation_id if by_operation else claim.id,
        claim.number if by_operation else employment_ids,
        [str(state) for state in states],
    )


async def _decided(operation_id: UUID, outcome: LineOutcome) -> set[UUID]:
    """Lines with this outcome in the conclusions in force; of deductions, those that leave nothing."""
    return {
        line.claim_line_id
        for concluded in await verifications.latest_conclusions(operation_id)
        for line in concluded.decisions
        if line.outcome is outcome and (outcome is not LineOutcome.DEDUCTED or line.amount_certified == NOTHING)
    }


def _months(row: dict[str, Any]) -> list[tuple[Month, Decimal | None, Decimal | None]]:
    """The months of a line with their hours on the operation and worked; None for a fixed share."""
    if row["month"] is not None:
        return [(Month.of(row["month"]), row["hours_on_operation"], row["hours_worked"])]
    told = json.loads(row["details"])["months"]
    return [
        (Month.parse(one["month"]), Decimal(one["hours_on_operation"]), Decimal(one["hours_worked"])) for one in told
    ]


def _share(row: dict[str, Any], hours: Decimal | None, worked: Decimal | None) -> Fraction:
    if row["method"] == CostMethod.M1:
        return Fraction(json.loads(row["details"])["time_share"])
    return Fraction(hours) / Fraction(worked) if hours and worked else Fraction(0)
