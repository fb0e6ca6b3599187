"""An entry is some whole number of minutes."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding
from clause.domain.timesheets import minutes_of


def entry_is_whole_minutes(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry of no time at all, or with a part of a minute."""
    for index, entry in enumerate(sheet.entries):
        minutes, raw = minutes_of(entry.hours), format(entry.hours, "f")
        if minutes is None:
            yield Finding(code="TIM-111", field=entry_field(index, "hours"), raw=raw)
        elif minutes == 0:
            yield Finding(code="TIM-112", field=entry_field(index, "hours"), raw=raw)
