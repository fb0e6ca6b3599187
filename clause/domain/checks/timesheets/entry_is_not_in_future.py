"""Time is recorded once it is worked."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding


def entry_is_not_in_future(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry after today."""
    for index, entry in enumerate(sheet.entries):
        if entry.day > sheet.today:
            raw, values = entry.day.isoformat(), {"today": sheet.today.isoformat()}
            yield Finding(code="TIM-103", field=entry_field(index, "day"), raw=raw, values=values)
