"""Statements due, and the reminders of those that have not come."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.rule_sets import load_rulebooks
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.statements_due import (
    Contact,
    DueInView,
    Letter,
    LotMonth,
    LotOfDue,
    ReminderState,
    StatementDue,
    StatementReminder,
    dues_in_view,
)
from clause.rules.calendar import Month, MonthSpan, add_months
from clause.rules.codes import ReminderLevel
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit

# Every month in which somebody was under contract for a followed lot in execution, with the first statement received
# that covers it.
_LOT_MONTHS = """
WITH spans AS (
  SELECT h.id AS hire_id, h.facilitator_org_id, h.company_id, h.lot_id,
         greatest(h.first_day, l.first_day, $1) AS first_day,
         least(coalesce(h.last_day, h.planned_last_day), l.last_day, $2) AS last_day
  FROM hire h JOIN lot l ON l.id = h.lot_id
  WHERE l.follow_up = 'followed' AND h.first_day <= $2 AND ($3::uuid IS NULL OR h.facilitator_org_id = $3)
    AND ($4::uuid IS NULL OR h.company_id = $4)),
months AS (
  SELECT s.hire_id, s.facilitator_org_id, s.company_id, s.lot_id, m::date AS month
  FROM spans s
  CROSS JOIN LATERAL generate_series(date_trunc('month', s.first_day::timestamp), s.last_day, interval '1 month') m
  WHERE s.first_day <= s.last_day),
lot_months AS (
  SELECT m.facilitator_org_id, m.company_id, m.lot_id, m.month, count(*) AS hires
  FROM months m GROUP BY m.facilitator_org_id, m.company_id, m.lot_id, m.month),
received AS (
  SELECT s.facilitator_org_id, s.company_id, m::date AS month, min(s.submitted_at) AS received_at
  FROM hours_statement s
  CROSS JOIN LATERAL generate_series(s.month::timestamp, coalesce(s.last_month, s.month), interval '1 month') m
  WHERE s.state IN ('SUBMITTED', 'VALIDATED') AND coalesce(s.last_month, s.month) >= date_trunc('month', $1::timestamp)
    AND ($3::uuid IS NULL OR s.facilitator_org_id = $3) AND ($4::uuid IS NULL OR s.company_id = $4)
  GROUP BY 1, 2, 3)
SELECT m.facilitator_org_id, m.company_id, o.name AS company_name, o.identifier AS company_identifier, m.lot_id,
       l.buyer_id, b.name AS buyer_name, c.reference AS contract_reference, l.label, m.month, m.hires, r.received_at
FROM lot_months m JOIN lot l ON l.id = m.lot_id JOIN organisation o ON o.id = m.company_id
JOIN organisation b ON b.id = l.buyer_id LEFT JOIN contract c ON c.id = l.contract_id
LEFT JOIN received r
  ON r.facilitator_org_id = m.facilitator_org_id AND r.company_id = m.company_id AND r.month = m.month
"""

# Of statements due, known by company and months: people under contract whom a statement received names, by month.
# A line lies in the months of its statement; people are looked up once for all of their lines of a month.
_DECLARED = """
WITH lines AS MATERIALIZED (
  SELECT DISTINCT asked.place, d.hire_id, date_trunc('month', d.first_day::timestamp) AS month
  FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[]) WITH ORDINALITY
    AS asked (facilitator_org_id, company_id, first_day, last_day, place)
  JOIN hours_statement s ON s.facilitator_org_id = asked.facilitator_org_id AND s.company_id = asked.company_id
    AND s.state IN ('SUBMITTED', 'VALIDATED') AND s.month <= asked.last_day
    AND coalesce(s.last_month, s.month) >= date_trunc('month', asked.first_day::timestamp)
  JOIN hours_statement_line d ON d.statement_id = s.id
    AND d.first_day BETWEEN greatest(asked.first_day, $6::date) AND asked.last_day)
SELECT n.place, count(*) AS declared
FROM lines n JOIN hire h ON h.id = n.hire_id JOIN lot l ON l.id = h.lot_id AND l.follow_up = 'followed'
WHERE greatest(h.first_day, l.first_day) < n.month + interval '1 month'
  AND least(coalesce(h.last_day, h.planned_last_day, 'infinity'), coalesce(l.last_day, 'infinity'), $5) >= n.month
GROUP BY n.place
"""

_REMINDER = """
SELECT r.id, r.facilitator_org_id, r.company_id, o.name AS company_name, o.identifier AS company_identifier, r.buyer_id,
       r.first_month, r.last_month, r.due_on, r.level, r.state, r.contact_name, r.contact_email, r.subject, r.body,
       r.created_by, r.created_at, r.issued_by, r.issued_at
FROM statement_reminder r JOIN organisation o ON o.id = r.company_id
"""


def _company(row: dict[str, Any]) -> OrgSummary:
    return OrgSummary(
        id=row.pop("company_id"),
        kind=OrgKind.COMPANY,
        name=row.pop("company_name"),
        identifier=row.pop("company_identifier"),
    )


def _lot_months(rows: Sequence[dict[str, Any]]) -> list[LotMonth]:
    """The rows as they are, each company and each lot made once."""
    companies: dict[UUID, OrgSummary] = {}
    lots: dict[UUID, LotOfDue] = {}
    found = []
    for row in rows:
        company_id, lot_id = row["company_id"], row["lot_id"]
        if company_id not in companies:
            companies[company_id] = _company(row)
        if lot_id not in lots:
            lots[lot_id] = _lot(row)
        month = Month.of(row["month"])
        facilitator, hires, received_at = row["facilitator_org_id"], row["hires"], row["received_at"]
        found.append(LotMonth(facilitator, companies[company_id], lots[lot_id], month, hires, received_at))
    return found


def _lot(row: dict[str, Any]) -> LotOfDue:
    return LotOfDue(
        lot_id=row["lot_id"],
        buyer_id=row["buyer_id"],
        buyer_name=row["buyer_name"],
        # A company that only lends people to the holder sees the lot, not its contract.
        contract_reference=row["contract_reference"] or "",
        label=row["label"],
    )


async def list_dues_in_view(
    on: date, *, facilitator_org_id: UUID | None = None, company_id: UUID | None = None
) -> list[DueInView]:
    """What is due on a day as far as the caller sees it, by due day: all of an organisation's, or of a company's.

    Months older than the parameter ``statement_due_lookback_months`` are given up.
    """
    lot_months = _lot_months(await sql.fetch(_LOT_MONTHS, _since(on), on, facilitator_org_id, company_id))
    books = await load_rulebooks({row.lot.lot_id for row in lot_months}) if lot_months else {}
    return dues_in_view(lot_months, books, on)


def _since(on: date) -> date:
    months_back = value_in_force("statement_due_lookback_months", on).whole(Unit.MONTH)
    return Month.of(add_months(on, -months_back)).first_day


async def list_statements_due(
    on: date, *, facilitator_org_id: UUID | None = None, company_id: UUID | None = None
) -> list[StatementDue]:
    """The same, each in full."""
    found = await list_dues_in_view(on, facilitator_org_id=facilitator_org_id, company_id=company_id)
    return [due.told() for due in found]


async def count_declared(dues: Sequence[DueInView], on: date) -> list[int]:
    """For each of these, how many of its months of people under contract have hours in a statement received."""
    rows = await sql.fetch(
        _DECLARED,
        [due.facilitator_org_id for due in dues],
        [due.company.id for due in dues],
        [due.months.first.first_day for due in dues],
        [due.months.last.last_day for due in dues],
        on,
        _since(on),
    )
    declared = {row["place"]: row["declared"] for row in rows}
    return [declared.get(place, 0) for place in range(1, len(dues) + 1)]


def _reminder(row: dict[str, Any]) -> StatementReminder:
    return StatementReminder(
        company=_company(row),
        first_month=Month.of(row.pop("first_month")),
        last_month=Month.of(row.pop("last_month")),
        contact=Contact(name=row.pop("contact_name"), email=row.pop("contact_email")),
        letter=Letter(subject=row.pop("subject"), body=row.pop("body")),
        **row,
    )


async def propose(reminders: Sequence[StatementReminder]) -> int:
    """Add reminders; one of the same step that is there already stays as it is. The result is how many were added."""
    added = 0
    for reminder in reminders:
        added += await sql.execute(
            "INSERT INTO statement_reminder (id, facilitator_org_id, company_id, buyer_id, first_month, last_month,"
            " due_on, level, state, contact_name, contact_email, subject, body, created_by, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
            " ON CONFLICT (facilitator_org_id, company_id, first_month, last_month, level,"
            " coalesce(buyer_id, company_id)) DO NOTHING",
            reminder.id,
            reminder.facilitator_org_id,
            reminder.company.id,
            reminder.buyer_id,
            reminder.first_month.first_day,
            reminder.last_month.first_day,
            reminder.due_on,
            reminder.level.value,
            reminder.state.value,
            reminder.contact.name,
            reminder.contact.email,
            reminder.letter.subject,
            reminder.letter.body,
            reminder.created_by,
            reminder.created_at,
        )
    return added


async def withdraw_proposals(facilitator_org_id: UUID, open_dues: Sequence[StatementDue]) -> int:
    """Take away the organisation's proposals about statements that are not open any more; the result is how many."""
    return await sql.execute(
        "DELETE FROM statement_reminder r WHERE r.facilitator_org_id = $1 AND r.state = 'PROPOSED' AND NOT EXISTS ("
        " SELECT FROM unnest($2::uuid[], $3::date[], $4::date[]) AS d (company_id, first_month, last_month)"
        " WHERE d.company_id = r.company_id AND d.first_month = r.first_month AND d.last_month = r.last_month)",
        facilitator_org_id,
        [due.company.id for due in open_dues],
        [due.first_month.first_day for due in open_dues],
        [due.last_month.first_day for due in open_dues],
    )


async def lock_reminders(due: StatementDue, level: ReminderLevel) -> list[StatementReminder]:
    """The reminders of a step of a statement due, locked until the commit."""
    rows = await sql.fetch(
        _REMINDER + " WHERE r.facilitator_org_id = $1 AND r.company_id = $2 AND r.first_month = $3"
        " AND r.last_month = $4"
        " AND r.level = $5 ORDER BY r.id FOR UPDATE OF r",
        due.facilitator_org_id,
        due.company.id,
        due.first_month.first_day,
        due.last_month.first_day,
        level.value,
    )
    return [_reminder(row) for row in rows]


async def load_issued_levels(facilitator_org_id: UUID) -> dict[tuple[UUID, MonthSpan], set[ReminderLevel]]:
    """The steps issued by an organisation, by company and months of the statement."""
    rows = await sql.fetch(
        "SELECT company_id, first_month, last_month, level FROM statement_reminder"
        " WHERE facilitator_org_id = $1 AND state = 'ISSUED'",
        facilitator_org_id,
    )
    issued: dict[tuple[UUID, MonthSpan], set[ReminderLevel]] = {}
    for row in rows:
        months = MonthSpan(Month.of(row["first_month"]), Month.of(row["last_month"]))
        issued.setdefault((row["company_id"], months), set()).add(ReminderLevel(row["level"]))
    return issued


async def record_issue(reminder: StatementReminder) -> None:
    """A reminder is issued, with the text and the contact that it has now."""
    await sql.execute(
        "UPDATE statement_reminder SET state = 'ISSUED', issued_by = $2, issued_at = $3, contact_name = $4,"
        " contact_email = $5, subject = $6, body = $7 WHERE id = $1",
        reminder.id,
        reminder.issued_by,
        reminder.issued_at,
        reminder.contact.name,
        reminder.contact.email,
        reminder.letter.subject,
        reminder.letter.body,
    )


async def find_contact(due: StatementDue, buyer_id: UUID | None, today: date) -> Contact:
    """Whom a reminder is addressed to when nobody is named; nobody where nobody is known.

    A company: its contact for one of the lots, the primary one first. Else whom the last reminder to the company, or
    about it to the buyer, was addressed to.
    """
    row = None
    if buyer_id is None:
        row = await sql.fetch_one(
            "SELECT name, email FROM contact WHERE company_id = $1 AND lot_id = ANY($2)"
            " AND (ended_on IS NULL OR ended_on >= $3) AND email IS NOT NULL ORDER BY is_primary DESC, id LIMIT 1",
            due.company.id,
            [lot.lot_id for lot in due.lots],
            today,
        )
    row = row or await sql.fetch_one(
        "SELECT contact_name AS name, contact_email AS email FROM statement_reminder WHERE facilitator_org_id = $1"
        " AND company_id = $2 AND buyer_id IS NOT DISTINCT FROM $3 AND state = 'ISSUED'"
        " AND (contact_name IS NOT NULL OR contact_email IS NOT NULL) ORDER BY issued_at DESC LIMIT 1",
        due.facilitator_org_id,
        due.company.id,
        buyer_id,
    )
    return Contact.model_validate(row) if row else Contact()


async def list_reminders_about(dues: Sequence[StatementDue]) -> list[StatementReminder]:
    """The reminders of the companies of these statements that the caller sees, oldest first."""
    rows = await sql.fetch(_REMINDER + " WHERE r.company_id = ANY($1) ORDER BY r.id", [due.company.id for due in dues])
    return [_reminder(row) for row in rows]


async def list_reminders(
    *,
    company_id: UUID | None,
    state: ReminderState | None,
    level: ReminderLevel | None,
    month: Month | None,
    after: UUID | None,
    limit: int,
) -> list[StatementReminder]:
    """A page of reminders that the caller sees, oldest first."""
    rows = await sql.fetch(
        _REMINDER + " WHERE ($1::uuid IS NULL OR r.company_id = $1) AND ($2::text IS NULL OR r.state = $2)"
        " AND ($3::text IS NULL OR r.level = $3) AND ($4::uuid IS NULL OR r.id > $4)"
        " AND ($6::date IS NULL OR $6 BETWEEN r.first_month AND r.last_month) ORDER BY r.id LIMIT $5",
        company_id,
        state,
        level,
        after,
        limit,
        month.first_day if month else None,
    )
    return [_reminder(row) for row in rows]
