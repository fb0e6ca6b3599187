"""Months of time: recorded, signed by the person, approved by another, reopened with a reason."""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import employments as employment_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import timesheets as queries
from clause.domain.actors import ActorKind, Scope
from clause.domain.checks.timesheets import SheetToCheck, findings_of, remarks_on
from clause.domain.employments import Employment
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion, Unreadable, WrongState
from clause.domain.findings import Finding, Severity
from clause.domain.operations import Assignment
from clause.domain.timesheets import (
    MOVES,
    TimeEntry,
    Timesheet,
    TimesheetState,
    TimesheetTotals,
    TypedEntry,
    content_hash,
    hours_of,
    totals,
)
from clause.rules.calendar import FRANCE, Month
from clause.rules.limits import Verdict, timesheet_signature
from clause.rules.quantities import Unit
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class SheetView:
    """A month with its entries; ``sheet`` is None while nothing was recorded."""

    employment: Employment
    month: Month
    sheet: Timesheet | None
    entries: tuple[TimeEntry, ...]
    findings: tuple[Finding, ...]

    @property
    def version(self) -> int:
        """The version of the month; 0 while nothing was recorded."""
        return self.sheet.version if self.sheet else 0

    @property
    def state(self) -> TimesheetState:
        """The state of the month; open while nothing was recorded."""
        return self.sheet.state if self.sheet else TimesheetState.OPEN

    @property
    def totals(self) -> TimesheetTotals:
        """What the entries add up to."""
        return totals(self.entries)


@dataclass(frozen=True)
class MonthOf:
    """Which month is meant: a person's, and the employment where the person has several in it."""

    person_id: UUID
    month: Month
    employment_id: UUID | None = None


async def _employment(uow: UnitOfWork, wanted: MonthOf) -> Employment:
    """The employment meant, when the caller may see its time: its own, or anyone's for who approves and for programs.

    NotFound TIM-001, Refused TIM-003 when the person has several employments in the month and none is named.
    """
    for_others = uow.actor.kind is not ActorKind.USER or uow.actor.may(Scope.TIME_APPROVE)
    found: list[Employment] = []
    if for_others or uow.actor.id == wanted.person_id:
        period = wanted.month.period
        found = await employment_queries.list_employments_between(wanted.person_id, period.first_day, period.last_day)
    found = [one for one in found if wanted.employment_id in (None, one.id)]
    if not found:
        raise NotFound("TIM-001", month=str(wanted.month))
    if len(found) > 1:
        raise Refused("TIM-003", staff_numbers=", ".join(one.staff_number for one in found))
    return found[0]


async def _locked(uow: UnitOfWork, wanted: MonthOf, action: str) -> tuple[Employment, Timesheet, tuple[TimeEntry, ...]]:
    """A recorded month, locked, when its state allows the action. NotFound TIM-004, WrongState TIM-002."""
    employment = await _employment(uow, wanted)
    sheet = await queries.lock_timesheet(employment.id, wanted.month)
    if sheet is None:
        raise NotFound("TIM-004", month=str(wanted.month))
    MOVES.after(sheet.state, action)
    return employment, sheet, tuple(await queries.list_entries(sheet.id))


async def _view(employment: Employment, month: Month) -> SheetView:
    sheet = await queries.find_timesheet(employment.id, month)
    entries = tuple(await queries.list_entries(sheet.id)) if sheet else ()
    signed_on = sheet.signed_at.astimezone(FRANCE).date() if sheet and sheet.signed_at else None
    return SheetView(employment, month, sheet, entries, remarks_on(month, entries, signed_on))


@reading(Scope.TIME_WRITE)
async def load_timesheet(uow: UnitOfWork, wanted: MonthOf) -> SheetView:
    """A month with its entries, empty while nothing was recorded. NotFound TIM-001, Refused TIM-003."""
    return await _view(await _employment(uow, wanted), wanted.month)


@writing(Scope.TIME_WRITE)
async def record_entries(
    uow: UnitOfWork, wanted: MonthOf, typed: tuple[TypedEntry, ...], version: int | None
) -> SheetView:
    """Put these entries in the place of those of an open month, and create the month when it is not there.

    ``version`` is the one that the caller read, None when the month was not there. Refused TIM-005 with every blocking
    finding at once, TIM-006 for a month that has not begun; Unreadable TIM-007 when the month is there and no version
    was named, StaleVersion TIM-008; and what ``load_timesheet`` refuses.
    """
    employment = await _employment(uow, wanted)
    if wanted.month.first_day > uow.today:
        raise Refused("TIM-006", month=str(wanted.month))
    sheet = await queries.lock_timesheet(employment.id, wanted.month)
    _check_version(sheet, version)
    if sheet is not None:
        MOVES.after(sheet.state, "record")
    findings = findings_of(await _to_check(uow, employment, wanted.month, typed))
    if any(finding.severity is Severity.BLOCKING for finding in findings):
        raise Refused("TIM-005", findings=findings)
    if sheet is None:
        sheet = _new_sheet(uow, employment, wanted.month)
        await queries.insert_timesheet(sheet)
    else:
        await queries.touch_timesheet(sheet.id)
    entries = [entry.recorded() for entry in typed]
    await queries.replace_entries(sheet, [(uow.new_id(), entry) for entry in entries])
    worked = hours_of(sum(entry.minutes for entry in entries))
    uow.record("timesheet.recorded", "timesheet", sheet.id, month=wanted.month, entries=len(entries), hours=worked)
    return await _view(employment, wanted.month)


def _check_version(sheet: Timesheet | None, version: int | None) -> None:
    if sheet is not None and version is None:
        raise Unreadable("TIM-007")
    if version is not None and version != (sheet.version if sheet else 0):
        raise StaleVersion("TIM-008")


def _new_sheet(uow: UnitOfWork, employment: Employment, month: Month) -> Timesheet:
    return Timesheet(
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        employment_id=employment.id,
        person_id=employment.person_id,
        month=month,
        state=TimesheetState.OPEN,
        content_hash=None,
        signed_by=None,
        signed_at=None,
        approved_by=None,
        approved_at=None,
        reopened_reason=None,
        created_at=uow.now,
        version=1,
    )


async def _to_check(
    uow: UnitOfWork, employment: Employment, month: Month, entries: tuple[TypedEntry, ...]
) -> SheetToCheck:
    named = {entry.operation_id for entry in entries if entry.operation_id is not None}
    operations = await operation_queries.list_operations_by_id(sorted(named))
    letters: dict[UUID, tuple[Assignment, ...]] = {}
    for letter in await operation_queries.list_assignments_of(employment.id):
        letters[letter.operation_id] = (*letters.get(letter.operation_id, ()), letter)
    return SheetToCheck(
        month=month,
        employment=employment.period,
        entries=entries,
        operations={operation.id: operation.period for operation in operations},
        letters=letters,
        today=uow.today,
    )


@writing(Scope.TIME_WRITE)
async def sign_timesheet(
    uow: UnitOfWork, wanted: MonthOf, *, nothing_worked: bool, late_reason: str | None
) -> SheetView:
    """The person's own signature on the month; from here on its entries are frozen.

    Forbidden TIM-009 for anyone else, Refused TIM-010 for an empty month without ``nothing_worked``, TIM-011 for the
    contrary, TIM-012 before the month's last day, TIM-013 past the last delay without a reason (TR-04, TR-11).
    """
    employment, sheet, entries = await _locked(uow, wanted, "sign")
    if uow.actor.kind is not ActorKind.USER or uow.actor.id != sheet.person_id:
        raise Forbidden("TIM-009")
    if not entries and not nothing_worked:
        raise Refused("TIM-010", month=str(wanted.month))
    if entries and nothing_worked:
        raise Refused("TIM-011", month=str(wanted.month))
    _check_delay(uow, wanted.month, late_reason)
    signed = content_hash(sheet, entries)
    await queries.sign_timesheet(sheet.id, signed, sheet.person_id, uow.now)
    uow.record("timesheet.signed", "timesheet", sheet.id, reason=late_reason, month=wanted.month, content_hash=signed)
    return await _view(employment, wanted.month)


def _check_delay(uow: UnitOfWork, month: Month, late_reason: str | None) -> None:
    found = timesheet_signature(month, uow.today)
    if found.verdict is not Verdict.REFUSED:
        return
    if found.bound is None:
        raise Refused("TIM-012", month=str(month), last_day=month.last_day)
    if late_reason is None:
        raise Refused("TIM-013", month=str(month), days=found.bound.whole(Unit.DAY))


@writing(Scope.TIME_APPROVE)
async def approve_timesheet(uow: UnitOfWork, wanted: MonthOf) -> SheetView:
    """The second signature, by someone else (TR-05).

    Forbidden TIM-014 for the person who signed, or for a program; WrongState TIM-015 should the content differ from
    what was signed.
    """
    employment, sheet, entries = await _locked(uow, wanted, "approve")
    approver = uow.actor.id
    if uow.actor.kind is not ActorKind.USER or approver is None or approver == sheet.signed_by:
        raise Forbidden("TIM-014")
    if content_hash(sheet, entries) != sheet.content_hash:
        raise WrongState("TIM-015")
    await queries.approve_timesheet(sheet.id, approver, uow.now)
    uow.record("timesheet.approved", "timesheet", sheet.id, month=wanted.month, content_hash=sheet.content_hash)
    return await _view(employment, wanted.month)


@writing(Scope.TIME_APPROVE)
async def reopen_timesheet(uow: UnitOfWork, wanted: MonthOf, reason: str) -> SheetView:
    """Take both signatures away so that the entries can be corrected (TR-12).

    WrongState TIM-016 while a signed or submitted claim stands on the month.
    """
    employment, sheet, _ = await _locked(uow, wanted, "reopen")
    claim_number = await queries.find_claim_with_time(sheet.id)
    if claim_number is not None:
        raise WrongState("TIM-016", month=str(wanted.month), number=claim_number)
    await queries.reopen_timesheet(sheet.id, reason)
    uow.record("timesheet.reopened", "timesheet", sheet.id, reason=reason, month=wanted.month)
    return await _view(employment, wanted.month)
