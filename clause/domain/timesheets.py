"""A facilitator's month: every hour worked, by day, operation and activity; signed, approved by another, then frozen.

Time is kept in whole minutes and shown in hours with two decimals. An entry is typed in hours, and only hours that are
whole minutes are taken: 0.05 h is three minutes, so any sum of entries is exact in both units.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.transitions import Transitions
from clause.rules.calendar import Month
from clause.rules.quantities import Hours, exact, unrounded

MINUTES_IN_AN_HOUR = 60


class Activity(StrEnum):
    """What the time was spent on: one list, made of the two that the project's reference pages propose.

    ``BUYER_SUPPORT`` holds advice to buyers and drafting of clauses; ``PUBLIC_MOBILISATION`` sourcing;
    ``PARTICIPANT_FOLLOW_UP`` support of participants; ``TERRITORIAL_COORDINATION`` partnerships;
    ``FSE_ADMIN`` reporting to the fund; ``INTERNAL`` team meetings.
    Assumption: the official wording of activities is not known.
    """

    PROMOTION = "PROMOTION"
    BUYER_SUPPORT = "BUYER_SUPPORT"
    TENDER_SUPPORT = "TENDER_SUPPORT"
    COMPANY_SUPPORT = "COMPANY_SUPPORT"
    PUBLIC_MOBILISATION = "PUBLIC_MOBILISATION"
    ELIGIBILITY_CHECK = "ELIGIBILITY_CHECK"
    PARTICIPANT_FOLLOW_UP = "PARTICIPANT_FOLLOW_UP"
    MONITORING_CONTROL = "MONITORING_CONTROL"
    EVALUATION_REPORTING = "EVALUATION_REPORTING"
    TERRITORIAL_COORDINATION = "TERRITORIAL_COORDINATION"
    FSE_ADMIN = "FSE_ADMIN"
    TRAINING = "TRAINING"
    INTERNAL = "INTERNAL"
    TRAVEL = "TRAVEL"
    SUPPORT_FUNCTION = "SUPPORT_FUNCTION"
    """Management, accounting, secretariat: the flat rate pays for it, so it never stands on an operation."""


class EntrySource(StrEnum):
    """Where a line of time comes from."""

    DECLARED = "declared"
    DERIVED = "derived"
    """Made of an activity log that the person confirmed."""
    IMPORTED = "imported"


class LinkedKind(StrEnum):
    """What a line of time was about; a participant is named by an internal id, never by name."""

    CONTRACT = "contract"
    LOT = "lot"
    MEETING = "meeting"
    PARTICIPANT = "participant"
    COMPANY = "company"
    BUYER = "buyer"


class AbsenceCategory(StrEnum):
    """Why a day was not worked, by category only: the reason is never asked."""

    LEAVE = "leave"
    RTT = "rtt"
    PUBLIC_HOLIDAY = "public_holiday"
    SICK = "sick"
    TRAINING = "training"
    OTHER_ABSENCE = "other_absence"


class TimesheetState(StrEnum):
    """Where a month stands."""

    OPEN = "open"
    SIGNED = "signed"
    APPROVED = "approved"


MOVES = Transitions(
    "TIM-002",
    {
        "record": {TimesheetState.OPEN: TimesheetState.OPEN},
        "sign": {TimesheetState.OPEN: TimesheetState.SIGNED},
        "approve": {TimesheetState.SIGNED: TimesheetState.APPROVED},
        "reopen": {
            TimesheetState.SIGNED: TimesheetState.OPEN,
            TimesheetState.APPROVED: TimesheetState.OPEN,
        },
        "correct": {TimesheetState.APPROVED: TimesheetState.APPROVED},
    },
)


class EntryDetails(BaseModel):
    """What a line of time says beyond its hours; minutes of the day run from midnight, 0 to 1440."""

    model_config = ConfigDict(frozen=True)

    description: str | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    place: str | None = None
    linked_kind: LinkedKind | None = None
    linked_id: UUID | None = None
    source: EntrySource = EntrySource.DECLARED
    other_funding: str | None = None
    """Who else pays for the time, when it is for no operation of Clause."""
    is_travel: bool = False


class TimeEntry(EntryDetails):
    """Minutes of one day on one activity, for one operation or for none."""

    day: date
    operation_id: UUID | None
    activity: Activity
    minutes: int
    entered_on: date | None = None
    """The day on which the line was first written as it is; unknown of lines older than this field."""

    @property
    def hours(self) -> Hours:
        """The same in hours."""
        return hours_of(self.minutes)

    @property
    def written(self) -> "TimeEntry":
        """The line without the day on which it was written: equal for a line that is put again unchanged."""
        return self.model_copy(update={"entered_on": None})


class TypedEntry(EntryDetails):
    """An entry as it is typed, in hours with two decimals."""

    day: date
    operation_id: UUID | None
    activity: Activity
    hours: Hours

    def recorded(self) -> TimeEntry:
        """The same in minutes; ValueError for hours that the checks should have stopped."""
        minutes = minutes_of(self.hours)
        if minutes is None:
            raise ValueError("hours that are not whole minutes")
        return TimeEntry(**self.model_dump(exclude={"hours"}), minutes=minutes)


class TimeAbsence(BaseModel):
    """Minutes of one day that were not worked, by category."""

    model_config = ConfigDict(frozen=True)

    day: date
    category: AbsenceCategory
    minutes: int

    @property
    def hours(self) -> Hours:
        """The same in hours."""
        return hours_of(self.minutes)


class TypedAbsence(BaseModel):
    """An absence as it is typed; without hours it takes the whole working day."""

    model_config = ConfigDict(frozen=True)

    day: date
    category: AbsenceCategory
    hours: Hours | None = None

    def recorded(self, day_minutes: int) -> TimeAbsence:
        """The same in minutes; ValueError for hours that the checks should have stopped."""
        minutes = day_minutes if self.hours is None else minutes_of(self.hours)
        if minutes is None:
            raise ValueError("hours that are not whole minutes")
        return TimeAbsence(day=self.day, category=self.category, minutes=minutes)


class Timesheet(BaseModel):
    """A month of one employment, with its two signatures."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    employment_id: UUID
    person_id: UUID
    month: Month
    revision: int = 1
    """1, and one more for each correction of a month that stands in a claim; the highest one counts."""
    state: TimesheetState
    content_hash: str | None
    signed_by: UUID | None
    signed_at: datetime | None
    approved_by: UUID | None
    approved_at: datetime | None
    reopened_reason: str | None
    nothing_worked: bool = False
    late_reason: str | None = None
    difference_reason: str | None = None
    document_id: UUID | None = None
    created_at: datetime
    version: int

    @classmethod
    def begun(
        cls,
        *,
        sheet_id: UUID,
        facilitator_org_id: UUID,
        employment_id: UUID,
        person_id: UUID,
        month: Month,
        created_at: datetime,
        difference_reason: str | None = None,
    ) -> "Timesheet":
        """An open sheet in its first version, that nobody has signed."""
        return cls(
            id=sheet_id,
            facilitator_org_id=facilitator_org_id,
            employment_id=employment_id,
            person_id=person_id,
            month=month,
            state=TimesheetState.OPEN,
            content_hash=None,
            signed_by=None,
            signed_at=None,
            approved_by=None,
            approved_at=None,
            reopened_reason=None,
            difference_reason=difference_reason,
            created_at=created_at,
            version=1,
        )


class ListedMonth(BaseModel):
    """Where the month of an employment stands; ``timesheet_id`` is None while nothing was recorded."""

    model_config = ConfigDict(frozen=True)

    employment_id: UUID
    person_id: UUID
    person_name: str | None
    staff_number: str
    month: Month
    timesheet_id: UUID | None
    state: TimesheetState
    revision: int
    version: int
    hours_worked: Hours
    hours_on_operations: Hours


class TimesheetTotals(BaseModel):
    """Hours of a month: worked, on each operation, on each activity; ``None`` stands for no operation."""

    model_config = ConfigDict(frozen=True)

    hours_worked: Hours
    by_operation: dict[UUID | None, Hours]
    by_activity: dict[Activity, Hours]
    by_other_funding: dict[str, Hours]
    hours_not_worked: Hours
    by_absence: dict[AbsenceCategory, Hours]

    def share_of(self, operation_id: UUID | None) -> Fraction:
        """h_op / h_worked, exact; zero for a month without work. Source: claims reference, method M2."""
        if not self.hours_worked:
            return Fraction(0)
        return Fraction(self.by_operation.get(operation_id, Hours(0))) / Fraction(self.hours_worked)


def minutes_of(hours: Decimal) -> int | None:
    """The hours as minutes; None when they are not a whole number of minutes."""
    minutes = exact(hours, "hours") * MINUTES_IN_AN_HOUR
    return minutes.numerator if minutes.denominator == 1 else None


def hours_of(minutes: int) -> Hours:
    """The minutes as hours with two decimals, exact; ValueError for minutes that two decimals cannot hold."""
    return unrounded(Fraction(minutes, MINUTES_IN_AN_HOUR))


def totals(entries: Iterable[TimeEntry], absences: Iterable[TimeAbsence] = ()) -> TimesheetTotals:
    """What the entries and absences of a month add up to."""
    by_operation: Counter[UUID | None] = Counter()
    by_activity: Counter[Activity] = Counter()
    by_other_funding: Counter[str] = Counter()
    by_absence: Counter[AbsenceCategory] = Counter()
    for entry in entries:
        by_operation[entry.operation_id] += entry.minutes
        by_activity[entry.activity] += entry.minutes
        if entry.other_funding is not None:
            by_other_funding[entry.other_funding] += entry.minutes
    for absence in absences:
        by_absence[absence.category] += absence.minutes
    return TimesheetTotals(
        hours_worked=hours_of(by_activity.total()),
        by_operation={key: hours_of(minutes) for key, minutes in by_operation.items()},
        by_activity={key: hours_of(minutes) for key, minutes in by_activity.items()},
        by_other_funding={key: hours_of(minutes) for key, minutes in by_other_funding.items()},
        hours_not_worked=hours_of(by_absence.total()),
        by_absence={key: hours_of(minutes) for key, minutes in by_absence.items()},
    )
