"""The ledger: what was accepted, booked once for all, and the part of it that counts towards the lot's obligation.

An entry is never changed. A booking holds the hours of one line with the decision whether they count; where they do, an
allocation credits them to the lot on the last day worked; a pooling agreement lets them move to another lot
(``clause.domain.allocations``). A correction is a reversal, equal and opposite on every lot, and where needed a new
booking that is judged afresh.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.hours import HireWindow, HoursStatement, StatementLine, is_hundredths
from clause.domain.hours_under_check import LineUnderCheck
from clause.rules.calendar import Month, Period
from clause.rules.codes import HoursNature
from clause.rules.counting import NotCredited
from clause.rules.quantities import Hours
from clause.rules.trace import Trace

NewId = Callable[[], UUID]
NOTHING = Decimal("0.00")


class EntryKind(StrEnum):
    """What an entry does."""

    BOOKING = "BOOKING"
    REVERSAL = "REVERSAL"


class LedgerEntry(BaseModel):
    """One booked line; hours are negative in a reversal."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    company_id: UUID
    lot_id: UUID
    hire_id: UUID
    statement_line_id: UUID
    kind: EntryKind
    reverses_id: UUID | None
    replaces_id: UUID | None
    """The booking in whose place this one stands, after its reversal."""
    month: Month
    first_day: date
    last_day: date
    nature: HoursNature
    hours_validated: Hours
    hours_credited: Hours
    """What its allocations credit, to its own lot and to others together."""
    not_credited_reason: NotCredited | None
    reason: str | None
    """Why the hours are fewer than declared, or why the entry reverses or replaces another."""
    trace: Trace
    """The account of the decision to credit; a reversal keeps that of the entry it undoes."""
    booked_by: UUID | None
    booked_at: datetime


@dataclass(frozen=True, slots=True)
class EntriesAsked:
    """Which entries a list is of, and which page: those that follow ``after``."""

    lot_id: UUID | None = None
    hire_id: UUID | None = None
    month: Month | None = None
    statement_id: UUID | None = None
    after: UUID | None = None
    limit: int = 50


class Allocation(BaseModel):
    """Hours put on a lot, or (negative) taken off it, dated by the last day worked; names nobody."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    company_id: UUID
    ledger_entry_id: UUID
    lot_id: UUID
    worked_on: date
    hours_credited: Hours
    agreement_id: UUID | None
    """The pooling agreement by which the hours left their lot."""
    booked_at: datetime


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry and its allocations; none where nothing is credited."""

    entry: LedgerEntry
    allocations: tuple[Allocation, ...]


@dataclass(frozen=True, slots=True)
class Booker:
    """Who books and when, and where new ids come from."""

    person_id: UUID | None
    at: datetime
    new_id: NewId


@dataclass(frozen=True, slots=True)
class AcceptedHours:
    """Hours that a facilitator accepts for a line of a statement."""

    statement_line_id: UUID
    month: Month
    worked: Period
    hours_validated: Hours
    reason: str | None = None
    nature: HoursNature = HoursNature.WORK
    replaces_id: UUID | None = None


def book(hours: AcceptedHours, hire: HireWindow, booker: Booker) -> Booked:
    """The entry of accepted hours, and its allocation when they count.

    All count or none does, by ``clause.rules.counting.credited_hours``; ValueError where that cannot decide (unknown
    execution, days on both sides of an edge), which the checks of a statement refuse beforehand.
    """
    decision = hire.credit(hours.hours_validated, hours.worked, hours.nature)
    if decision is None:
        raise ValueError("the execution window is unknown")
    if decision.hours_credited is None:
        raise ValueError(f"undecided: {decision.reason}")
    entry = LedgerEntry(
        id=booker.new_id(),
        facilitator_org_id=hire.facilitator_org_id,
        company_id=hire.company_id,
        lot_id=hire.lot_id,
        hire_id=hire.id,
        statement_line_id=hours.statement_line_id,
        kind=EntryKind.BOOKING,
        reverses_id=None,
        replaces_id=hours.replaces_id,
        month=hours.month,
        first_day=hours.worked.first_day,
        last_day=hours.worked.last_day,
        nature=hours.nature,
        hours_validated=hours.hours_validated,
        hours_credited=decision.hours_credited,
        not_credited_reason=decision.reason,
        reason=hours.reason,
        trace=decision.trace,
        booked_by=booker.person_id,
        booked_at=booker.at,
    )
    return Booked(entry, _credited(entry, hire.buyer_id, booker))


def reverse(entry: LedgerEntry, allocations: Sequence[Allocation], reason: str, booker: Booker) -> Booked:
    """The entry that undoes a booking to the hundredth: hours, credit and day are the same, with the other sign.

    What stands of it on each lot, wherever its hours were moved, is taken back there.
    """
    reversal = entry.model_copy(
        update={
            "id": booker.new_id(),
            "kind": EntryKind.REVERSAL,
            "reverses_id": entry.id,
            "replaces_id": None,
            "hours_validated": NOTHING - entry.hours_validated,
            "hours_credited": NOTHING - entry.hours_credited,
            "reason": reason,
            "booked_by": booker.person_id,
            "booked_at": booker.at,
        }
    )
    return Booked(reversal, _taken_back(reversal, allocations, booker))


def standing_by_lot(allocations: Iterable[Allocation]) -> dict[UUID, Hours]:
    """What stands of an entry on each lot, where anything does."""
    sums: dict[UUID, Hours] = {}
    for allocation in allocations:
        sums[allocation.lot_id] = sums.get(allocation.lot_id, NOTHING) + allocation.hours_credited
    return {lot_id: hours for lot_id, hours in sums.items() if hours != 0}


def _taken_back(reversal: LedgerEntry, allocations: Sequence[Allocation], booker: Booker) -> tuple[Allocation, ...]:
    latest = {allocation.lot_id: allocation for allocation in allocations}
    return tuple(
        latest[lot_id].model_copy(
            update={
                "id": booker.new_id(),
                "ledger_entry_id": reversal.id,
                "hours_credited": NOTHING - hours,
                "booked_at": reversal.booked_at,
            }
        )
        for lot_id, hours in standing_by_lot(allocations).items()
    )


def _credited(entry: LedgerEntry, buyer_id: UUID, booker: Booker) -> tuple[Allocation, ...]:
    if entry.hours_credited == 0:
        return ()
    allocation = Allocation(
        id=booker.new_id(),
        facilitator_org_id=entry.facilitator_org_id,
        buyer_id=buyer_id,
        company_id=entry.company_id,
        ledger_entry_id=entry.id,
        lot_id=entry.lot_id,
        worked_on=entry.last_day,
        hours_credited=entry.hours_credited,
        agreement_id=None,
        booked_at=entry.booked_at,
    )
    return (allocation,)


class Replacement(BaseModel):
    """What a reversed entry should have said; what is left out is as in the entry.

    It may be of another month and of another hire of the company, so of another lot.
    """

    model_config = ConfigDict(frozen=True)

    hours_validated: Hours
    first_day: date | None = None
    last_day: date | None = None
    hire_id: UUID | None = None
    nature: HoursNature | None = None

    def month(self, entry: LedgerEntry) -> Month:
        """The month of the replacement: that of its first day."""
        return Month.of(self.first_day or entry.first_day)

    def line(self, entry: LedgerEntry, hire: HireWindow | None) -> LineUnderCheck:
        """The replacement as the checks of a statement see a line."""
        return LineUnderCheck(
            path="replacement",
            hire_id=self.hire_id or entry.hire_id,
            hire=hire,
            hours=self.hours_validated,
            first_day=self.first_day or entry.first_day,
            last_day=self.last_day or entry.last_day,
            hours_field="hours_validated",
            nature=self.nature or entry.nature,
        )

    def accepted(self, entry: LedgerEntry, reason: str) -> AcceptedHours:
        """The replacement as hours to book on the line of the entry."""
        return AcceptedHours(
            entry.statement_line_id,
            self.month(entry),
            Period(self.first_day or entry.first_day, self.last_day or entry.last_day),
            self.hours_validated,
            reason,
            nature=self.nature or entry.nature,
            replaces_id=entry.id,
        )


class Correction(BaseModel):
    """What a correction added to the ledger, and what deserves a look in it."""

    model_config = ConfigDict(frozen=True)

    reversal: LedgerEntry
    replacement: LedgerEntry | None
    findings: tuple[Finding, ...]


class LineCorrection(BaseModel):
    """Fewer hours than declared, accepted on one line of a statement, and why."""

    model_config = ConfigDict(frozen=True)

    line_id: UUID
    hours_validated: Hours
    reason: str | None = None


def accepted_lines(statement: HoursStatement, corrections: Sequence[LineCorrection]) -> list[AcceptedHours]:
    """What is accepted of each line of a statement: the hours declared, or fewer where a correction says so.

    Refused HRS-007 with a finding per correction that is of no line (HRS-030), doubled (HRS-031), above what was
    declared or no number of hours (HRS-032), or without its reason (HRS-033).
    """
    lines = {line.id: line for line in statement.lines}
    findings = [
        finding
        for index, correction in enumerate(corrections)
        for finding in _correction_findings(index, correction, lines, corrections[:index])
    ]
    if findings:
        raise Refused("HRS-007", findings=tuple(findings))
    by_line = {correction.line_id: correction for correction in corrections}
    return [_accepted(line, by_line.get(line.id)) for line in statement.lines]


def _accepted(line: StatementLine, correction: LineCorrection | None) -> AcceptedHours:
    if correction is None:
        return AcceptedHours(line.id, line.month, line.worked, line.hours_declared, nature=line.nature)
    return AcceptedHours(
        line.id, line.month, line.worked, correction.hours_validated, correction.reason, nature=line.nature
    )


def _correction_findings(
    index: int, correction: LineCorrection, lines: Mapping[UUID, StatementLine], before: Sequence[LineCorrection]
) -> Iterator[Finding]:
    path, hours = f"lines[{index}]", correction.hours_validated
    line = lines.get(correction.line_id)
    if line is None:
        yield Finding(code="HRS-030", field=f"{path}.line_id", raw=str(correction.line_id))
        return
    if any(other.line_id == correction.line_id for other in before):
        yield Finding(code="HRS-031", field=f"{path}.line_id", raw=str(correction.line_id))
    if not is_hundredths(hours) or not 0 <= hours <= line.hours_declared:
        values = {"hours_declared": str(line.hours_declared)}
        yield Finding(code="HRS-032", field=f"{path}.hours_validated", raw=str(hours)[:200], values=values)
    elif hours < line.hours_declared and not (correction.reason or "").strip():
        yield Finding(code="HRS-033", field=f"{path}.reason")
