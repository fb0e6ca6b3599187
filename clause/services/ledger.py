"""The ledger read, corrected by reversal with a new booking where needed, and its hours moved between pooled lots."""

from typing import Any
from uuid import UUID

from clause.db.queries import hours as hours_queries
from clause.db.queries import ledger as queries
from clause.db.queries import pooling as pooling_queries
from clause.db.queries.hire_windows import list_hire_windows
from clause.domain.actors import Scope
from clause.domain.allocations import Move, MoveFacts, move
from clause.domain.checks.hours import check_statement
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.hours import HireWindow, blocking
from clause.domain.hours_under_check import StatementUnderCheck
from clause.domain.ledger import (
    Allocation,
    Booked,
    Booker,
    Correction,
    EntriesAsked,
    EntryKind,
    LedgerEntry,
    Replacement,
    book,
    reverse,
)
from clause.rules.calendar import Month
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.HOURS_VALIDATE)
async def reverse_entry(uow: UnitOfWork, entry_id: UUID, reason: str, replacement: Replacement | None) -> Correction:
    """Undo a booking on every lot, and book anew what it should have said, judged by today's windows: in one commit.

    The replacement may be of other days, another month or another hire of the same company. NotFound LED-001,
    WrongState LED-002 for a reversal and LED-003 for what is reversed already, Refused LED-004 with every reason why
    the replacement cannot be booked.
    """
    entry = await _find_own(uow, entry_id)
    other = replacement.hire_id if replacement else None
    windows = await list_hire_windows([entry.hire_id, other or entry.hire_id], lock=True)
    await _require_standing(entry)
    findings: tuple[Finding, ...] = ()
    booker = Booker(uow.actor.id, uow.now, uow.new_id)
    booked = [reverse(entry, await queries.list_allocations(entry_id), reason, booker)]
    if replacement is not None:
        hire = windows.get(other or entry.hire_id)
        findings = await _check_replacement(uow, entry, hire, replacement)
        if hire is not None:
            booked.append(book(replacement.accepted(entry, reason), hire, booker))
    await queries.append(booked)
    _record(uow, entry, booked, reason)
    return Correction(
        reversal=booked[0].entry, replacement=booked[1].entry if len(booked) > 1 else None, findings=findings
    )


async def _find_own(uow: UnitOfWork, entry_id: UUID) -> LedgerEntry:
    entry = await queries.find_entry(entry_id)
    if entry is None or entry.facilitator_org_id != uow.org_id:
        raise NotFound("LED-001")
    return entry


async def _require_standing(entry: LedgerEntry) -> None:
    if entry.kind is EntryKind.REVERSAL:
        raise WrongState("LED-002")
    if await queries.is_reversed(entry.id):
        raise WrongState("LED-003")


async def _check_replacement(
    uow: UnitOfWork, entry: LedgerEntry, hire: HireWindow | None, replacement: Replacement
) -> tuple[Finding, ...]:
    line, month = replacement.line(entry, hire), replacement.month(entry)
    elsewhere = await hours_queries.list_hours_elsewhere([line.hire_id], month, but_entry=entry.id)
    findings = check_statement(
        StatementUnderCheck(entry.facilitator_org_id, entry.company_id, month, uow.today, (line,), elsewhere)
    )
    if blocking(findings):
        raise Refused("LED-004", findings=findings)
    return findings


def _record(uow: UnitOfWork, entry: LedgerEntry, booked: list[Booked], reason: str) -> None:
    replacement = booked[1].entry if len(booked) > 1 else None
    is_elsewhere = replacement is not None and replacement.hire_id != entry.hire_id
    is_redated = replacement is not None and (replacement.first_day, replacement.last_day) != (
        entry.first_day,
        entry.last_day,
    )
    uow.record(
        "ledger_entry.reversed",
        "ledger_entry",
        entry.id,
        org_id=entry.facilitator_org_id,
        reason=reason,
        reversal=booked[0].entry.id,
        hours_reversed=entry.hours_validated,
        replacement=replacement.id if replacement else None,
        hours_validated=replacement.hours_validated if replacement else None,
        hours_credited=replacement.hours_credited if replacement else None,
        hire=replacement.hire_id if replacement and is_elsewhere else None,
        lot=replacement.lot_id if replacement and replacement.lot_id != entry.lot_id else None,
        first_day=replacement.first_day if replacement and is_redated else None,
        last_day=replacement.last_day if replacement and is_redated else None,
    )


@writing(Scope.HOURS_VALIDATE)
async def move_hours(uow: UnitOfWork, entry_id: UUID, wanted: Move, reason: str | None) -> list[Allocation]:
    """All allocations of an entry, oldest first, once some of its hours stand on another lot: in one commit.

    NotFound LED-001, WrongState LED-002 and LED-003 as for a reversal, LED-006 for hours that count nowhere, Refused
    LED-005 with every reason why the hours cannot move. What two who move at once would take twice, the database
    refuses to one of them.
    """
    entry = await _find_own(uow, entry_id)
    windows = await list_hire_windows([entry.hire_id], lock=True)
    await _require_standing(entry)
    if entry.hours_credited == 0:
        raise WrongState("LED-006")
    facts = MoveFacts(
        entry=entry,
        allocations=await queries.list_allocations(entry_id),
        receiving=await queries.window_on_lot(windows[entry.hire_id], wanted.to_lot_id),
        employer_holds_the_lot=await queries.holds_lot(entry.company_id, entry.lot_id),
        agreements=await pooling_queries.list_agreements_over(entry.lot_id, wanted.to_lot_id),
    )
    moved = move(wanted, facts, Booker(uow.actor.id, uow.now, uow.new_id))
    await queries.append_allocations(moved)
    uow.record(
        "ledger_entry.hours_moved",
        "ledger_entry",
        entry.id,
        org_id=entry.facilitator_org_id,
        reason=reason,
        hours=wanted.hours,
        from_lot=moved[0].lot_id,
        to_lot=moved[1].lot_id,
        agreement=moved[1].agreement_id,
    )
    return [*facts.allocations, *moved]


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def list_allocations(uow: UnitOfWork, entry_id: UUID) -> list[Allocation]:
    """Where the hours of an entry were put and taken, oldest first. NotFound LED-007."""
    await _find_seen(entry_id)
    return await queries.list_allocations(entry_id)


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def list_history(uow: UnitOfWork, entry_id: UUID) -> list[LedgerEntry]:
    """The entry with all that it corrects and that corrects it, oldest first. NotFound LED-007."""
    return await queries.list_chain((await _find_seen(entry_id)).statement_line_id)


async def _find_seen(entry_id: UUID) -> LedgerEntry:
    entry = await queries.find_entry(entry_id)
    if entry is None:
        raise NotFound("LED-007")
    return entry


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def list_entries(
    uow: UnitOfWork,
    *,
    lot_id: UUID | None = None,
    hire_id: UUID | None = None,
    month: Month | None = None,
    statement_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[LedgerEntry]:
    """A page of entries, oldest first: all of the facilitator organisation's, or a company's own."""
    return await queries.list_entries(EntriesAsked(lot_id, hire_id, month, statement_id, after, limit))


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE, planned_once=True)
async def list_entry_rows(uow: UnitOfWork, asked: EntriesAsked) -> list[dict[str, Any]]:
    """A page of the same entries as the database gives them, for programs that read many: none becomes a model."""
    return await queries.list_entry_rows(asked)
