"""Hours statements and what is booked from them, through the services; and bare facts for tests without database."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from clause.domain.hires import Hire
from clause.domain.hours import CheckedStatement, DeclaredLine, HireWindow, HoursStatement
from clause.domain.ledger import LedgerEntry
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.rulebook import DEFAULTS, Rulebook, RuleSetVersion, rule_of_lot
from clause.services import hours, ledger
from tests.builders.territory import Caller

_SPACE = UUID(int=0x5EED)


def an_id(name: str) -> UUID:
    """Always the same id for a name."""
    return uuid5(_SPACE, name)


def a_window(
    name: str = "hire",
    *,
    person: str = "person",
    first_day: date = date(2026, 1, 5),
    end_day: date | None = None,
    execution: tuple[date, date] | None = (date(2026, 1, 1), date(2026, 12, 31)),
    eligibility: tuple[date, date] = (date(2026, 1, 5), date(2028, 1, 4)),
    company: str = "company",
    facilitator_org: str = "facilitator_org",
    book: Rulebook = DEFAULTS,
) -> HireWindow:
    """What the hours of a hire are judged by: a year of execution and two of eligibility, unless told otherwise."""
    return HireWindow(
        id=an_id(name),
        participant_id=an_id(person),
        facilitator_org_id=an_id(facilitator_org),
        company_id=an_id(company),
        lot_id=an_id("lot"),
        buyer_id=an_id("buyer"),
        first_day=first_day,
        end_day=end_day,
        execution_first_day=execution[0] if execution else None,
        execution_last_day=execution[1] if execution else None,
        eligible_first_day=eligibility[0],
        eligible_last_day=eligibility[1],
        book=book,
    )


def a_rulebook(**values: str | int) -> Rulebook:
    """The rules of a lot that fixes these itself, from the year 2001 on."""
    since = date(2001, 1, 1)
    own = {name: rule_of_lot(name, raw, 1, since) for name, raw in values.items()}
    return Rulebook((RuleSetVersion(version_no=1, effective_on=since, values=own),))


def a_line(
    hire: Hire,
    hours_declared: str = "100.00",
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    month: str | None = None,
    nature: HoursNature = HoursNature.WORK,
) -> DeclaredLine:
    """Hours of a hire as typed."""
    return DeclaredLine(
        hire_id=hire.id,
        hours_declared=Decimal(hours_declared),
        first_day=first_day,
        last_day=last_day,
        month=Month.parse(month) if month else None,
        nature=nature,
    )


async def a_draft(
    caller: Caller, hire: Hire, *lines: DeclaredLine, month: str = "2026-03", hours_declared: str = "100.00"
) -> CheckedStatement:
    """A statement in the hands of who declares it, for the hire's company; one line for the hire unless given."""
    typed: Sequence[DeclaredLine] = lines or [a_line(hire, hours_declared)]
    return await hours.declare_hours(caller.context, hire.company_id, Month.parse(month), typed)


async def a_submitted_statement(
    caller: Caller, hire: Hire, *lines: DeclaredLine, month: str = "2026-03", hours_declared: str = "100.00"
) -> HoursStatement:
    """A statement that waits for a decision."""
    draft = await a_draft(caller, hire, *lines, month=month, hours_declared=hours_declared)
    return (await hours.submit_statement(caller.context, draft.statement.id)).statement


async def a_validated_statement(
    facilitator: Caller, hire: Hire, *lines: DeclaredLine, month: str = "2026-03", hours_declared: str = "100.00"
) -> HoursStatement:
    """A statement typed in by the facilitator, submitted and validated."""
    submitted = await a_submitted_statement(facilitator, hire, *lines, month=month, hours_declared=hours_declared)
    return (await hours.validate_statement(facilitator.context, submitted.id)).statement


async def booked_entries(facilitator: Caller, statement: HoursStatement) -> list[LedgerEntry]:
    """What a statement became in the ledger, oldest first."""
    return await ledger.list_entries(facilitator.context, statement_id=statement.id)
