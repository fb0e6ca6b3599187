"""TR-09: a day on an operation lies in the operation's time."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding


def operation_covers_day(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry before the operation begins, or after it ends."""
    for index, entry in enumerate(sheet.entries):
        period = sheet.operations.get(entry.operation_id) if entry.operation_id else None
        if period is not None and not period.contains(entry.day):
            values = {"first_day": period.first_day.isoformat(), "last_day": period.last_day.isoformat()}
            yield Finding(code="TIM-107", field=entry_field(index, "day"), raw=entry.day.isoformat(), values=values)
