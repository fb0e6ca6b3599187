"""Months of time: recorded, signed by the person, approved by another, reopened with a reason, or corrected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.db.queries import employments as employment_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import timesheet_checks as check_queries
from clause.db.queries import timesheets as queries
from clause.domain.actors import ActorKind, Scope
from clause.domain.checks.timesheets import (
    MonthToCheck,
    SheetToCheck,
    findings_of,
    remarks_on,
    signature_findings_of,
)
from clause.domain.employments import Employment
from clause.domain.errors import Forbidden, Refused, StaleVersion, Unreadable
from clause.domain.findings import Finding, Severity
from clause.domain.jobs import JobKind
from clause.domain.operations import Assignment
from clause.domain.timesheet_content import content_hash
from clause.domain.timesheet_moves import check_approval, check_correction, check_reopening, movable, one_employment
from clause.domain.timesheets import (
    MOVES,
    AbsenceCategory,
    TimeAbsence,
    TimeEntry,
    Timesheet,
    TimesheetState,
    TimesheetTotals,
    TypedAbsence,
    TypedEntry,
    hours_of,
    totals,
)
from clause.rules.calendar import Month
from clause.rules.limits import Verdict, timesheet_signature
from clause.rules.quantities import Hours, Unit
from clause.rules.work_pattern import WorkPattern
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class SheetView:
    """A month with its entries and absences; ``sheet`` is None while nothing was recorded."""

    employment: Employment
    month: Month
    sheet: Timesheet | None
    entries: tuple[TimeEntry, ...]
    absences: tuple[TimeAbsence, ...]
    pattern: WorkPattern
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
        """What the entries and absences add up to."""
        return totals(self.entries, self.absences)

    @property
    def theoretical_hours(self) -> Hours:
        """Hours of the contract in the month, public holidays included."""
        return self.pattern.theoretical_hours(self.month)

    @property
    def missing_days(self) -> tuple[date, ...]:
        """Working days about which nothing is said."""
        told = {entry.day for entry in self.entries} | {absence.day for absence in self.absences}
        return tuple(day for day in self.pattern.working_days(self.month) if day not in told)


@dataclass(frozen=True)
class MonthOf:
    """Which month is meant: a person's, and the employment where the person has several in it."""

    person_id: UUID
    month: Month
    employment_id: UUID | None = None


@dataclass(frozen=True)
class TypedMonth:
    """All that is typed of a month."""

    entries: tuple[TypedEntry, ...] = ()
    absences: tuple[TypedAbsence, ...] = ()
    difference_reason: str | None = None


async def _employment(uow: UnitOfWork, wanted: MonthOf) -> Employment:
    """The employment meant, when the caller may see its time: its own, or anyone's for who approves and for programs.

    NotFound TIM-001, Refused TIM-003 when the person has several employments in the month and none is named.
    """
    for_others = uow.actor.kind is not ActorKind.USER or uow.actor.may(Scope.TIME_APPROVE)
    found: list[Employment] = []
    if for_others or uow.actor.id == wanted.person_id:
        period = wanted.month.period
        found = await employment_queries.list_employments_between(wanted.person_id, period.first_day, period.last_day)
    return one_employment([one for one in found if wanted.employment_id in (None, one.id)], wanted.month)


async def _locked(uow: UnitOfWork, wanted: MonthOf, action: str) -> tuple[Employment, Timesheet]:
    """A recorded month, locked, when its state allows the action. NotFound TIM-004, WrongState TIM-002."""
    employment = await _employment(uow, wanted)
    sheet = await queries.lock_timesheet(employment.id, wanted.month)
    return employment, movable(sheet, wanted.month, action)


async def _to_check_as_recorded(sheet: Timesheet) -> MonthToCheck:
    entries, absences = await queries.list_entries(sheet.id), await queries.list_absences(sheet.id)
    return await check_queries.load_month(sheet.employment_id, sheet.month, sheet, entries, absences)


async def _view(employment: Employment, month: Month) -> SheetView:
    sheet = await queries.find_timesheet(employment.id, month)
    entries = await queries.list_entries(sheet.id) if sheet else []
    pattern = await check_queries.load_pattern(employment.id)
    # A month of which nothing was recorded shows the public holidays that the first recording will write.
    absences = await queries.list_absences(sheet.id) if sheet else _public_holidays(pattern, month, set())
    checked = await check_queries.load_month(employment.id, month, sheet, entries, absences)
    findings = remarks_on(checked) if sheet else ()
    return SheetView(employment, month, sheet, tuple(entries), tuple(absences), pattern, findings)


def _public_holidays(pattern: WorkPattern, month: Month, told: set[date]) -> list[TimeAbsence]:
    """The public holidays on working days of which nothing else is said, as whole days off."""
    return [
        TimeAbsence(day=day, category=AbsenceCategory.PUBLIC_HOLIDAY, minutes=pattern.day_minutes)
        for day in pattern.holidays(month)
        if day not in told
    ]


@reading(Scope.TIME_WRITE)
async def load_timesheet(uow: UnitOfWork, wanted: MonthOf) -> SheetView:
    """A month with its entries, empty while nothing was recorded. NotFound TIM-001, Refused TIM-003."""
    return await _view(await _employment(uow, wanted), wanted.month)


@writing(Scope.TIME_WRITE)
async def record_entries(
    uow: UnitOfWork,
    wanted: MonthOf,
    entries: tuple[TypedEntry, ...],
    version: int | None,
    *,
    absences: tuple[TypedAbsence, ...] = (),
    difference_reason: str | None = None,
) -> SheetView:
    """Put these entries and absences in the place of those of an open month, and create the month when it is not there.

    Public holidays on working days are written by themselves. ``version`` is the one that the caller read, None when
    the month was not there. Refused TIM-005 with every blocking finding at once, TIM-006 for a month that has not
    begun; Unreadable TIM-007 when the month is there and no version was named, StaleVersion TIM-008; and what
    ``load_timesheet`` refuses.
    """
    employment = await _employment(uow, wanted)
    if wanted.month.first_day > uow.today:
        raise Refused("TIM-006", month=str(wanted.month))
    sheet = await queries.lock_timesheet(employment.id, wanted.month)
    _check_version(sheet, version)
    if sheet is not None:
        MOVES.after(sheet.state, "record")
    typed = TypedMonth(entries, absences, difference_reason)
    pattern = await check_queries.load_pattern(employment.id)
    findings = findings_of(await _to_check(uow, employment, wanted.month, typed, pattern))
    if any(finding.severity is Severity.BLOCKING for finding in findings):
        raise Refused("TIM-005", findings=findings)
    if sheet is None:
        sheet = _new_sheet(uow, employment, wanted.month, typed.difference_reason)
        await queries.insert_timesheet(sheet)
        before: list[TimeEntry] = []
    else:
        before = await queries.list_entries(sheet.id)
        await queries.save_difference(sheet.id, typed.difference_reason)
    await _write(uow, sheet, typed, before, pattern)
    return await _view(employment, wanted.month)


async def _write(
    uow: UnitOfWork, sheet: Timesheet, typed: TypedMonth, before: Sequence[TimeEntry], pattern: WorkPattern
) -> None:
    """The lines and absences themselves; a line that was there unchanged keeps the day on which it was written."""
    known = {entry.written: entry.entered_on for entry in before}
    entries = []
    for recorded in (entry.recorded() for entry in typed.entries):
        entered_on = known.get(recorded, uow.today)
        entries.append(recorded.model_copy(update={"entered_on": entered_on}))
    absences = [absence.recorded(pattern.day_minutes) for absence in typed.absences]
    told = {entry.day for entry in entries} | {absence.day for absence in absences}
    absences += _public_holidays(pattern, sheet.month, told)
    await queries.replace_entries(sheet, [(uow.new_id(), entry) for entry in entries])
    await queries.replace_absences(sheet, [(uow.new_id(), absence) for absence in absences])
    worked = hours_of(sum(entry.minutes for entry in entries))
    uow.record("timesheet.recorded", "timesheet", sheet.id, month=sheet.month, entries=len(entries), hours=worked)


def _check_version(sheet: Timesheet | None, version: int | None) -> None:
    if sheet is not None and version is None:
        raise Unreadable("TIM-007")
    if version is not None and version != (sheet.version if sheet else 0):
        raise StaleVersion("TIM-008")


def _new_sheet(uow: UnitOfWork, employment: Employment, month: Month, difference_reason: str | None) -> Timesheet:
    return Timesheet.begun(
        sheet_id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        employment_id=employment.id,
        person_id=employment.person_id,
        month=month,
        difference_reason=difference_reason,
        created_at=uow.now,
    )


async def _to_check(
    uow: UnitOfWork, employment: Employment, month: Month, typed: TypedMonth, pattern: WorkPattern
) -> SheetToCheck:
    named = {entry.operation_id for entry in typed.entries if entry.operation_id is not None}
    operations = await operation_queries.list_operations_by_id(sorted(named))
    letters: dict[UUID, tuple[Assignment, ...]] = {}
    for letter in await operation_queries.list_assignments_of(employment.id):
        letters[letter.operation_id] = (*letters.get(letter.operation_id, ()), letter)
    return SheetToCheck(
        month=month,
        employment=employment.period,
        entries=typed.entries,
        operations={operation.id: operation.period for operation in operations},
        letters=letters,
        today=uow.today,
        absences=typed.absences,
        pattern=pattern,
        caps=await check_queries.list_caps(employment.id, month),
    )


@writing(Scope.TIME_WRITE)
async def sign_timesheet(
    uow: UnitOfWork, wanted: MonthOf, *, nothing_worked: bool, late_reason: str | None
) -> SheetView:
    """The person's own signature on the month; from here on its entries are frozen.

    Forbidden TIM-009 for anyone else, Refused TIM-010 for an empty month without ``nothing_worked``, TIM-011 for the
    contrary, TIM-012 before the month's last day, TIM-013 past the last delay without a reason (TR-04, TR-11), TIM-019
    with the working days of which nothing is said (TR-02).
    """
    employment, sheet = await _locked(uow, wanted, "sign")
    if uow.actor.kind is not ActorKind.USER or uow.actor.id != sheet.person_id:
        raise Forbidden("TIM-009")
    month = await _to_check_as_recorded(sheet)
    if not month.entries and not nothing_worked:
        raise Refused("TIM-010", month=str(wanted.month))
    if month.entries and nothing_worked:
        raise Refused("TIM-011", month=str(wanted.month))
    _check_delay(uow, wanted.month, late_reason)
    # "Nothing worked" is said of the whole month: its days need not be told one by one.
    missing = () if nothing_worked else signature_findings_of(month)
    if missing:
        raise Refused("TIM-019", findings=missing, month=str(wanted.month))
    signed = content_hash(sheet, month.entries, month.absences)
    signature = {"content_hash": signed, "signed_by": sheet.person_id, "signed_at": uow.now}
    said = {"nothing_worked": nothing_worked, "late_reason": late_reason}
    await queries.sign_timesheet(sheet.model_copy(update={**signature, **said}))
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
    """The second signature, by someone else (TR-05); the month is then made into a file.

    Forbidden TIM-014 for the person who signed or whose month it is, or for a program; WrongState TIM-015 should the
    content differ from what was signed.
    """
    employment, sheet = await _locked(uow, wanted, "approve")
    entries, absences = await queries.list_entries(sheet.id), await queries.list_absences(sheet.id)
    approver = check_approval(sheet, entries, absences, uow.actor)
    await queries.approve_timesheet(sheet.id, approver, uow.now)
    await uow.add_job(JobKind.RENDER_TIMESHEET, timesheet_id=sheet.id)
    uow.record("timesheet.approved", "timesheet", sheet.id, month=wanted.month, content_hash=sheet.content_hash)
    return await _view(employment, wanted.month)


@writing(Scope.TIME_APPROVE)
async def reopen_timesheet(uow: UnitOfWork, wanted: MonthOf, reason: str) -> SheetView:
    """Take both signatures away so that the entries can be corrected (TR-12).

    WrongState TIM-016 while a signed or submitted claim stands on the month.
    """
    employment, sheet = await _locked(uow, wanted, "reopen")
    check_reopening(wanted.month, await queries.find_claim_with_time(sheet.id))
    await queries.reopen_timesheet(sheet.id, reason)
    uow.record("timesheet.reopened", "timesheet", sheet.id, reason=reason, month=wanted.month)
    return await _view(employment, wanted.month)


@writing(Scope.TIME_APPROVE)
async def correct_timesheet(uow: UnitOfWork, wanted: MonthOf, reason: str) -> SheetView:
    """A new revision of a month that a claim holds, open, with the same lines; the old one stays as it was signed.

    The next claim takes up the difference. WrongState TIM-020 while no claim stands on the month: it is reopened then.
    """
    # The employment is locked first: of two corrections at once, the second finds the first one's open revision.
    employment = await _employment(uow, wanted)
    await employment_queries.lock_employment(employment.id)
    employment, sheet = await _locked(uow, wanted, "correct")
    check_correction(wanted.month, await queries.find_claim_with_time(sheet.id))
    entries, absences = await queries.list_entries(sheet.id), await queries.list_absences(sheet.id)
    said = {"difference_reason": sheet.difference_reason, "reopened_reason": reason}
    numbers = {"revision": sheet.revision + 1, "version": sheet.version + 1}
    corrected = _new_sheet(uow, employment, wanted.month, None).model_copy(update={**said, **numbers})
    await queries.insert_timesheet(corrected)
    await queries.replace_entries(corrected, [(uow.new_id(), entry) for entry in entries])
    await queries.replace_absences(corrected, [(uow.new_id(), absence) for absence in absences])
    uow.record(
        "timesheet.corrected",
        "timesheet",
        corrected.id,
        reason=reason,
        month=wanted.month,
        revision=corrected.revision,
        replaces=sheet.id,
    )
    return await _view(employment, wanted.month)
