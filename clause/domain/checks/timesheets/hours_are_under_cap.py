"""TR-16: what is typed stays under the cap of the hourly rate."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.hours_stay_under_cap import hours_stay_under_cap
from clause.domain.checks.timesheets.sheet import SheetToCheck
from clause.domain.findings import Finding
from clause.domain.timesheets import minutes_of


def hours_are_under_cap(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each cap passed by the month with the rest of its year."""
    minutes = sum(minutes_of(entry.hours) or 0 for entry in sheet.entries if entry.operation_id is not None)
    yield from hours_stay_under_cap(minutes, sheet.caps, "entries")
