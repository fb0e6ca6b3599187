"""A month of time as a table: a line of work across, days down; what each cell, line and day adds up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.domain.timesheets import AbsenceCategory, Activity, TimeAbsence, TimeEntry, TypedEntry, hours_of
from clause.rules.quantities import Hours

MOST_ABSENCES = len(AbsenceCategory)
"""How many absences of one day can be told: one of each category."""


@dataclass(frozen=True, order=True)
class Line:
    """A line of work: what the time was for."""

    operation_id: UUID | None
    activity: Activity
    other_funding: str | None = None

    @property
    def key(self) -> str:
        """The line in one word, as a form names it."""
        return f"{self.operation_id or ''}|{self.activity.value}|{self.other_funding or ''}"

    @classmethod
    def read(cls, key: str) -> "Line | None":
        """The line of that key; None for what is no key."""
        operation, _, rest = key.partition("|")
        activity, _, funding = rest.partition("|")
        try:
            return cls(UUID(operation) if operation else None, Activity(activity), funding.strip()[:120] or None)
        except ValueError:
            return None

    @classmethod
    def of(cls, entry: TimeEntry | TypedEntry) -> "Line":
        """The line to which an entry belongs."""
        return cls(entry.operation_id, entry.activity, entry.other_funding)


def cells_of(entries: Iterable[TimeEntry]) -> dict[tuple[Line, date], tuple[TimeEntry, ...]]:
    """The entries of each line and day, in their order."""
    found: dict[tuple[Line, date], tuple[TimeEntry, ...]] = {}
    for entry in entries:
        place = (Line.of(entry), entry.day)
        found[place] = (*found.get(place, ()), entry)
    return found


@dataclass(frozen=True)
class Sums:
    """Hours of a month by cell, by line and by day; a place without time is not there."""

    of_cells: dict[tuple[Line, date], Hours]
    of_lines: dict[Line, Hours]
    of_days: dict[date, Hours]


def sums_of(entries: Iterable[TimeEntry]) -> Sums:
    """What the entries of a month add up to."""
    cells: dict[tuple[Line, date], int] = {}
    lines: dict[Line, int] = {}
    days: dict[date, int] = {}
    for (line, day), found in cells_of(entries).items():
        minutes = sum(entry.minutes for entry in found)
        cells[line, day] = minutes
        lines[line] = lines.get(line, 0) + minutes
        days[day] = days.get(day, 0) + minutes
    return Sums(
        {place: hours_of(minutes) for place, minutes in cells.items()},
        {line: hours_of(minutes) for line, minutes in lines.items()},
        {day: hours_of(minutes) for day, minutes in days.items()},
    )


def absences_to_offer(absences: Iterable[TimeAbsence], day_minutes: int) -> int:
    """How many absences a day with these has place for: one more while they leave room in a working day."""
    known = list(absences)
    has_room = sum(absence.minutes for absence in known) < day_minutes and len(known) < MOST_ABSENCES
    return max(1, len(known) + has_room)
