"""Drafts of hours statements: what is declared, judged by what is known on the day, becomes a statement with warnings.

One way for all who declare, by hand or from a file: the same checks, the same refusal, the same lines. Callers load
the surroundings (``clause.db.queries.hours.load_surroundings``) and store what comes back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from clause.domain.accounts import OrgSummary
from clause.domain.checks.hours import check_statement
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.hours import (
    CheckedStatement,
    DeclaredLine,
    HireWindow,
    HoursElsewhere,
    HoursStatement,
    StatementLine,
    StatementState,
    StatementUnderCheck,
    blocking,
    line_under_check,
)
from clause.rules.calendar import MonthSpan
from clause.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a company declares for one or several months."""

    company: OrgSummary
    months: MonthSpan
    lines: tuple[DeclaredLine, ...]
    facilitator_org_id: UUID | None = None
    """Who receives it; None leaves it to the first known hire."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What hours are judged by on the day of the check; hires not in ``windows`` are unknown to the caller."""

    today: date
    windows: Mapping[UUID, HireWindow]
    elsewhere: tuple[HoursElsewhere, ...] = ()
    """Hours that stand already for the same people in these months, in other statements or in the ledger."""
    books: Mapping[UUID, Rulebook] = field(default_factory=dict)
    """The rules of each lot, by its id."""


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who declares and when, and where new ids come from."""

    person_id: UUID | None
    at: datetime
    new_id: Callable[[], UUID]


def under_check(declaration: Declaration, known: Surroundings) -> StatementUnderCheck:
    """The declaration as the checks see it; line ``i`` is named ``lines[i]`` in their findings."""
    lines, windows = declaration.lines, known.windows
    first_known = next((windows[line.hire_id] for line in lines if line.hire_id in windows), None)
    recipient = declaration.facilitator_org_id or (first_known.facilitator_org_id if first_known else None)
    months = declaration.months
    return StatementUnderCheck(
        facilitator_org_id=recipient,
        company_id=declaration.company.id,
        month=months.first,
        today=known.today,
        lines=tuple(
            line_under_check(f"lines[{index}]", line, windows.get(line.hire_id), months, known.today)
            for index, line in enumerate(lines)
        ),
        elsewhere=known.elsewhere,
        last_month=months.last if months.count > 1 else None,
        books=known.books,
    )


def require_sound(statement: StatementUnderCheck) -> tuple[Finding, ...]:
    """The warnings of a statement that can stand. Refused HRS-005 with every reason why it cannot."""
    findings = check_statement(statement)
    if blocking(findings):
        raise Refused("HRS-005", findings=findings, count=len(blocking(findings)))
    return findings


def new_draft(declaration: Declaration, known: Surroundings, declarant: Declarant) -> CheckedStatement:
    """The draft of a declaration, with its warnings. Refused HRS-005 with every reason why it cannot stand."""
    statement = under_check(declaration, known)
    findings = require_sound(statement)
    draft = HoursStatement(
        id=declarant.new_id(),
        facilitator_org_id=known.windows[declaration.lines[0].hire_id].facilitator_org_id,
        company=declaration.company,
        month=declaration.months.first,
        state=StatementState.DRAFT,
        created_by=declarant.person_id,
        created_at=declarant.at,
        submitted_by=None,
        submitted_at=None,
        decided_by=None,
        decided_at=None,
        decision_reason=None,
        lines=_recorded(statement, known, declarant.new_id),
        version=1,
    )
    return CheckedStatement(statement=draft, findings=findings)


def with_lines(
    before: HoursStatement, lines: Sequence[DeclaredLine], known: Surroundings, new_id: Callable[[], UUID]
) -> CheckedStatement:
    """The statement with other lines, one version on, with its warnings. Refused HRS-005 where they cannot stand."""
    statement = under_check(declared_again(before, lines), known)
    findings = require_sound(statement)
    after = before.model_copy(
        update={"lines": _recorded(statement, known, new_id), "version": before.version + 1},
    )
    return CheckedStatement(statement=after, findings=findings)


def declared_again(statement: HoursStatement, lines: Sequence[DeclaredLine] | None = None) -> Declaration:
    """The declaration that a recorded statement stands for, with its own lines unless others are given."""
    return Declaration(
        company=statement.company,
        months=statement.months,
        lines=tuple(line.declared for line in statement.lines) if lines is None else tuple(lines),
        facilitator_org_id=statement.facilitator_org_id,
    )


def _recorded(
    statement: StatementUnderCheck, known: Surroundings, new_id: Callable[[], UUID]
) -> tuple[StatementLine, ...]:
    return tuple(
        StatementLine(
            id=new_id(),
            position=position,
            hire_id=line.hire_id,
            lot_id=known.windows[line.hire_id].lot_id,
            first_day=line.first_day,
            last_day=line.last_day,
            hours_declared=line.hours,
            hours_validated=None,
        )
        for position, line in enumerate(statement.lines, start=1)
    )
