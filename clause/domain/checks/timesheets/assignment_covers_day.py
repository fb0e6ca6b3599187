"""TR-09: a day on an operation is covered by a mission letter of the person."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding
from clause.domain.operations import assignment_on


def assignment_covers_day(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry on a known operation without a mission in force on that day."""
    for index, entry in enumerate(sheet.entries):
        if entry.operation_id is None or entry.operation_id not in sheet.operations:
            continue
        if assignment_on(sheet.letters.get(entry.operation_id, ()), entry.day) is None:
            yield Finding(code="TIM-108", field=entry_field(index, "operation_id"), raw=entry.day.isoformat())
