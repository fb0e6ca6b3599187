"""A month of time as it is handed over with a claim: frozen, complete, without the person's name or reasons of absence.

Hours not worked are told by day and no further, public holidays apart: why somebody was away stays with the employer.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from clause.domain.certificates import FrozenContent, ShownText, TwoDecimals
from clause.domain.timesheets import (
    AbsenceCategory,
    Activity,
    EntrySource,
    LinkedKind,
    TimeAbsence,
    TimeEntry,
    Timesheet,
    TimesheetState,
    hours_of,
    minutes_of,
    totals,
)
from clause.rules.calendar import Month
from clause.rules.limits import is_late_entry


class RecordedEntry(FrozenContent):
    """A line of time; ``late_entry`` marks one that was written long after the day (TR-13)."""

    day: date
    operation_id: UUID | None
    activity: Activity
    minutes: int
    hours: TwoDecimals
    description: str | None
    start_minute: int | None
    end_minute: int | None
    place: str | None
    linked_kind: LinkedKind | None
    linked_id: UUID | None
    source: EntrySource
    other_funding: str | None
    is_travel: bool
    entered_on: date | None
    late_entry: bool

    @classmethod
    def of(cls, entry: TimeEntry) -> "RecordedEntry":
        """As it is handed over."""
        return cls(**dict(entry), hours=entry.hours, late_entry=is_late_entry(entry.day, entry.entered_on))


class RecordedAbsence(FrozenContent):
    """Time of a day that was not worked."""

    day: date
    minutes: int
    hours: TwoDecimals
    is_public_holiday: bool


class OperationMinutes(FrozenContent):
    """Time of the month on one operation, or on none."""

    operation_id: UUID | None
    minutes: int
    hours: TwoDecimals


class ActivityMinutes(FrozenContent):
    """Time of the month on one activity."""

    activity: Activity
    minutes: int
    hours: TwoDecimals


class RecordedTotals(FrozenContent):
    """What the month adds up to."""

    minutes_worked: int
    hours_worked: TwoDecimals
    minutes_not_worked: int
    hours_not_worked: TwoDecimals
    theoretical_hours: TwoDecimals
    by_operation: tuple[OperationMinutes, ...]
    by_activity: tuple[ActivityMinutes, ...]


class TimesheetRecord(FrozenContent):
    """One revision of a month of one employment, with both signatures."""

    id: UUID
    employment_id: UUID
    staff_number: ShownText
    month: Month
    revision: int
    state: TimesheetState
    content_hash: str | None
    signed_at: datetime | None
    signed_by: UUID | None
    approved_at: datetime | None
    approved_by: UUID | None
    nothing_worked: bool
    late_reason: str | None
    difference_reason: str | None
    entries: tuple[RecordedEntry, ...]
    absences: tuple[RecordedAbsence, ...]
    totals: RecordedTotals

    @classmethod
    def of(
        cls,
        sheet: Timesheet,
        entries: Sequence[TimeEntry],
        absences: Sequence[TimeAbsence],
        *,
        staff_number: str,
        theoretical_hours: TwoDecimals,
    ) -> "TimesheetRecord":
        """The month as it is known, entries by day and in the order in which they were given."""
        own = {"staff_number", "entries", "absences", "totals"}
        return cls(
            **{name: getattr(sheet, name) for name in cls.model_fields if name not in own},
            staff_number=staff_number,
            entries=tuple(RecordedEntry.of(entry) for entry in entries),
            absences=_absences(absences),
            totals=_totals(entries, absences, theoretical_hours),
        )


def _absences(absences: Sequence[TimeAbsence]) -> tuple[RecordedAbsence, ...]:
    minutes: dict[tuple[date, bool], int] = {}
    for absence in absences:
        key = absence.day, absence.category is AbsenceCategory.PUBLIC_HOLIDAY
        minutes[key] = minutes.get(key, 0) + absence.minutes
    return tuple(
        RecordedAbsence(day=day, minutes=count, hours=hours_of(count), is_public_holiday=holiday)
        for (day, holiday), count in sorted(minutes.items())
    )


def _totals(
    entries: Sequence[TimeEntry], absences: Sequence[TimeAbsence], theoretical_hours: TwoDecimals
) -> RecordedTotals:
    found = totals(entries, absences)
    operations = sorted(found.by_operation.items(), key=lambda item: str(item[0] or ""))
    return RecordedTotals(
        minutes_worked=sum(entry.minutes for entry in entries),
        hours_worked=found.hours_worked,
        minutes_not_worked=sum(absence.minutes for absence in absences),
        hours_not_worked=found.hours_not_worked,
        theoretical_hours=theoretical_hours,
        by_operation=tuple(
            OperationMinutes(operation_id=key, minutes=minutes_of(hours) or 0, hours=hours) for key, hours in operations
        ),
        by_activity=tuple(
            ActivityMinutes(activity=key, minutes=minutes_of(hours) or 0, hours=hours)
            for key, hours in sorted(found.by_activity.items())
        ),
    )
