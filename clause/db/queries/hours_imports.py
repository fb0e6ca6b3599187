"""Spreadsheets of hours: their rows, what the rows are compared with, and what applying them made."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from clause.db import sql
from clause.db.queries.hire_windows import list_hire_windows
from clause.db.queries.jobs import find_job
from clause.domain.hours import HireWindow, StatementState
from clause.domain.hours_import import AppliedStatement, HoursRow, HoursRowStatus, SheetField, SheetLayout
from clause.domain.hours_import_decisions import KnownHours, OpenStatement, Standing
from clause.domain.hours_import_matching import KnownHire
from clause.domain.imports import HoursImportState, ImportRun
from clause.rules.calendar import Month, MonthSpan

_NAMED_HIRES = """
SELECT h.id, o.identifier AS siret, c.reference AS contract_reference, l.number AS lot_number, p.last_name,
       p.first_name, p.birth_date
FROM hire h JOIN organisation o ON o.id = h.company_id JOIN lot l ON l.id = h.lot_id
JOIN contract c ON c.id = l.contract_id JOIN participant p ON p.id = h.participant_id
WHERE h.facilitator_org_id = $1 AND o.identifier_kind = 'SIRET' AND o.identifier = ANY($2)
ORDER BY h.id
"""

# Open is said as what it is not: by what it is, an index gives every open statement of the country.
_OPEN = """
SELECT s.id, s.company_id, s.state, s.month, s.last_month FROM hours_statement s
WHERE s.facilitator_org_id = $1 AND s.company_id = ANY($2) AND s.month <= $4 AND coalesce(s.last_month, s.month) >= $3
  AND s.state NOT IN ('VALIDATED', 'REJECTED')
"""

# Lines of the statements that rows would join, and what stands elsewhere for the same people.
_STANDING = """
WITH hires AS (SELECT id, participant_id FROM hire WHERE participant_id = ANY($1))
SELECT l.hire_id, h.participant_id, s.id AS statement_id, s.state, l.id AS line_id, l.nature, l.first_day,
       l.last_day, l.hours_declared AS hours, l.hours_declared
FROM hires h JOIN hours_statement_line l ON l.hire_id = h.id JOIN hours_statement s ON s.id = l.statement_id
WHERE l.first_day BETWEEN $2 AND $3 AND s.state NOT IN ('VALIDATED', 'REJECTED')
UNION
SELECT l.hire_id, h.participant_id, s.id, s.state, l.id, l.nature, l.first_day, l.last_day, l.hours_declared,
       l.hours_declared
FROM hours_statement s JOIN hours_statement_line l ON l.statement_id = s.id JOIN hire h ON h.id = l.hire_id
WHERE s.id = ANY($4) AND s.state NOT IN ('VALIDATED', 'REJECTED')
UNION ALL
SELECT e.hire_id, h.participant_id, NULL, NULL, NULL, e.nature, e.first_day, e.last_day, e.hours_validated,
       l.hours_declared
FROM hires h JOIN ledger_entry e ON e.hire_id = h.id JOIN hours_statement_line l ON l.id = e.statement_line_id
WHERE e.month BETWEEN $2 AND $3 AND e.kind = 'BOOKING'
  AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)
"""

_ROW = (
    "SELECT position, sheet, row_number AS row, status, findings, cells, hire_id, lot_id, month, parts"
    " FROM hours_import_row"
)


class RowToAdd(NamedTuple):
    """A row as stored."""

    id: UUID
    position: int
    sheet: str
    row_number: int
    status: str
    findings: str
    cells: str
    employer_id: UUID | None
    month: date | None
    hire_id: UUID | None
    lot_id: UUID | None
    parts: str


_ROW_KINDS = ("uuid", "int", "text", "int", "text", "jsonb", "jsonb", "uuid", "date", "uuid", "uuid", "jsonb")
_INSERT_ROWS = f"""
INSERT INTO hours_import_row (import_id, facilitator_org_id, company_id, id, position, sheet, row_number, status,
  findings, cells, employer_id, month, hire_id, lot_id, parts)
SELECT $1, $2, $3, w.* FROM unnest({sql.array_places(4, _ROW_KINDS)}) AS w
"""  # noqa: S608


async def list_known_hires(facilitator_org_id: UUID, sirets: Iterable[str]) -> list[KnownHire]:
    """The hires of these companies that the organisation follows, with what a row may name them by."""
    rows = await sql.fetch(_NAMED_HIRES, facilitator_org_id, sorted(set(sirets)))
    windows = await list_hire_windows([row["id"] for row in rows])
    return [KnownHire(window=windows[row.pop("id")], **row) for row in rows]


async def list_open_statements(
    facilitator_org_id: UUID, company_ids: Iterable[UUID], months: MonthSpan
) -> list[OpenStatement]:
    """The statements of these companies in these months that are not decided yet."""
    rows = await sql.fetch(
        _OPEN, facilitator_org_id, sorted(set(company_ids)), months.first.first_day, months.last.last_day
    )
    return [OpenStatement(row["id"], row["company_id"], StatementState(row["state"]), _span(row)) for row in rows]


def _span(row: Mapping[str, Any]) -> MonthSpan:
    last = row["last_month"]
    return MonthSpan.of(Month.of(row["month"]), Month.of(last) if last else None)


async def list_standing(
    participant_ids: Iterable[UUID], months: MonthSpan, statement_ids: Iterable[UUID]
) -> list[Standing]:
    """What stands in these months for these people, and all lines of these statements."""
    rows = await sql.fetch(
        _STANDING, list(set(participant_ids)), months.first.first_day, months.last.last_day, list(statement_ids)
    )
    return [Standing.of(row) for row in rows]


async def load_known_hours(
    facilitator_org_id: UUID, hires: Mapping[UUID, HireWindow], months: Iterable[Month], today: date
) -> KnownHours:
    """What hours of these hires in these months are compared with, on this day."""
    asked = sorted(set(months))
    span = MonthSpan.of(asked[0], asked[-1])
    opened = await list_open_statements(facilitator_org_id, {hire.company_id for hire in hires.values()}, span)
    people = {hire.participant_id for hire in hires.values()}
    standing = await list_standing(people, span, [statement.id for statement in opened])
    others = {one.hire_id for one in standing} - hires.keys()
    windows = {**hires, **(await list_hire_windows(others))} if others else hires
    return KnownHours(today, facilitator_org_id, standing, opened, windows)


async def list_facilitators_of(company_id: UUID) -> list[UUID]:
    """The organisations that follow hires of a company."""
    rows = await sql.fetch(
        "SELECT DISTINCT facilitator_org_id FROM hire WHERE company_id = $1 ORDER BY facilitator_org_id", company_id
    )
    return [row["facilitator_org_id"] for row in rows]


async def describe_run(
    import_id: UUID, file_format: str, total: int, findings: str, layouts: Sequence[SheetLayout]
) -> None:
    """Write what the file turned out to be."""
    await sql.execute(
        "UPDATE import_run SET file_format = $2, total = $3, findings = $4::jsonb, layouts = $5::jsonb WHERE id = $1",
        import_id,
        file_format,
        total,
        findings,
        json.dumps([layout.model_dump(mode="json") for layout in layouts]),
    )


async def load_mappings(
    facilitator_org_id: UUID, sender_org_id: UUID, signatures: Iterable[str]
) -> dict[str, dict[str, SheetField | None]]:
    """What a sender said of the columns of such sheets, by their signature."""
    rows = await sql.fetch(
        "SELECT signature, mapping FROM import_mapping WHERE facilitator_org_id = $1 AND sender_org_id = $2"
        " AND signature = ANY($3)",
        facilitator_org_id,
        sender_org_id,
        sorted(set(signatures)),
    )
    return {row["signature"]: mapping_of(row["mapping"]) for row in rows}


def mapping_of(text: str) -> dict[str, SheetField | None]:
    """A mapping from its JSON."""
    return {column: SheetField(name) if name else None for column, name in json.loads(text).items()}


async def keep_mapping(
    mapping_id: UUID,
    facilitator_org_id: UUID,
    sender_org_id: UUID,
    signature: str,
    mapping: Mapping[str, SheetField | None],
    now: datetime,
) -> None:
    """Remember what a sender says of the columns of such sheets, in the place of what was said before."""
    await sql.execute(
        "INSERT INTO import_mapping (id, facilitator_org_id, sender_org_id, signature, mapping, updated_at)"
        " VALUES ($1, $2, $3, $4, $5::jsonb, $6) ON CONFLICT ON CONSTRAINT import_mapping_unique_signature"
        " DO UPDATE SET mapping = excluded.mapping, updated_at = excluded.updated_at",
        mapping_id,
        facilitator_org_id,
        sender_org_id,
        signature,
        json.dumps(dict(mapping)),
        now,
    )


async def load_state(run: ImportRun) -> HoursImportState:
    """How many rows of a file are in each state so far, and what applying it did."""
    rows = await sql.fetch("SELECT status, count(*) FROM hours_import_row WHERE import_id = $1 GROUP BY status", run.id)
    counted = {row["status"]: row["count"] for row in rows}
    return HoursImportState(
        counts={status: counted.get(status.value, 0) for status in HoursRowStatus},
        apply_job=await find_job(run.apply_job_id) if run.apply_job_id else None,
        applied=tuple(await list_applied(run.id)),
    )


async def count_written(import_id: UUID) -> int:
    """How many rows of a file are written so far."""
    last: int | None = await sql.fetch_value(
        "SELECT max(position) FROM hours_import_row WHERE import_id = $1", import_id
    )
    return last or 0


async def insert_rows(
    import_id: UUID, facilitator_org_id: UUID, company_id: UUID | None, rows: Sequence[RowToAdd]
) -> None:
    """Write what rows say and what is to become of them, in one statement."""
    arrays = [sql.array_of(column, kind) for column, kind in zip(zip(*rows, strict=True), _ROW_KINDS, strict=True)]
    await sql.execute(_INSERT_ROWS, import_id, facilitator_org_id, company_id, *arrays)


async def list_rows(import_id: UUID, *, status: HoursRowStatus | None, after: int = 0, limit: int) -> list[HoursRow]:
    """A page of the rows of a file, in its order."""
    rows = await sql.fetch(
        f"{_ROW} WHERE import_id = $1 AND ($2::text IS NULL OR status = $2) AND position > $3"
        " ORDER BY position LIMIT $4",
        import_id,
        status.value if status else None,
        after,
        limit,
    )
    return [_row(row) for row in rows]


async def list_told_rows(import_id: UUID) -> list[HoursRow]:
    """The rows of a file with what is told of each, without what they hold."""
    rows = await sql.fetch(
        "SELECT position, sheet, row_number AS row, status, findings, '{}'::jsonb AS cells, hire_id, lot_id, month,"
        " '[]'::jsonb AS parts FROM hours_import_row WHERE import_id = $1 ORDER BY position",
        import_id,
    )
    return [_row(row) for row in rows]


async def list_rows_of_group(import_id: UUID, employer_id: UUID, month: Month) -> list[HoursRow]:
    """The rows of a company and month that declare something."""
    rows = await sql.fetch(
        f"{_ROW} WHERE import_id = $1 AND employer_id = $2 AND month = $3 AND status IN ('new', 'changed')"
        " ORDER BY position",
        import_id,
        employer_id,
        month.first_day,
    )
    return [_row(row) for row in rows]


def _row(row: dict[str, Any]) -> HoursRow:
    for name in ("findings", "cells", "parts"):
        row[name] = json.loads(row[name])
    row["month"] = Month.of(row["month"]) if row["month"] else None
    return HoursRow.model_validate(row)


async def count_groups(import_id: UUID) -> int:
    """How many companies and months the rows of a file declare something for."""
    count: int = await sql.fetch_value(
        "SELECT count(DISTINCT (employer_id, month)) FROM hours_import_row WHERE import_id = $1"
        " AND status IN ('new', 'changed')",
        import_id,
    )
    return count


async def list_groups_to_apply(import_id: UUID, limit: int) -> list[tuple[UUID, Month]]:
    """The next companies and months of a file that are not applied yet, in one order."""
    rows = await sql.fetch(
        "SELECT DISTINCT r.employer_id, r.month FROM hours_import_row r WHERE r.import_id = $1"
        " AND r.status IN ('new', 'changed') AND NOT EXISTS (SELECT FROM hours_import_statement a"
        " WHERE a.import_id = $1 AND a.employer_id = r.employer_id AND a.month = r.month)"
        " ORDER BY r.employer_id, r.month LIMIT $2",
        import_id,
        limit,
    )
    return [(row["employer_id"], Month.of(row["month"])) for row in rows]


async def insert_applied(
    applied_id: UUID,
    import_id: UUID,
    facilitator_org_id: UUID,
    company_id: UUID | None,
    applied: AppliedStatement,
    now: datetime,
) -> None:
    """Write what applying a file did for one company and month."""
    await sql.execute(
        "INSERT INTO hours_import_statement (id, facilitator_org_id, company_id, import_id, employer_id, month,"
        " statement_id, lines_declared, findings, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10)",
        applied_id,
        facilitator_org_id,
        company_id,
        import_id,
        applied.company_id,
        applied.month.first_day,
        applied.statement_id,
        applied.lines_declared,
        json.dumps([finding.model_dump(mode="json") for finding in applied.findings]),
        now,
    )


async def list_applied(import_id: UUID) -> list[AppliedStatement]:
    """What applying a file did so far, by company and month."""
    rows = await sql.fetch(
        "SELECT employer_id AS company_id, month, statement_id, lines_declared, findings FROM hours_import_statement"
        " WHERE import_id = $1 ORDER BY employer_id, month",
        import_id,
    )
    return [
        AppliedStatement.model_validate(
            {**row, "month": Month.of(row["month"]), "findings": json.loads(row["findings"])}
        )
        for row in rows
    ]


async def lock_run(import_id: UUID) -> bool:
    """Whether the run exists and is the caller's; nobody else applies it until the transaction ends."""
    return await sql.fetch_value("SELECT true FROM import_run WHERE id = $1 FOR UPDATE", import_id) is True


async def record_application(import_id: UUID, job_id: UUID) -> None:
    """Note which job applies a file."""
    await sql.execute("UPDATE import_run SET apply_job_id = $2 WHERE id = $1", import_id, job_id)
