"""An entry lies in the month of its sheet."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding


def entry_is_in_month(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry of another month."""
    for index, entry in enumerate(sheet.entries):
        if not sheet.month.period.contains(entry.day):
            raw, values = entry.day.isoformat(), {"month": str(sheet.month)}
            yield Finding(code="TIM-101", field=entry_field(index, "day"), raw=raw, values=values)
