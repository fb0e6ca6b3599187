"""TR-07: the hours of one line are possible."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding
from clause.rules.limits import timesheet_line
from clause.rules.quantities import Unit


def line_is_possible(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry above the most hours of a line."""
    for index, entry in enumerate(sheet.entries):
        bound = timesheet_line(entry.hours, entry.day).bound
        if bound is not None:
            values = {"bound": format(bound.decimal(Unit.HOUR), "f")}
            raw = format(entry.hours, "f")
            yield Finding(code="TIM-116", field=entry_field(index, "hours"), raw=raw, values=values)
