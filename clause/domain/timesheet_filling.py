"""Filling the empty days of a month at once: the same line on each day, or each day as a week before.

Only working days of the past or of today about which nothing is said are filled, so that nothing typed is lost.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from clause.domain.timesheets import Activity, TimeEntry, TypedAbsence, TypedEntry, hours_of
from clause.rules.calendar import Month
from clause.rules.quantities import Hours
from clause.rules.work_pattern import WorkPattern

_WEEK = timedelta(days=7)


def empty_days(
    month: Month, pattern: WorkPattern, entries: Iterable[TypedEntry], absences: Iterable[TypedAbsence], today: date
) -> tuple[date, ...]:
    """Working days up to today of which neither time nor an absence is told."""
    told = {entry.day for entry in entries} | {absence.day for absence in absences}
    return tuple(day for day in pattern.working_days(month) if day <= today and day not in told)


def same_each_day(
    days: Iterable[date], pattern: WorkPattern, operation_id: UUID | None, activity: Activity
) -> tuple[TypedEntry, ...]:
    """One line of the length of a working day on each of these days."""
    hours = hours_of(pattern.day_minutes)
    return tuple(TypedEntry(day=day, operation_id=operation_id, activity=activity, hours=hours) for day in days)


def as_the_week_before(days: Sequence[date], known: Iterable[TypedEntry]) -> tuple[TypedEntry, ...]:
    """On each of these days, in order, the lines of the same weekday a week before, filled days included.

    What was said of the older day alone, its description, place and times, is not taken along.
    """
    by_day: dict[date, list[TypedEntry]] = {}
    for entry in known:
        by_day.setdefault(entry.day, []).append(entry)
    filled = []
    for day in sorted(days):
        made = [
            TypedEntry(
                day=day,
                operation_id=entry.operation_id,
                activity=entry.activity,
                hours=entry.hours,
                other_funding=entry.other_funding,
            )
            for entry in by_day.get(day - _WEEK, ())
        ]
        by_day[day] = made
        filled += made
    return tuple(filled)


def typed_again(entry: TimeEntry) -> TypedEntry:
    """A recorded line as it would be typed."""
    return TypedEntry(**entry.model_dump(exclude={"minutes", "entered_on"}), hours=entry.hours)


def with_total(entries: Sequence[TypedEntry], total: Hours) -> tuple[TypedEntry, ...]:
    """Lines of one day and one activity that now come to this total, with what else they say.

    Unchanged when they come to it already. The difference goes to the last line; where that leaves it nothing, one line
    holds the total. A line whose length changes loses its start and end, which no longer say the same.
    """
    known = sum((entry.hours for entry in entries), Hours("0.00"))
    if known == total:
        return tuple(entries)
    last = entries[-1].hours + total - known
    if last > 0:
        kept, changed = entries[:-1], entries[-1].model_copy(update={"hours": last})
    else:
        kept, changed = [], entries[0].model_copy(update={"hours": total})
    return (*kept, changed.model_copy(update={"start_minute": None, "end_minute": None}))
