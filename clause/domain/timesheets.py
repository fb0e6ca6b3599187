"""A facilitator's month: every hour worked, by day, operation and activity; signed, approved by another, then frozen.

Time is kept in whole minutes and shown in hours with two decimals. An entry is typed in hours, and only hours that are
whole minutes are taken: 0.05 h is three minutes, so any sum of entries is exact in both units.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
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
    },
)


class TimeEntry(BaseModel):
    """Minutes of one day on one activity, for one operation or for none."""

    model_config = ConfigDict(frozen=True)

    day: date
    operation_id: UUID | None
    activity: Activity
    minutes: int
    description: str | None = None

    @property
    def hours(self) -> Hours:
        """The same in hours."""
        return hours_of(self.minutes)


class TypedEntry(BaseModel):
    """An entry as it is typed, in hours with two decimals."""

    model_config = ConfigDict(frozen=True)

    day: date
    operation_id: UUID | None
    activity: Activity
    hours: Hours
    description: str | None = None

    def recorded(self) -> TimeEntry:
        """The same in minutes; ValueError for hours that the checks should have stopped."""
        minutes = minutes_of(self.hours)
        if minutes is None:
            raise ValueError("hours that are not whole minutes")
        return TimeEntry(
            day=self.day,
            operation_id=self.operation_id,
            activity=self.activity,
            minutes=minutes,
            description=self.description,
        )


class Timesheet(BaseModel):
    """A month of one employment, with its two signatures."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    employment_id: UUID
    person_id: UUID
    month: Month
    state: TimesheetState
    content_hash: str | None
    signed_by: UUID | None
    signed_at: datetime | None
    approved_by: UUID | None
    approved_at: datetime | None
    reopened_reason: str | None
    created_at: datetime
    version: int


class TimesheetTotals(BaseModel):
    """Hours of a month: worked, on each operation, on each activity; ``None`` stands for no operation."""

    model_config = ConfigDict(frozen=True)

    hours_worked: Hours
    by_operation: dict[UUID | None, Hours]
    by_activity: dict[Activity, Hours]


def minutes_of(hours: Decimal) -> int | None:
    """The hours as minutes; None when they are not a whole number of minutes."""
    minutes = exact(hours, "hours") * MINUTES_IN_AN_HOUR
    return minutes.numerator if minutes.denominator == 1 else None


def hours_of(minutes: int) -> Hours:
    """The minutes as hours with two decimals, exact; ValueError for minutes that two decimals cannot hold."""
    return unrounded(Fraction(minutes, MINUTES_IN_AN_HOUR))


def totals(entries: Iterable[TimeEntry]) -> TimesheetTotals:
    """What the entries of a month add up to."""
    worked = 0
    by_operation: dict[UUID | None, int] = {}
    by_activity: dict[Activity, int] = {}
    for entry in entries:
        worked += entry.minutes
        by_operation[entry.operation_id] = by_operation.get(entry.operation_id, 0) + entry.minutes
        by_activity[entry.activity] = by_activity.get(entry.activity, 0) + entry.minutes
    return TimesheetTotals(
        hours_worked=hours_of(worked),
        by_operation={key: hours_of(minutes) for key, minutes in by_operation.items()},
        by_activity={key: hours_of(minutes) for key, minutes in by_activity.items()},
    )


def content_hash(sheet: Timesheet, entries: Sequence[TimeEntry]) -> str:
    """SHA-256, in hexadecimal, of what is signed: whose month it is, and its entries in an order of their own."""
    rows = sorted(
        (entry.day.isoformat(), str(entry.operation_id or ""), entry.activity, entry.minutes, entry.description or "")
        for entry in entries
    )
    signed = {
        "employment_id": str(sheet.employment_id),
        "month": str(sheet.month),
        "entries": [
            {
                "day": day,
                "operation_id": operation_id or None,
                "activity": activity,
                "minutes": minutes,
                "description": description or None,
            }
            for day, operation_id, activity, minutes, description in rows
        ],
    }
    canonical = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
