"""The ledger read, and the one way to correct it: a reversal, with a new booking where needed."""

from uuid import UUID

from clause.db.queries import hours as hours_queries
from clause.db.queries import ledger as queries
from clause.domain.actors import Scope
from clause.domain.checks.hours import check_statement
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.hours import HireWindow, StatementUnderCheck, blocking
from clause.domain.ledger import Booked, Booker, Correction, EntryKind, LedgerEntry, Replacement, book, reverse
from clause.rules.calendar import Month
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.HOURS_VALIDATE)
async def reverse_entry(uow: UnitOfWork, entry_id: UUID, reason: str, replacement: Replacement | None) -> Correction:
    """Undo a booking, and book anew what it should have said, judged by today's windows: all in one commit.

    NotFound LED-001, WrongState LED-002 for a reversal and LED-003 for what is reversed already, Refused LED-004 with
    every reason why the replacement cannot be booked.
    """
    entry = await _load_reversible(uow, entry_id)
    booker = Booker(uow.actor.id, uow.now, uow.new_id)
    windows = await hours_queries.list_hire_windows([entry.hire_id], lock=True)
    hire = windows[entry.hire_id]
    if await queries.is_reversed(entry_id):
        raise WrongState("LED-003")
    findings: tuple[Finding, ...] = ()
    booked = [reverse(entry, hire.buyer_id, reason, booker)]
    if replacement is not None:
        findings = await _check_replacement(uow, entry, hire, replacement)
        booked.append(book(replacement.accepted(entry, reason), hire, booker))
    await queries.append(booked)
    _record(uow, entry, booked, reason)
    return Correction(
        reversal=booked[0].entry, replacement=booked[1].entry if len(booked) > 1 else None, findings=findings
    )


async def _load_reversible(uow: UnitOfWork, entry_id: UUID) -> LedgerEntry:
    entry = await queries.find_entry(entry_id)
    if entry is None or entry.facilitator_org_id != uow.org_id:
        raise NotFound("LED-001")
    if entry.kind is EntryKind.REVERSAL:
        raise WrongState("LED-002")
    return entry


async def _check_replacement(
    uow: UnitOfWork, entry: LedgerEntry, hire: HireWindow, replacement: Replacement
) -> tuple[Finding, ...]:
    line = replacement.line(entry, hire)
    elsewhere = await hours_queries.list_hours_elsewhere([hire.id], entry.month, but_entry=entry.id)
    findings = check_statement(
        StatementUnderCheck(entry.facilitator_org_id, entry.company_id, entry.month, uow.today, (line,), elsewhere)
    )
    if blocking(findings):
        raise Refused("LED-004", findings=findings)
    return findings


def _record(uow: UnitOfWork, entry: LedgerEntry, booked: list[Booked], reason: str) -> None:
    replacement = booked[1].entry if len(booked) > 1 else None
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
    )


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
    return await queries.list_entries(
        lot_id=lot_id, hire_id=hire_id, month=month, statement_id=statement_id, after=after, limit=limit
    )
