"""Drafts of hours statements: what is declared, judged by what is known on the day, becomes a statement with warnings.

One way for all who declare, by hand or from a file: the same checks, the same refusal, the same lines. Callers load
the surroundings (``clause.db.queries.hours.load_surroundings``) and store what comes back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from clause.domain.accounts import Organisation, OrgSummary
from clause.domain.actors import Actor, OrgKind
from clause.domain.checks.hours import check_statement
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.hours import (
    CheckedStatement,
    CompanyActivity,
    DeclaredLine,
    HireWindow,
    HoursElsewhere,
    HoursStatement,
    StatementLine,
    StatementState,
    blocking,
)
from clause.domain.hours_under_check import LineUnderCheck, StatementUnderCheck
from clause.rules.calendar import Month, MonthSpan, Period, days_from
from clause.rules.codes import Evidence


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a company declares for one or several months."""

    company: OrgSummary
    months: MonthSpan
    lines: tuple[DeclaredLine, ...]
    facilitator_org_id: UUID | None = None
    """Who receives it; None leaves it to the first known hire."""
    nothing_worked: bool = False
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What hours are judged by on the day of the check; hires not in ``windows`` are unknown to the caller."""

    today: date
    windows: Mapping[UUID, HireWindow]
    elsewhere: tuple[HoursElsewhere, ...] = ()
    """Hours that stand already for the same people in these months, in other statements or in the ledger."""
    activity: CompanyActivity | None = None
    """Needed where nothing was worked."""


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who declares and when, and where new ids come from."""

    person_id: UUID | None
    at: datetime
    new_id: Callable[[], UUID]


def whose_hours(actor: Actor, company_id: UUID | None) -> UUID | None:
    """The company whose hours are declared: the one named, or a company its own. Refused HRS-004 for another's."""
    if actor.org_kind is not OrgKind.COMPANY:
        return company_id
    if company_id not in (None, actor.org_id):
        raise Refused("HRS-004")
    return actor.org_id


def declaring(company: Organisation | None) -> OrgSummary:
    """The company that declares. Refused HRS-003 where none was named, or none is known by that name."""
    if company is None:
        raise Refused("HRS-003")
    return OrgSummary(id=company.id, kind=company.kind, name=company.name, identifier=company.identifier)


def line_under_check(
    path: str, declared: DeclaredLine, hire: HireWindow | None, months: MonthSpan, today: date
) -> LineUnderCheck:
    """The line with its month and days.

    Its month is the one typed, else that of its days, else the only month of the statement. Days left out are those of
    the month on which the person was under contract, up to today.
    """
    month = _month_of(declared, months)
    usual = _usual_days(hire, month.period if month else months.period, today)
    return LineUnderCheck(
        path=path,
        hire_id=hire.id if hire else declared.hire_id,  # the same: read from the database, it is quicker to compare
        hire=hire,
        hours=declared.hours_declared,
        first_day=declared.first_day or usual.first_day,
        last_day=declared.last_day or usual.last_day,
        nature=declared.nature,
        month=month,
        typed_month=declared.month,
    )


def _month_of(declared: DeclaredLine, months: MonthSpan) -> Month | None:
    if declared.month or months.count == 1:
        return declared.month or months.first
    day = declared.first_day or declared.last_day
    return Month.of(day) if day else None


def _usual_days(hire: HireWindow | None, whole: Period, today: date) -> Period:
    if hire is None:
        return whole
    first_day = max(whole.first_day, hire.first_day)
    last_day = min(whole.last_day, hire.end_day or whole.last_day, today)
    # Without a common day the whole month is looked at, so that the check which says why refuses it.
    return whole if first_day > last_day else days_from(first_day, last_day)


def under_check(declaration: Declaration, known: Surroundings) -> StatementUnderCheck:
    """The declaration as the checks see it; line ``i`` is named ``lines[i]`` in their findings."""
    months, windows = declaration.months, known.windows
    lines = tuple(
        line_under_check(f"lines[{index}]", line, windows.get(line.hire_id), months, known.today)
        for index, line in enumerate(declaration.lines)
    )
    first_known = next((line.hire for line in lines if line.hire), None)
    recipient = declaration.facilitator_org_id or (first_known.facilitator_org_id if first_known else None)
    return StatementUnderCheck(
        facilitator_org_id=recipient,
        company_id=declaration.company.id,
        month=months.first,
        today=known.today,
        lines=lines,
        elsewhere=known.elsewhere,
        last_month=months.last if months.count > 1 else None,
        nothing_worked=declaration.nothing_worked,
        activity=known.activity,
    )


def require_sound(statement: StatementUnderCheck) -> tuple[Finding, ...]:
    """The warnings of a statement that can stand. Refused HRS-005 with every reason why it cannot."""
    findings = check_statement(statement)
    _refuse_unsound(findings)
    return findings


def _refuse_unsound(findings: tuple[Finding, ...]) -> None:
    if reasons := blocking(findings):
        raise Refused("HRS-005", findings=findings, count=len(reasons))


def new_draft(declaration: Declaration, known: Surroundings, declarant: Declarant) -> CheckedStatement:
    """The draft of a declaration, with its warnings.

    Refused HRS-005 with every reason why it cannot stand, HRS-008 where nothing says to whom it goes.
    """
    findings, draft = judged(declaration, known, declarant)
    _refuse_unsound(findings)
    if draft is None:
        raise Refused("HRS-008")
    return CheckedStatement(statement=draft, findings=findings)


def judged(
    declaration: Declaration, known: Surroundings, declarant: Declarant
) -> tuple[tuple[Finding, ...], HoursStatement | None]:
    """All that the checks say, and the draft; None where it cannot stand or nothing says to whom it goes."""
    statement = under_check(declaration, known)
    findings = check_statement(statement)
    recipient = statement.facilitator_org_id
    if recipient is None or blocking(findings):
        return findings, None
    return findings, _draft(declaration, statement, recipient, declarant)


def begun(
    declaration: Declaration, facilitator_org_id: UUID, known: Surroundings, declarant: Declarant
) -> HoursStatement:
    """The draft of a declaration that is still being typed: what is wrong with it is told before it is handed over."""
    return _draft(declaration, under_check(declaration, known), facilitator_org_id, declarant)


def typed_on(
    before: HoursStatement, lines: Sequence[DeclaredLine], known: Surroundings, new_id: Callable[[], UUID]
) -> HoursStatement:
    """The statement one version on with these lines, though it is still being typed."""
    declaration = declared_again(before, lines, evidence=before.evidence)
    update = {
        "lines": _recorded(under_check(declaration, known), declaration.lines, new_id),
        "nothing_worked": False,
        "version": before.version + 1,
    }
    return before.model_copy(update=update)


def _draft(
    declaration: Declaration,
    statement: StatementUnderCheck,
    facilitator_org_id: UUID,
    declarant: Declarant,
) -> HoursStatement:
    return HoursStatement(
        id=declarant.new_id(),
        facilitator_org_id=facilitator_org_id,
        company=declaration.company,
        month=statement.month,
        last_month=statement.last_month,
        nothing_worked=declaration.nothing_worked,
        evidence=declaration.evidence,
        state=StatementState.DRAFT,
        created_by=declarant.person_id,
        created_at=declarant.at,
        submitted_by=None,
        submitted_at=None,
        decided_by=None,
        decided_at=None,
        decision_reason=None,
        lines=_recorded(statement, declaration.lines, declarant.new_id),
        version=1,
    )


def with_lines(
    before: HoursStatement,
    lines: Sequence[DeclaredLine],
    known: Surroundings,
    new_id: Callable[[], UUID],
    *,
    nothing_worked: bool = False,
    evidence: Evidence | None = None,
) -> CheckedStatement:
    """The statement with another content, one version on, with its warnings. Refused HRS-005 where it cannot stand."""
    declaration = declared_again(before, lines, nothing_worked=nothing_worked, evidence=evidence)
    statement = under_check(declaration, known)
    findings = require_sound(statement)
    after = before.model_copy(
        update={
            "lines": _recorded(statement, declaration.lines, new_id),
            "nothing_worked": nothing_worked,
            "evidence": evidence,
            "version": before.version + 1,
        },
    )
    return CheckedStatement(statement=after, findings=findings)


def declared_again(
    statement: HoursStatement,
    lines: Sequence[DeclaredLine] | None = None,
    *,
    nothing_worked: bool = False,
    evidence: Evidence | None = None,
) -> Declaration:
    """The declaration that a recorded statement stands for, with its own content unless other lines are given."""
    if lines is None:
        lines = [line.declared for line in statement.lines]
        nothing_worked, evidence = statement.nothing_worked, statement.evidence
    return Declaration(
        company=statement.company,
        months=statement.months,
        lines=tuple(lines),
        facilitator_org_id=statement.facilitator_org_id,
        nothing_worked=nothing_worked,
        evidence=evidence,
    )


def _recorded(
    statement: StatementUnderCheck,
    lines: Sequence[DeclaredLine],
    new_id: Callable[[], UUID],
) -> tuple[StatementLine, ...]:
    recorded = []
    for position, (line, declared) in enumerate(zip(statement.lines, lines, strict=True), start=1):
        hire = line.known_hire
        recorded.append(
            StatementLine(
                id=new_id(),
                position=position,
                hire_id=hire.id,
                lot_id=hire.lot_id,
                first_day=line.first_day,
                last_day=line.last_day,
                nature=line.nature,
                evidence=declared.evidence,
                hours_declared=line.hours,
                hours_validated=None,
            )
        )
    return tuple(recorded)
