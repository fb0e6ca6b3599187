"""TR-13: lines are written within days of the work."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import MonthToCheck
from clause.domain.findings import Finding, Severity
from clause.rules.limits import is_late_entry


def entries_are_written_in_time(month: MonthToCheck) -> Iterator[Finding]:
    """One piece of information with the number of lines that were written late."""
    late = sum(is_late_entry(entry.day, entry.entered_on) for entry in month.entries)
    if late:
        values = {"month": str(month.month)}
        yield Finding(code="TIM-122", severity=Severity.INFO, field="entries", raw=str(late), values=values)
