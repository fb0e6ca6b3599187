"""TR-14: real days differ from one another."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from clause.domain.checks.timesheets.sheet import MonthToCheck
from clause.domain.findings import Finding, Severity
from clause.rules.limits import is_suspicious_pattern


def days_are_not_all_alike(month: MonthToCheck) -> Iterator[Finding]:
    """One piece of information when many days have the very same lines: operation, activity and minutes."""
    days: dict[date, list[tuple[str, str, int]]] = {}
    for entry in month.entries:
        days.setdefault(entry.day, []).append((str(entry.operation_id), entry.activity.value, entry.minutes))
    alike = max(Counter(tuple(sorted(lines)) for lines in days.values()).values(), default=0)
    if alike and is_suspicious_pattern(alike, month.month.last_day):
        values = {"month": str(month.month)}
        yield Finding(code="TIM-123", severity=Severity.INFO, field="entries", raw=str(alike), values=values)
