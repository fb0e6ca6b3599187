"""A statement looked at before it is handed over or decided upon, and after."""

from dataclasses import replace
from uuid import UUID

from clause.db.queries import hours as queries
from clause.db.queries import hours_review as review_queries
from clause.db.queries import ledger as ledger_queries
from clause.db.queries.hire_windows import list_hire_windows
from clause.domain.actors import Scope
from clause.domain.checks.hours import check_statement
from clause.domain.errors import NotFound
from clause.domain.findings import Finding
from clause.domain.hours import HoursStatement, StatementState
from clause.domain.hours_drafts import declared_again, under_check
from clause.domain.hours_review import StatementReview, review
from clause.domain.ledger import EntriesAsked
from clause.services.unit_of_work import UnitOfWork, reading

MOST_LINES = 10_000


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def load_review(uow: UnitOfWork, statement_id: UUID) -> StatementReview:
    """A statement of the organisation or of the company, line by line with what would count. NotFound HRS-049.

    What the checks say is computed anew, and is nothing once the statement is decided.
    """
    statement = await queries.find_statement(statement_id)
    if statement is None:
        raise NotFound("HRS-049")
    names = await review_queries.list_line_names(statement_id)
    windows = await list_hire_windows({line.hire_id for line in statement.lines})
    findings = () if statement.state.is_decided else await _findings(uow, statement)
    entries = (
        await ledger_queries.list_entries(EntriesAsked(statement_id=statement_id, limit=MOST_LINES))
        if statement.state is StatementState.VALIDATED
        else []
    )
    return review(statement, names, windows, findings, entries)


async def _findings(uow: UnitOfWork, statement: HoursStatement) -> tuple[Finding, ...]:
    known = await queries.load_surroundings(
        {line.hire_id for line in statement.lines}, statement.months, uow.today, but_statement=statement.id
    )
    if statement.nothing_worked:
        company, organisation = statement.company.id, statement.facilitator_org_id
        known = replace(known, activity=await queries.load_activity(company, organisation, statement.months))
    return check_statement(under_check(declared_again(statement), known))
