"""Hours statements: declared by a company or typed in by a facilitator, submitted, and decided upon."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import hours as queries
from clause.db.queries import ledger as ledger_queries
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind, Scope
from clause.domain.checks.hours import check_statement
from clause.domain.errors import NotFound, StaleVersion
from clause.domain.findings import Finding
from clause.domain.hours import (
    STATEMENT_MOVES,
    CheckedStatement,
    DeclaredLine,
    HoursStatement,
    StatementState,
    StatementSummary,
)
from clause.domain.hours_drafts import (
    Declarant,
    Declaration,
    Surroundings,
    declared_again,
    declaring,
    new_draft,
    require_sound,
    under_check,
    whose_hours,
    with_lines,
)
from clause.domain.ledger import Booker, LineCorrection, accepted_lines, book
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Evidence
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.HOURS_DECLARE, planned_once=True)
async def declare_hours(
    uow: UnitOfWork,
    company_id: UUID | None,
    months: Month | MonthSpan,
    lines: Sequence[DeclaredLine],
    *,
    nothing_worked: bool = False,
    evidence: Evidence | None = None,
    facilitator_org_id: UUID | None = None,
) -> CheckedStatement:
    """A new draft for a month or several, with its warnings. A facilitator names the company; a company is its own.

    To whom it goes follows from the hires; where nothing was worked, the company names the facilitator organisation.
    Refused HRS-003 and HRS-004 for a company left out or not the caller's, HRS-008 for an organisation left out,
    HRS-005 with every reason why the statement cannot stand.
    """
    company = await _declaring_company(uow, company_id)
    declaration = Declaration(
        company=company,
        months=months if isinstance(months, MonthSpan) else MonthSpan.of(months),
        lines=tuple(lines),
        facilitator_org_id=_recipient(uow, facilitator_org_id) if nothing_worked else None,
        nothing_worked=nothing_worked,
        evidence=evidence,
    )
    known = await _surroundings(uow, declaration)
    draft = new_draft(declaration, known, Declarant(uow.actor.id, uow.now, uow.new_id))
    await queries.insert_statement(draft.statement)
    _record(uow, draft.statement, "declared", lines=len(lines), nothing_worked=nothing_worked or None)
    return draft


def _recipient(uow: UnitOfWork, facilitator_org_id: UUID | None) -> UUID | None:
    return facilitator_org_id if uow.actor.org_kind is OrgKind.COMPANY else uow.org_id


@writing(Scope.HOURS_DECLARE)
async def replace_lines(
    uow: UnitOfWork,
    statement_id: UUID,
    lines: Sequence[DeclaredLine],
    version: int,
    *,
    nothing_worked: bool = False,
    evidence: Evidence | None = None,
) -> CheckedStatement:
    """The statement with another content, while it is in the hands of who declares; with its warnings.

    NotFound HRS-001, WrongState HRS-002, StaleVersion HRS-006, Refused HRS-005.
    """
    before = await _lock(uow, statement_id)
    STATEMENT_MOVES.after(before.state, "replace_lines")
    if before.version != version:
        raise StaleVersion("HRS-006")
    declaration = declared_again(before, lines, nothing_worked=nothing_worked, evidence=evidence)
    known = await _surroundings(uow, declaration, before.id)
    checked = with_lines(before, lines, known, uow.new_id, nothing_worked=nothing_worked, evidence=evidence)
    await queries.replace_lines(checked.statement)
    _record(
        uow,
        checked.statement,
        "lines_replaced",
        lines=len(lines),
        nothing_worked=nothing_worked or None,
    )
    return checked


@writing(Scope.HOURS_DECLARE)
async def submit_statement(uow: UnitOfWork, statement_id: UUID) -> CheckedStatement:
    """The statement handed over to the facilitator, checked once more.

    NotFound HRS-001, WrongState HRS-002, Refused HRS-005.
    """
    before = await _lock(uow, statement_id)
    STATEMENT_MOVES.after(before.state, "submit")
    findings = require_sound(under_check(declared_again(before), await _surroundings_again(uow, before)))
    await queries.record_submission(statement_id, uow.actor.id, uow.now)
    _record(uow, before, "submitted")
    return CheckedStatement(statement=await _load(statement_id), findings=findings)


@writing(Scope.HOURS_VALIDATE)
async def validate_statement(
    uow: UnitOfWork,
    statement_id: UUID,
    corrections: Sequence[LineCorrection] = (),
    evidence_seen: Evidence | None = None,
) -> CheckedStatement:
    """The statement accepted and booked: an entry a line, credited where the hours count; one commit for all of it.

    Checked once more under lock, so that of two who validate at once the second meets WrongState HRS-002. Refused
    HRS-005 when a line no longer stands, HRS-007 for corrections that make no sense.
    """
    before = await _lock(uow, statement_id)
    state = STATEMENT_MOVES.after(before.state, "validate")
    known = await _surroundings_again(uow, before, lock=True)
    findings = require_sound(under_check(declared_again(before), known))
    accepted = accepted_lines(before, corrections)
    booker = Booker(uow.actor.id, uow.now, uow.new_id)
    hires = {line.id: known.windows[line.hire_id] for line in before.lines}
    booked = [book(hours, hires[hours.statement_line_id], booker) for hours in accepted]
    await queries.record_validated_hours([(hours.statement_line_id, hours.hours_validated) for hours in accepted])
    await queries.record_decision(statement_id, state, uow.actor.id, uow.now, None, evidence_seen=evidence_seen)
    await ledger_queries.append(booked)
    _record(
        uow,
        before,
        "validated",
        entries=len(booked),
        credited_entries=sum(bool(pair.allocations) for pair in booked),
        corrected_lines=len(corrections),
        evidence_seen=evidence_seen,
        declared_and_validated_by_same_person=before.submitted_by == uow.actor.id or None,
    )
    return CheckedStatement(statement=await _load(statement_id), findings=findings)


@writing(Scope.HOURS_VALIDATE)
async def reject_statement(uow: UnitOfWork, statement_id: UUID, reason: str) -> HoursStatement:
    """The statement refused for good, with the reason. NotFound HRS-001, WrongState HRS-002."""
    return await _send_back(uow, statement_id, "reject", "rejected", reason)


@writing(Scope.HOURS_VALIDATE)
async def request_correction(uow: UnitOfWork, statement_id: UUID, reason: str) -> HoursStatement:
    """The statement given back to be corrected, with the reason. NotFound HRS-001, WrongState HRS-002."""
    return await _send_back(uow, statement_id, "request_correction", "correction_requested", reason)


async def _send_back(uow: UnitOfWork, statement_id: UUID, move: str, done: str, reason: str) -> HoursStatement:
    before = await _lock(uow, statement_id)
    state = STATEMENT_MOVES.after(before.state, move)
    await queries.record_decision(statement_id, state, uow.actor.id, uow.now, reason)
    _record(uow, before, done, reason=reason)
    return await _load(statement_id)


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def load_statement(uow: UnitOfWork, statement_id: UUID) -> HoursStatement:
    """A statement of the facilitator organisation or of the company. NotFound HRS-001."""
    return await _load(statement_id)


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def list_findings(uow: UnitOfWork, statement_id: UUID) -> tuple[Finding, ...]:
    """What the checks say today of a statement that is not decided yet; nothing of a decided one. NotFound HRS-001."""
    statement = await _load(statement_id)
    if statement.state.is_decided:
        return ()
    return check_statement(under_check(declared_again(statement), await _surroundings_again(uow, statement)))


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE, planned_once=True)
async def list_statements(
    uow: UnitOfWork,
    *,
    state: StatementState | None = None,
    company_id: UUID | None = None,
    month: Month | None = None,
    lot_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[StatementSummary]:
    """A page of statements, oldest first: all of the facilitator organisation's, or a company's own."""
    is_company = uow.actor.org_kind is OrgKind.COMPANY
    if is_company and company_id not in (None, uow.org_id):
        return []
    return await queries.list_statements(
        facilitator_org_id=None if is_company else uow.org_id,
        state=state,
        company_id=uow.org_id if is_company else company_id,
        month=month,
        lot_id=lot_id,
        after=after,
        limit=limit,
    )


async def _declaring_company(uow: UnitOfWork, company_id: UUID | None) -> OrgSummary:
    wanted = whose_hours(uow.actor, company_id)
    return declaring(await account_queries.find_organisation_by_id(wanted, OrgKind.COMPANY) if wanted else None)


async def _load(statement_id: UUID) -> HoursStatement:
    found = await queries.find_statement(statement_id)
    if found is None:
        raise NotFound("HRS-001")
    return found


async def _lock(uow: UnitOfWork, statement_id: UUID) -> HoursStatement:
    # What a company may no longer change is hidden from its locks: read it, so that its state can refuse the move.
    return await queries.lock_statement(statement_id) or await _load(statement_id)


async def _surroundings(
    uow: UnitOfWork, declaration: Declaration, but_statement: UUID | None = None, *, lock: bool = False
) -> Surroundings:
    hire_ids = [line.hire_id for line in declaration.lines]
    known = await queries.load_surroundings(
        hire_ids, declaration.months, uow.today, but_statement=but_statement, lock=lock
    )
    if not declaration.nothing_worked or declaration.facilitator_org_id is None:
        return known
    activity = await queries.load_activity(declaration.company.id, declaration.facilitator_org_id, declaration.months)
    return replace(known, activity=activity)


async def _surroundings_again(uow: UnitOfWork, statement: HoursStatement, *, lock: bool = False) -> Surroundings:
    return await _surroundings(uow, declared_again(statement), statement.id, lock=lock)


def _record(
    uow: UnitOfWork, statement: HoursStatement, done: str, *, reason: str | None = None, **values: object
) -> None:
    uow.record(
        f"hours_statement.{done}",
        "hours_statement",
        statement.id,
        org_id=statement.facilitator_org_id,
        reason=reason,
        months=statement.months,
        **values,
    )
