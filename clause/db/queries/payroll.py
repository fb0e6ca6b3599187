"""The payroll of months of employments: versions, and what claims hold of them."""

import json
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claims import FROZEN_STATES
from clause.domain.payroll import PayrollMonth
from clause.rules.calendar import Month

_FIELDS = (
    "id", "employment_id", "month", "version_no", "employer_cost", "gross", "employer_contributions", "pay_taxes",
    "benefits", "reimbursements", "elements", "hours_paid", "paid_on", "document_id", "document_sha256", "regularises",
    "trace", "reason", "recorded_by", "recorded_at",
)  # fmt: skip
_PAYROLL = f"SELECT {', '.join(_FIELDS)} FROM payroll_month"  # noqa: S608


def _payroll(row: dict[str, Any]) -> PayrollMonth:
    elements, trace = row["elements"], row["trace"]
    return PayrollMonth.model_validate(
        {
            **row,
            "month": Month.of(row["month"]),
            "elements": json.loads(elements) if elements else (),
            "trace": json.loads(trace) if trace else None,
        }
    )


async def insert_payroll_month(payroll: PayrollMonth, org_id: UUID) -> None:
    """Add a version of a month."""
    await insert_payroll_months([payroll], org_id)


async def insert_payroll_months(payrolls: list[PayrollMonth], org_id: UUID) -> None:
    """Add versions of months."""
    places = ", ".join(f"${rank}" for rank in range(2, len(_FIELDS) + 2))
    await sql.execute_many(
        f"INSERT INTO payroll_month (facilitator_org_id, {', '.join(_FIELDS)}) VALUES ($1, {places})",  # noqa: S608
        [(org_id, *_values(payroll)) for payroll in payrolls],
    )


def _values(payroll: PayrollMonth) -> list[Any]:
    values = dict(payroll)
    values["month"] = payroll.month.first_day
    values["elements"] = _json([element.model_dump(mode="json") for element in payroll.elements])
    values["trace"] = payroll.trace.model_dump_json() if payroll.trace else None
    return [values[name] for name in _FIELDS]


def _json(values: list[dict[str, Any]]) -> str | None:
    return json.dumps(values) if values else None


async def list_payroll_versions(employment_id: UUID, month: Month) -> list[PayrollMonth]:
    """Every version of a month, the latest first."""
    rows = await sql.fetch(
        f"{_PAYROLL} WHERE employment_id = $1 AND month = $2 ORDER BY version_no DESC", employment_id, month.first_day
    )
    return [_payroll(row) for row in rows]


async def list_payroll(employment_ids: list[UUID], first: Month, last: Month) -> list[PayrollMonth]:
    """The version that holds of each month from the first to the last, by employment and month."""
    rows = await sql.fetch(
        f"SELECT DISTINCT ON (employment_id, month) {', '.join(_FIELDS)} FROM payroll_month"  # noqa: S608
        " WHERE employment_id = ANY($1) AND month BETWEEN $2 AND $3 ORDER BY employment_id, month, version_no DESC",
        employment_ids,
        first.first_day,
        last.first_day,
    )
    return [_payroll(row) for row in rows]


async def list_same_payslip(payroll: PayrollMonth) -> list[PayrollMonth]:
    """Other months, or months of other employments, that the same payslip is given for; empty without a payslip."""
    rows = await sql.fetch(
        f"{_PAYROLL} WHERE document_sha256 = $1 AND (employment_id, month) <> ($2, $3)"
        " ORDER BY month, employment_id, version_no",
        payroll.document_sha256,
        payroll.employment_id,
        payroll.month.first_day,
    )
    return [_payroll(row) for row in rows]


async def find_claim_with_pay(employment_id: UUID, month: Month) -> int | None:
    """The number of a signed or submitted claim whose figures stand on this month's pay, or None.

    A line without a month stands on all the months of its claim; one at an hourly rate on none.
    """
    number: int | None = await sql.fetch_value(
        "SELECT c.number FROM claim_line l JOIN claim c ON c.id = l.claim_id"
        " WHERE l.employment_id = $1 AND c.state = ANY($3) AND l.method IS DISTINCT FROM 'M3a'"
        " AND l.method IS DISTINCT FROM 'M3b'"
        " AND (l.month = $2 OR (l.month IS NULL AND $2 BETWEEN c.first_month AND c.last_month))"
        " ORDER BY c.number LIMIT 1",
        employment_id,
        month.first_day,
        list(FROZEN_STATES),
    )
    return number


async def list_months_in_claims(employment_ids: list[UUID]) -> frozenset[tuple[UUID, Month]]:
    """The months of employments whose pay a signed or submitted claim stands on, as ``find_claim_with_pay`` tells."""
    rows = await sql.fetch(
        "SELECT DISTINCT l.employment_id, m.month::date AS month FROM claim_line l JOIN claim c ON c.id = l.claim_id,"
        " LATERAL generate_series(coalesce(l.month, c.first_month)::timestamp, coalesce(l.month, c.last_month),"
        " '1 month') AS m(month)"
        " WHERE l.employment_id = ANY($1) AND c.state = ANY($2) AND l.method IS DISTINCT FROM 'M3a'"
        " AND l.method IS DISTINCT FROM 'M3b'",
        employment_ids,
        list(FROZEN_STATES),
    )
    return frozenset((row["employment_id"], Month.of(row["month"])) for row in rows)
