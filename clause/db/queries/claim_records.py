"""The records behind a claim's lines, as they go into what is handed over."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.claim_inputs import AssignedPerson, LongAbsence, longest_run
from clause.domain.claim_snapshot_parts import (
    SnapshotAssignment,
    SnapshotCostItem,
    SnapshotHourlyRate,
    SnapshotPayment,
    SnapshotPayroll,
    SnapshotResource,
    SnapshotTimesheet,
)
from clause.domain.claims import ClaimTerms
from clause.rules.calendar import Month


def _months(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**row, **{name: Month.of(row[name]) for name in names}}


async def list_timesheets(operation_id: UUID, timesheet_ids: Iterable[UUID]) -> tuple[SnapshotTimesheet, ...]:
    """These time records with their entries, by staff number and month."""
    ids = sorted(set(timesheet_ids))
    rows = await sql.fetch(
        "SELECT t.id, t.employment_id, e.staff_number, t.month, t.revision, t.content_hash, t.signed_by, t.signed_at,"
        " t.approved_by, t.approved_at, t.nothing_worked, t.late_reason, t.difference_reason,"
        " coalesce((SELECT json_agg(json_build_object('day', n.day, 'operation_id', n.operation_id, 'activity',"
        "   n.activity, 'minutes', n.minutes, 'description', n.description, 'start_minute', n.start_minute,"
        "   'end_minute', n.end_minute, 'place', n.place, 'other_funding', n.other_funding, 'is_travel',"
        "   n.is_travel, 'entered_on', n.entered_on) ORDER BY n.day, n.operation_id, n.activity, n.id)"
        "   FROM time_entry n WHERE n.timesheet_id = t.id), '[]') AS entries,"
        " coalesce((SELECT sum(n.minutes) FROM time_entry n WHERE n.timesheet_id = t.id), 0) AS minutes_worked,"
        " coalesce((SELECT sum(n.minutes) FROM time_entry n WHERE n.timesheet_id = t.id AND n.operation_id = $2), 0)"
        "   AS minutes_on_operation,"
        " coalesce((SELECT sum(n.minutes) FROM time_entry n WHERE n.timesheet_id = t.id AND n.operation_id <> $2), 0)"
        "   AS minutes_on_other_operations,"
        " coalesce((SELECT json_agg(json_build_object('day', b.day, 'minutes', b.minutes, 'category', b.told)"
        "   ORDER BY b.day, b.told) FROM (SELECT day, sum(minutes)::int AS minutes, CASE category"
        "   WHEN 'public_holiday' THEN category ELSE 'not_worked' END AS told FROM time_absence a"
        "   WHERE a.timesheet_id = t.id GROUP BY 1, 3) b), '[]') AS absences"
        " FROM timesheet t JOIN employment e ON e.id = t.employment_id WHERE t.id = ANY($1)"
        " ORDER BY e.staff_number, t.month, t.revision",
        ids,
        operation_id,
    )
    return tuple(
        SnapshotTimesheet.model_validate(
            {**_months(row, "month"), **{name: json.loads(row[name]) for name in ("entries", "absences")}}
        )
        for row in rows
    )


async def list_payroll(payroll_month_ids: Iterable[UUID]) -> tuple[SnapshotPayroll, ...]:
    """These versions of payroll months, by staff number, month and version."""
    rows = await sql.fetch(
        "SELECT p.id, p.employment_id, e.staff_number, p.month, p.version_no, p.employer_cost, p.gross,"
        " p.employer_contributions, p.pay_taxes, p.benefits, p.reimbursements, p.paid_on, p.document_sha256,"
        " p.regularises FROM payroll_month p JOIN employment e ON e.id = p.employment_id WHERE p.id = ANY($1)"
        " ORDER BY e.staff_number, p.month, p.version_no",
        sorted(set(payroll_month_ids)),
    )
    return tuple(SnapshotPayroll.model_validate(_months(row, "month")) for row in rows)


async def list_hourly_rates(operation_id: UUID) -> tuple[SnapshotHourlyRate, ...]:
    """Every hourly rate fixed for an operation, by staff number and version."""
    rows = await sql.fetch(
        "SELECT r.id, r.employment_id, e.staff_number, r.version_no, r.method, r.hourly_rate, r.hours_cap,"
        " r.employer_cost, r.first_month, r.last_month, r.documented_months, r.effective_on, r.document_sha256"
        " FROM hourly_rate r JOIN employment e ON e.id = r.employment_id WHERE r.operation_id = $1"
        " ORDER BY e.staff_number, r.version_no",
        operation_id,
    )
    return tuple(SnapshotHourlyRate.model_validate(_months(row, "first_month", "last_month")) for row in rows)


async def list_cost_items(operation_id: UUID) -> tuple[SnapshotCostItem, ...]:
    """The costs of an operation that stand: neither cancelled nor replaced, by day."""
    names = ", ".join(f"i.{name}" for name in SnapshotCostItem.model_fields)
    rows = await sql.fetch(
        f"SELECT {names} FROM cost_item i WHERE i.operation_id = $1 AND NOT i.cancelled"  # noqa: S608
        " AND NOT EXISTS (SELECT FROM cost_item r WHERE r.replaces_id = i.id) ORDER BY i.incurred_on, i.id",
        operation_id,
    )
    return tuple(SnapshotCostItem.model_validate(row) for row in rows)


async def list_resources(operation_id: UUID) -> tuple[SnapshotResource, ...]:
    """The resources of an operation that stand: neither cancelled nor replaced, in the order of their recording."""
    names = ", ".join(f"s.{name}" for name in SnapshotResource.model_fields)
    rows = await sql.fetch(
        f"SELECT {names} FROM operation_resource s WHERE s.operation_id = $1 AND NOT s.cancelled"  # noqa: S608
        " AND NOT EXISTS (SELECT FROM operation_resource r WHERE r.replaces_id = s.id) ORDER BY s.id",
        operation_id,
    )
    return tuple(SnapshotResource.model_validate(row) for row in rows)


async def list_payments(operation_id: UUID) -> tuple[SnapshotPayment, ...]:
    """What was paid for an operation and given back, by day."""
    names = ", ".join(f"p.{name}" for name in SnapshotPayment.model_fields)
    rows = await sql.fetch(
        f"SELECT {names} FROM payment p WHERE p.operation_id = $1 ORDER BY p.paid_on, p.id",  # noqa: S608
        operation_id,
    )
    return tuple(SnapshotPayment.model_validate(row) for row in rows)


async def list_long_absences(people: Iterable[AssignedPerson], terms: ClaimTerms) -> tuple[LongAbsence, ...]:
    """The longest absence of each person in the months of a claim: from its first to its last day, no work between.

    Public holidays alone are no absence.
    """
    found = []
    for person in people:
        rows = await sql.fetch(
            "SELECT a.day, a.category, EXISTS (SELECT FROM time_entry n WHERE n.timesheet_id = t.id AND n.day = a.day)"
            " AS worked FROM time_absence a JOIN timesheet t ON t.id = a.timesheet_id"
            " WHERE t.employment_id = $1 AND a.day BETWEEN $2 AND $3 AND NOT EXISTS (SELECT FROM timesheet r"
            "   WHERE r.employment_id = t.employment_id AND r.month = t.month AND r.revision > t.revision)"
            " UNION SELECT n.day, NULL, true FROM time_entry n JOIN timesheet t ON t.id = n.timesheet_id"
            " WHERE t.employment_id = $1 AND n.day BETWEEN $2 AND $3 ORDER BY 1",
            person.employment_id,
            terms.period.first_day,
            terms.period.last_day,
        )
        worked = {row["day"] for row in rows if row["worked"]}
        away = [row["day"] for row in rows if row["day"] not in worked and row["category"] != "public_holiday"]
        longest = longest_run(away, worked)
        if longest is not None:
            found.append(LongAbsence(staff_number=person.staff_number, first_day=longest[0], last_day=longest[1]))
    return tuple(found)


async def list_letters(operation_id: UUID) -> tuple[SnapshotAssignment, ...]:
    """Every mission letter of an operation with the latest word on it, by staff number and version."""
    rows = await sql.fetch(
        "SELECT s.id, e.staff_number, s.version_no, s.method, s.first_day, s.last_day, s.issued_on, s.employment_id,"
        " s.time_share, s.missions, s.document_id, d.outcome AS decision, d.decided_on,"
        " d.reference AS decision_reference FROM assignment s JOIN employment e ON e.id = s.employment_id"
        " LEFT JOIN LATERAL (SELECT outcome, decided_on, reference FROM assignment_decision w"
        "   WHERE w.assignment_id = s.id ORDER BY w.recorded_at DESC, w.id DESC LIMIT 1) d ON true"
        " WHERE s.operation_id = $1 ORDER BY e.staff_number, s.version_no",
        operation_id,
    )
    return tuple(SnapshotAssignment.model_validate(row) for row in rows)
