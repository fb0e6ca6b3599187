"""Hours of a whole country, multiplied inside the database from one row a hire: statements, lines, entries, credits.

No row crosses the connection but the hires'. What each entry says of itself is the trace of the rule with its own days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clause.db.bulk import Connection, copy
from clause.domain.errors import WrongState

TABLES = ("hours_statement", "hours_statement_line", "ledger_entry", "allocation")

_HIRES = """
CREATE TEMP TABLE national_hire (n integer, org uuid, buyer uuid, company uuid, lot uuid, hire uuid, decided_by uuid,
  first_day date, days integer, lines integer, hours numeric, nature text, execution text, eligibility text)
  ON COMMIT DROP;
CREATE TEMP TABLE national_nature (nature text, reason text, trace jsonb) ON COMMIT DROP
"""
# Days of a line never pass the end of a month; lines of one month, company and organisation make one statement.
_LINES = """
CREATE TEMP TABLE national_line ON COMMIT DROP AS
SELECT (row_number() OVER w - 1)::bigint AS n, (dense_rank() OVER s - 1)::bigint AS statement,
  row_number() OVER (PARTITION BY d.month, d.org, d.company ORDER BY d.hire_n, d.i)::integer AS position, d.*
FROM (SELECT h.n AS hire_n, h.org, h.company, h.i, h.hire, h.lot, h.buyer, h.decided_by, h.execution, h.eligibility,
        CASE WHEN h.i % 12 = 7 THEN h.nature ELSE 'WORK' END AS nature, greatest(h.first_day, m.month) AS first_day,
        h.last_day, m.month,
        greatest(0.25, round(h.hours / h.lines
          * (0.9 + 0.2 * ((h.n::bigint * 31 + h.i) * 7919 % 101) / 100), 2)) AS hours
      FROM (SELECT h.*, i, h.first_day + (i::bigint * h.days / h.lines)::integer AS line_day,
              h.first_day + greatest((i::bigint + 1) * h.days / h.lines - 1, i::bigint * h.days / h.lines)::integer
                AS last_day
            FROM national_hire h CROSS JOIN LATERAL generate_series(0, h.lines - 1) i) h
      CROSS JOIN LATERAL (SELECT date_trunc('month', h.last_day)::date AS month) m) d
WINDOW w AS (ORDER BY d.month, d.org, d.company, d.hire_n, d.i), s AS (ORDER BY d.month, d.org, d.company)
"""
_STATEMENTS = """
INSERT INTO hours_statement (id, facilitator_org_id, company_id, month, state, created_at, submitted_at, decided_by,
  decided_at, version, nothing_worked)
SELECT made('{statement}', statement), org, company, month, 'VALIDATED', ends + interval '3 days 8 hours',
  ends + interval '4 days 10 hours', decided_by, ends + interval '11 days 9 hours', 3, false
FROM (SELECT DISTINCT ON (statement) statement, org, company, month, decided_by,
        (month + interval '1 month')::timestamp AT TIME ZONE 'UTC' AS ends FROM national_line ORDER BY statement) s
"""
_STATEMENT_LINES = """
INSERT INTO hours_statement_line (id, facilitator_org_id, company_id, statement_id, position, hire_id, lot_id,
  first_day, last_day, hours_declared, hours_validated, nature)
SELECT made('{line}', n), org, company, made('{statement}', statement), position, hire, lot, first_day, last_day, hours,
  hours, nature FROM national_line
"""
_ENTRIES = """
INSERT INTO ledger_entry (id, facilitator_org_id, company_id, lot_id, hire_id, statement_line_id, kind, month,
  first_day, last_day, hours_validated, not_credited_reason, trace, booked_by, booked_at, nature)
SELECT made('{entry}', l.n), l.org, l.company, l.lot, l.hire, made('{line}', l.n), 'BOOKING', l.month, l.first_day,
  l.last_day, l.hours, r.reason, r.trace || jsonb_build_object(
    'result', CASE WHEN r.reason IS NULL THEN l.hours::text ELSE '0.00' END,
    'inputs', (r.trace -> 'inputs') || jsonb_build_object('hours_validated', l.hours::text,
      'worked', l.first_day || '/' || l.last_day, 'execution', l.execution, 'eligibility', l.eligibility)),
  l.decided_by, (l.month + interval '1 month 11 days 9 hours')::timestamp AT TIME ZONE 'UTC', l.nature
FROM national_line l JOIN national_nature r ON r.nature = l.nature
"""
_CREDITS = """
INSERT INTO allocation (id, facilitator_org_id, buyer_id, company_id, ledger_entry_id, lot_id, worked_on,
  hours_credited, booked_at)
SELECT made('{allocation}', l.n), l.org, l.buyer, l.company, made('{entry}', l.n), l.lot, l.last_day, l.hours,
  (l.month + interval '1 month 11 days 9 hours')::timestamp AT TIME ZONE 'UTC'
FROM national_line l JOIN national_nature r ON r.nature = l.nature WHERE r.reason IS NULL
"""

_BROKEN = {
    "allocation_within_entry": (
        "SELECT count(*) FROM ledger_entry e JOIN allocation a ON a.ledger_entry_id = e.id"
        " WHERE a.hours_credited > e.hours_validated OR a.lot_id <> e.lot_id"
    ),
    "hours_within_hire": (
        "SELECT count(*) FROM ledger_entry e JOIN hire h ON h.id = e.hire_id"
        " WHERE e.first_day < h.first_day OR e.last_day > h.last_day OR e.lot_id <> h.lot_id"
    ),
    "credit_within_windows": (
        "SELECT count(*) FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id "
        " JOIN hire h ON h.id = e.hire_id JOIN lot l ON l.id = a.lot_id"
        " WHERE NOT (e.first_day BETWEEN l.first_day AND l.last_day)"
        " OR NOT (e.last_day BETWEEN l.first_day AND l.last_day)"
        " OR e.first_day < h.eligible_first_day OR e.last_day > h.eligible_last_day"
    ),
    "totals_of_lots": (
        "SELECT count(*) FROM (SELECT lot_id, sum(hours_credited) AS hours FROM allocation GROUP BY 1) a"
        " FULL JOIN (SELECT lot_id, hours_credited AS hours FROM lot_standing WHERE hours_credited <> 0) s"
        " USING (lot_id) WHERE a.hours IS DISTINCT FROM s.hours"
    ),
    "totals_of_days": (
        "SELECT count(*) FROM (SELECT lot_id, last_day, sum(hours_validated) AS hours FROM ledger_entry"
        " GROUP BY 1, 2) e FULL JOIN (SELECT lot_id, worked_on AS last_day, hours FROM lot_day_total"
        " WHERE measure = 'VALIDATED') t USING (lot_id, last_day) WHERE e.hours IS DISTINCT FROM t.hours"
    ),
}
"""What the triggers would have refused or kept, counted afterwards; each must be none."""


@dataclass(frozen=True)
class Prefixes:
    """What the ids of the four kinds of row begin with, up to their last twelve digits."""

    statement: str
    line: str
    entry: str
    allocation: str


async def multiply_hours(
    connection: Connection,
    hires: Sequence[Sequence[Any]],
    natures: Sequence[Sequence[Any]],
    prefixes: Prefixes,
) -> int:
    """Statements, lines, entries and credits of these hires (see the columns of ``national_hire``); how many lines.

    ``natures``: each with the reason for which the rule credits nothing, if any, and the trace that it gives.
    """
    for statement in _HIRES.split(";"):
        await connection.execute(statement)
    await copy(connection, "national_hire", _columns("national_hire"), hires)
    await copy(connection, "national_nature", _columns("national_nature"), natures)
    await connection.execute("ANALYZE national_hire")
    await connection.execute(_LINES)
    for statement in (_STATEMENTS, _STATEMENT_LINES, _ENTRIES, _CREDITS):
        await connection.execute(_with_ids(statement, prefixes))
    return int(await connection.fetchval("SELECT count(*) FROM national_line"))


async def recount(connection: Connection, on: date) -> None:
    """The kept totals of lots and hires, by the function that migrations use."""
    await connection.execute("SELECT clause_recount_totals($1)", on)


async def refuse_if_used(connection: Connection) -> None:
    """WrongState CMD-005 when there are contracts already."""
    if await connection.fetchval("SELECT EXISTS (SELECT FROM contract)"):
        raise WrongState("CMD-005")


async def require_unbroken(connection: Connection) -> None:
    """WrongState CMD-006, with how many rows break each rule, when some row breaks what the triggers guard."""
    found = {name: int(await connection.fetchval(query)) for name, query in _BROKEN.items()}
    broken = [f"{name} ({count})" for name, count in found.items() if count]
    if broken:
        raise WrongState("CMD-006", rules=", ".join(broken))


def _columns(table: str) -> tuple[str, ...]:
    inside = _HIRES.split(f"{table} (")[1].split(")")[0]
    return tuple(column.split()[0] for column in inside.split(","))


def _with_ids(statement: str, prefixes: Prefixes) -> str:
    """The statement with each ``made('{kind}', number)`` written out."""
    for kind, prefix in vars(prefixes).items():
        for number in ("n", "l.n", "statement"):
            made = f"('{prefix}' || lpad(to_hex({number}), 12, '0'))::uuid"
            statement = statement.replace(f"made('{{{kind}}}', {number})", made)
    return statement
