"""Hours statements, their lines, and what their hours are judged by."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.hire_windows import list_hire_windows
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.hours import (
    CompanyActivity,
    HoursElsewhere,
    HoursStatement,
    StatementLine,
    StatementState,
    StatementSummary,
)
from clause.domain.hours_drafts import Surroundings
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Evidence, HoursNature

_STATEMENT = """
SELECT s.id, s.facilitator_org_id, s.company_id, o.name AS company_name, o.identifier AS company_identifier, s.month,
       s.last_month, s.nothing_worked, s.evidence, s.evidence_seen, s.state, s.created_by, s.created_at,
       s.submitted_by, s.submitted_at, s.decided_by, s.decided_at, s.decision_reason, s.version
FROM hours_statement s JOIN organisation o ON o.id = s.company_id WHERE s.id = $1
"""

SUMMARY = """
SELECT s.id, s.facilitator_org_id, s.company_id, o.name AS company_name, o.identifier AS company_identifier, s.month,
       s.last_month, s.nothing_worked, s.state, s.submitted_at, s.decided_at, s.version, t.line_count,
       t.hours_declared, t.hours_validated
FROM hours_statement s JOIN organisation o ON o.id = s.company_id
CROSS JOIN LATERAL (
  SELECT count(*) AS line_count, coalesce(sum(x.hours_declared), 0) AS hours_declared,
    sum(x.hours_validated) AS hours_validated FROM hours_statement_line x WHERE x.statement_id = s.id) t
"""
"""What a list says of statements ``s``: ``summary_of`` reads it."""

# Found by the lines of the lot: else the lines of every other statement would be read to find none of it.
STATEMENTS_OF_LOT = "s.id = ANY(ARRAY(SELECT DISTINCT statement_id FROM hours_statement_line WHERE lot_id = {}))"
_PAGE = "(SELECT s.id FROM hours_statement s WHERE {asked} ORDER BY s.id LIMIT $1)"
# Of one month and of several, each by an index of its own that gives the first in order; no statement is both.
_PAGE_OF_MONTH = f"""(SELECT id FROM (
  {_PAGE.format(asked="s.month = $2 AND {asked}")} UNION ALL
  {_PAGE.format(asked="s.last_month >= $2 AND s.month < $2 AND {asked}")}) s ORDER BY s.id LIMIT $1)"""  # noqa: S608

# Lines of open statements, and bookings that nothing reverses. Open is said as what it is not, lest all be read.
_ELSEWHERE = """
WITH people AS (SELECT DISTINCT participant_id FROM hire WHERE id = ANY($1)),
     hires AS (SELECT h.id, h.participant_id FROM hire h JOIN people p USING (participant_id))
SELECT l.hire_id, h.participant_id, l.first_day, l.last_day, l.nature, l.hours_declared AS hours
FROM hires h JOIN hours_statement_line l ON l.hire_id = h.id JOIN hours_statement s ON s.id = l.statement_id
WHERE l.first_day BETWEEN $2 AND $5 AND s.state NOT IN ('VALIDATED', 'REJECTED')
  AND s.id IS DISTINCT FROM $3
UNION ALL
SELECT e.hire_id, h.participant_id, e.first_day, e.last_day, e.nature, e.hours_validated
FROM hires h JOIN ledger_entry e ON e.hire_id = h.id
WHERE e.month BETWEEN $2 AND $5 AND e.kind = 'BOOKING' AND e.id IS DISTINCT FROM $4
  AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)
"""


# Lines of open statements need no look: another statement of these months cannot be open beside this one.
_ACTIVITY = """
SELECT (SELECT count(*) FROM hire h WHERE h.company_id = $1 AND h.facilitator_org_id = $2 AND h.first_day <= $4
          AND coalesce(h.last_day, h.planned_last_day, $4) >= $3) AS hires_under_contract,
       (SELECT coalesce(sum(e.hours_validated), 0) FROM ledger_entry e WHERE e.company_id = $1
          AND e.facilitator_org_id = $2 AND e.month BETWEEN $3 AND $4) AS hours
"""


def _company(row: dict[str, Any]) -> OrgSummary:
    return OrgSummary(
        id=row.pop("company_id"),
        kind=OrgKind.COMPANY,
        name=row.pop("company_name"),
        identifier=row.pop("company_identifier"),
    )


def _last_month(row: dict[str, Any]) -> Month | None:
    day: date | None = row.pop("last_month")
    return Month.of(day) if day else None


async def list_hours_elsewhere(
    hire_ids: Iterable[UUID],
    months: Month | MonthSpan,
    *,
    but_statement: UUID | None = None,
    but_entry: UUID | None = None,
) -> tuple[HoursElsewhere, ...]:
    """Hours of these months that stand already for the people of these hires, as far as the caller sees them."""
    span = months if isinstance(months, MonthSpan) else MonthSpan.of(months)
    first_day, last_day = span.first.first_day, span.last.last_day
    rows = await sql.fetch(_ELSEWHERE, sorted(set(hire_ids)), first_day, but_statement, but_entry, last_day)
    return tuple(HoursElsewhere(**row | {"nature": HoursNature(row["nature"])}) for row in rows)


async def load_surroundings(
    hire_ids: Iterable[UUID],
    months: MonthSpan,
    today: date,
    *,
    but_statement: UUID | None = None,
    lock: bool = False,
) -> Surroundings:
    """What the hours of these hires in these months are judged by, as far as the caller sees it.

    ``lock`` as for ``list_hire_windows``; hours that the statement ``but_statement`` holds itself are left out.
    """
    windows = await list_hire_windows(hire_ids, lock=lock)
    return Surroundings(
        today=today,
        windows=windows,
        elsewhere=await list_hours_elsewhere(windows, months, but_statement=but_statement),
    )


async def load_activity(company_id: UUID, facilitator_org_id: UUID, months: MonthSpan) -> CompanyActivity:
    """What a company did in these months for what a facilitator organisation follows, as far as the caller sees it."""
    row = await sql.fetch_one(
        _ACTIVITY, company_id, facilitator_org_id, months.period.first_day, months.period.last_day
    )
    return CompanyActivity.model_validate(row)


async def insert_statement(statement: HoursStatement) -> None:
    """Add a draft with its lines."""
    await insert_statements((statement,))


async def insert_statements(statements: Sequence[HoursStatement]) -> None:
    """Add drafts with their lines, in two statements however many there are.

    In one order for all who do so: the database locks the pair of organisations of each draft until the commit.
    """
    ordered = sorted(statements, key=lambda one: (one.facilitator_org_id, one.company.id, one.month))
    await sql.insert_rows(
        "hours_statement",
        _STATEMENT_COLUMNS,
        [
            (
                one.id,
                one.facilitator_org_id,
                one.company.id,
                one.month.first_day,
                one.state.value,
                one.created_by,
                one.created_at,
                one.version,
                one.last_month.first_day if one.last_month else None,
                one.nothing_worked,
                one.evidence,
            )
            for one in ordered
        ],
    )
    await _insert_lines(ordered)


_STATEMENT_COLUMNS = {
    "id": "uuid",
    "facilitator_org_id": "uuid",
    "company_id": "uuid",
    "month": "date",
    "state": "text",
    "created_by": "uuid",
    "created_at": "timestamptz",
    "version": "int",
    "last_month": "date",
    "nothing_worked": "bool",
    "evidence": "text",
}
_LINE_COLUMNS = {
    "id": "uuid",
    "facilitator_org_id": "uuid",
    "company_id": "uuid",
    "statement_id": "uuid",
    "position": "int",
    "hire_id": "uuid",
    "lot_id": "uuid",
    "first_day": "date",
    "last_day": "date",
    "hours_declared": "numeric",
    "nature": "text",
    "evidence": "text",
}


async def _insert_lines(statements: Sequence[HoursStatement]) -> None:
    await sql.insert_rows(
        "hours_statement_line",
        _LINE_COLUMNS,
        [
            (
                line.id,
                one.facilitator_org_id,
                one.company.id,
                one.id,
                line.position,
                line.hire_id,
                line.lot_id,
                line.first_day,
                line.last_day,
                line.hours_declared,
                line.nature.value,
                line.evidence,
            )
            for one in statements
            for line in one.lines
        ],
    )


async def replace_lines(statement: HoursStatement) -> None:
    """Put the statement's content in the place of what is recorded."""
    await sql.execute("DELETE FROM hours_statement_line WHERE statement_id = $1", statement.id)
    await sql.execute(
        "UPDATE hours_statement SET version = $2, nothing_worked = $3, evidence = $4 WHERE id = $1",
        statement.id,
        statement.version,
        statement.nothing_worked,
        statement.evidence,
    )
    await _insert_lines((statement,))


async def delete_statement(statement_id: UUID) -> None:
    """Erase a draft that was never handed over, with its lines."""
    await sql.execute("DELETE FROM hours_statement_line WHERE statement_id = $1", statement_id)
    await sql.execute("DELETE FROM hours_statement WHERE id = $1", statement_id)


async def find_statement(statement_id: UUID) -> HoursStatement | None:
    """A statement with its lines, or None."""
    row = await sql.fetch_one(_STATEMENT, statement_id)
    return await _with_lines(row) if row else None


async def lock_statement(statement_id: UUID) -> HoursStatement | None:
    """A statement that the caller may change now, locked until the commit; None when there is none."""
    row = await sql.fetch_one(_STATEMENT + " FOR UPDATE OF s", statement_id)
    return await _with_lines(row) if row else None


async def _with_lines(row: dict[str, Any]) -> HoursStatement:
    lines = await sql.fetch(
        "SELECT id, position, hire_id, lot_id, first_day, last_day, nature, evidence, hours_declared, hours_validated"
        " FROM hours_statement_line WHERE statement_id = $1 ORDER BY position",
        row["id"],
    )
    return HoursStatement(
        company=_company(row),
        month=Month.of(row.pop("month")),
        last_month=_last_month(row),
        lines=tuple(_line(line) for line in lines),
        **row,
    )


def _line(row: dict[str, Any]) -> StatementLine:
    row["nature"] = HoursNature(row["nature"])
    row["evidence"] = row["evidence"] and Evidence(row["evidence"])
    return StatementLine(**row)


async def list_statements(
    *,
    facilitator_org_id: UUID | None,
    state: StatementState | None,
    company_id: UUID | None,
    month: Month | None,
    lot_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[StatementSummary]:
    """A page of statements that the caller sees, oldest first.

    Whose they are is said again beside the policy, whose alternatives would keep the planner from an index.
    """
    asked, arguments = sql.given(
        {
            "s.state = {}": state.value if state else None,
            "s.company_id = {}": company_id,
            STATEMENTS_OF_LOT: lot_id,
            "s.id > {}": after,
            "s.facilitator_org_id = {}": facilitator_org_id,
        },
        (limit, month.first_day) if month else (limit,),
    )
    page = (_PAGE_OF_MONTH if month else _PAGE).format(asked=asked)
    rows = await sql.fetch(f"{SUMMARY} JOIN {page} page ON page.id = s.id ORDER BY s.id", *arguments)
    return [summary_of(row) for row in rows]


def summary_of(row: dict[str, Any]) -> StatementSummary:
    """A statement in a list, from a row of ``SUMMARY``."""
    return StatementSummary(company=_company(row), month=Month.of(row.pop("month")), last_month=_last_month(row), **row)


async def record_submission(statement_id: UUID, person_id: UUID | None, now: datetime) -> None:
    """The statement is handed over; what was decided on an earlier version of it no longer holds."""
    await sql.execute(
        "UPDATE hours_statement SET state = 'SUBMITTED', submitted_by = $2, submitted_at = $3, decided_by = NULL,"
        " decided_at = NULL, decision_reason = NULL, version = version + 1 WHERE id = $1",
        statement_id,
        person_id,
        now,
    )


async def record_decision(
    statement_id: UUID,
    state: StatementState,
    person_id: UUID | None,
    now: datetime,
    reason: str | None,
    *,
    evidence_seen: Evidence | None = None,
) -> None:
    """The facilitator has decided on the statement, having seen this evidence."""
    await sql.execute(
        "UPDATE hours_statement SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5,"
        " evidence_seen = $6, version = version + 1 WHERE id = $1",
        statement_id,
        state.value,
        person_id,
        now,
        reason,
        evidence_seen,
    )


async def record_validated_hours(hours: Sequence[tuple[UUID, Decimal]]) -> None:
    """Write what was accepted on each line, by line id."""
    await sql.execute(
        "UPDATE hours_statement_line l SET hours_validated = v.hours"
        " FROM unnest($1::uuid[], $2::numeric[]) AS v (id, hours) WHERE l.id = v.id",
        [line_id for line_id, _ in hours],
        [validated for _, validated in hours],
    )
