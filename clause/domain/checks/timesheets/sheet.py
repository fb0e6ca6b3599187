"""What the checks of a month of time look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.domain.operations import Assignment
from clause.domain.timesheets import TypedEntry
from clause.rules.calendar import Month, Period


@dataclass(frozen=True, slots=True)
class SheetToCheck:
    """A month as somebody wants to record it; ``operations`` are those that the entries name and that are known."""

    month: Month
    employment: Period
    entries: tuple[TypedEntry, ...]
    operations: Mapping[UUID, Period]
    letters: Mapping[UUID, tuple[Assignment, ...]]
    today: date


def entry_field(index: int, name: str) -> str:
    """How findings name a field of an entry."""
    return f"entries[{index}].{name}"
