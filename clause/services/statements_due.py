"""Statements due and their reminders: seen by who declares and who validates, issued by the facilitator."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import statements_due as queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.statements_due import (
    DUE_ORDERS,
    Contact,
    DueInView,
    DueState,
    DueWithReminders,
    ReminderOrder,
    ReminderState,
    StatementDue,
    StatementReminder,
    in_order_of,
    next_level,
    proposed,
    recipients,
    with_reminders,
)
from clause.domain.tables import Slice, Take, Window
from clause.rules.calendar import Month
from clause.rules.codes import ReminderLevel
from clause.services.unit_of_work import UnitOfWork, reading, writing
from clause.text.statement_reminders import write_letter

DUES_AT_ONCE = 500
ORDERS_OF_DUES = frozenset(DUE_ORDERS)
"""Keys of the columns by which statements due are sorted."""


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def list_statements_due(
    uow: UnitOfWork,
    *,
    on: date | None = None,
    state: DueState | None = None,
    company_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[StatementDue]:
    """A page of what is due on a day (today), by due day: all that the organisation expects, or a company's own."""
    found = await _in_view(uow, on or uow.today, company_id)
    wanted = [due for due in found if state in (None, due.state) and (after is None or due.mark > after)][:limit]
    declared = await queries.count_declared(wanted, on or uow.today)
    return [
        due.told().model_copy(update={"hire_months_declared": count})
        for due, count in zip(wanted, declared, strict=True)
    ]


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def list_dues_in_view(uow: UnitOfWork) -> list[DueInView]:
    """All of what is due today, by due day, not yet told: for lists that show, count or name some of it."""
    return await _in_view(uow, uow.today, None)


async def _in_view(uow: UnitOfWork, on: date, company_id: UUID | None) -> list[DueInView]:
    if uow.actor.org_kind is not OrgKind.COMPANY:
        return await queries.list_dues_in_view(on, facilitator_org_id=uow.org_id, company_id=company_id)
    return await queries.list_dues_in_view(on, company_id=uow.org_id) if company_id in (None, uow.org_id) else []


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def browse_dues(uow: UnitOfWork, dues: Sequence[DueInView], window: Window) -> Slice[DueWithReminders]:
    """A window on these, in the order of a column or as they are, each with the reminders about it."""
    found = in_order_of(dues, window.order)[window.skipped : window.skipped + window.limit]
    return Slice(await _with_reminders(found), len(dues))


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def hand_over_dues(uow: UnitOfWork, dues: Sequence[DueInView], order: str, take: Take[DueWithReminders]) -> None:
    """Give all of the same to ``take``, some hundred at a time."""
    found = in_order_of(dues, order)
    for first in range(0, len(found), DUES_AT_ONCE):
        await take(await _with_reminders(found[first : first + DUES_AT_ONCE]))


async def _with_reminders(dues: Sequence[DueInView]) -> list[DueWithReminders]:
    told = [due.told() for due in dues]
    return with_reminders(told, await queries.list_reminders_about(told))


@writing(Scope.HOURS_VALIDATE)
async def issue_reminders(uow: UnitOfWork, orders: Sequence[ReminderOrder]) -> list[StatementReminder]:
    """The reminders asked for, recorded with their text, all or none; a proposal of the same step becomes this one.

    Refused DUE-001 with a finding per order: nothing due (DUE-002), come meanwhile (DUE-003), issued already (DUE-004),
    asked twice (DUE-005). WrongState DUE-006 when somebody else issues the same at the same moment.
    """
    dues = await queries.list_statements_due(uow.today, facilitator_org_id=uow.org_id)
    issued = await queries.load_issued_levels(uow.org_id)
    by_key = {(due.company.id, due.months): due for due in dues}
    findings: list[Finding] = []
    wanted: dict[tuple[StatementDue, ReminderLevel], Contact] = {}
    for index, order in enumerate(orders):
        due = by_key.get((order.company_id, order.months))
        steps = issued.get((order.company_id, order.months), set())
        level = order.level or (next_level(due, steps, uow.today) if due else None) or ReminderLevel.FIRST
        refusal = await _refusal(f"reminders[{index}]", order, due, level, wanted)
        if refusal:
            findings.append(refusal)
        elif due:
            wanted[due, level] = order.contact
    if findings:
        raise Refused("DUE-001", findings=tuple(findings))
    name = await _facilitator_name(uow)
    return [
        await _issue(uow, due, level, buyer_id, contact, name)
        for (due, level), contact in wanted.items()
        for buyer_id in recipients(due, level)
    ]


async def _refusal(
    path: str,
    order: ReminderOrder,
    due: StatementDue | None,
    level: ReminderLevel,
    wanted: dict[tuple[StatementDue, ReminderLevel], Contact],
) -> Finding | None:
    months = {"months": str(order.months)}
    if due is None:
        return Finding(code="DUE-002", field=f"{path}.company_id", raw=str(order.company_id), values=months)
    if due.is_settled():
        return Finding(code="DUE-003", field=path, values=months)
    if (due, level) in wanted:
        return Finding(code="DUE-005", field=path, values=months)
    standing = await queries.lock_reminders(due, level)
    if any(reminder.state is ReminderState.ISSUED for reminder in standing):
        return Finding(code="DUE-004", field=f"{path}.level", raw=level.value, values=months)
    return None


async def _issue(
    uow: UnitOfWork, due: StatementDue, level: ReminderLevel, buyer_id: UUID | None, contact: Contact, name: str
) -> StatementReminder:
    standing = {reminder.buyer_id: reminder for reminder in await queries.lock_reminders(due, level)}
    letter = write_letter(due, level, buyer_id, name, uow.today)
    known = contact if contact != Contact() else await queries.find_contact(due, buyer_id, uow.today)
    reminder = standing.get(buyer_id)
    if reminder is None:
        reminder = proposed(due, level, buyer_id, letter, known, uow.now, uow.new_id)
        reminder = reminder.model_copy(update={"created_by": uow.actor.id})
        if await queries.propose([reminder]) == 0:
            reminder = await _proposed_meanwhile(due, level, buyer_id)
    issued = reminder.model_copy(
        update={
            "state": ReminderState.ISSUED,
            "letter": letter,
            "contact": known,
            "issued_by": uow.actor.id,
            "issued_at": uow.now,
        }
    )
    await queries.record_issue(issued)
    uow.record(
        "statement_reminder.issued",
        "statement_reminder",
        issued.id,
        org_id=issued.facilitator_org_id,
        company=due.company.id,
        months=due.months,
        level=level,
        buyer=buyer_id,
    )
    return issued


async def _proposed_meanwhile(due: StatementDue, level: ReminderLevel, buyer_id: UUID | None) -> StatementReminder:
    """What somebody else has just put in the same place: a proposal is taken, what was issued is not issued again."""
    for reminder in await queries.lock_reminders(due, level):
        if reminder.buyer_id == buyer_id and reminder.state is ReminderState.PROPOSED:
            return reminder
    raise WrongState("DUE-006")


@writing()
async def propose_reminders(uow: UnitOfWork) -> int:
    """How many reminders the day adds for the organisation, as proposals; looking again the same day adds none.

    Proposals about statements that have come since are withdrawn.
    """
    dues = await queries.list_statements_due(uow.today, facilitator_org_id=uow.org_id)
    name = await _facilitator_name(uow)
    issued = await queries.load_issued_levels(uow.org_id)
    found: list[StatementReminder] = []
    for due in dues:
        level = next_level(due, issued.get((due.company.id, due.months), set()), uow.today)
        if level is None:
            continue
        for buyer_id in recipients(due, level):
            letter = write_letter(due, level, buyer_id, name, uow.today)
            contact = await queries.find_contact(due, buyer_id, uow.today)
            found.append(proposed(due, level, buyer_id, letter, contact, uow.now, uow.new_id))
    withdrawn = await queries.withdraw_proposals(uow.org_id, [due for due in dues if not due.is_settled()])
    added = await queries.propose(found)
    if added or withdrawn:
        uow.record("statement_reminder.proposed", "organisation", uow.org_id, added=added, withdrawn=withdrawn)
    return added


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE, Scope.CONTRACTS_READ)
async def list_reminders(
    uow: UnitOfWork,
    *,
    company_id: UUID | None = None,
    state: ReminderState | None = None,
    level: ReminderLevel | None = None,
    month: Month | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[StatementReminder]:
    """A page of reminders, oldest first: the organisation's; those issued about a company, or to a buyer.

    ``month``: about a statement that has it among its months.
    """
    return await queries.list_reminders(
        company_id=company_id, state=state, level=level, month=month, after=after, limit=limit
    )


@reading()
async def list_organisations_to_look_after(uow: UnitOfWork) -> list[UUID]:
    """The facilitator organisations, for the daily look."""
    return await account_queries.list_organisation_ids(OrgKind.FACILITATOR_ORG)


async def _facilitator_name(uow: UnitOfWork) -> str:
    found = await account_queries.find_organisation_by_id(uow.org_id, OrgKind.FACILITATOR_ORG)
    return found.name if found else ""
