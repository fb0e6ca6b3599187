"""An entry lies in the time of the employment."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding


def entry_is_in_employment(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry before the first day of the employment, or after its last."""
    for index, entry in enumerate(sheet.entries):
        if not sheet.employment.contains(entry.day):
            yield Finding(code="TIM-102", field=entry_field(index, "day"), raw=entry.day.isoformat())
