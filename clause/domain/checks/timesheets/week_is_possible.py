"""TR-07: the hours of a week, Monday to Sunday, are possible, also where the week lies in two months."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from clause.domain.checks.timesheets.sheet import MonthToCheck
from clause.domain.findings import Finding, Severity
from clause.domain.timesheets import hours_of
from clause.rules.limits import timesheet_week
from clause.rules.quantities import Unit


def week_is_possible(month: MonthToCheck) -> Iterator[Finding]:
    """A warning for each week above the usual limit."""
    minutes: Counter[date] = Counter()
    own = ((entry.day, entry.minutes) for entry in month.entries)
    for day, worked in (*own, *(month.around or {}).items()):
        minutes[day - timedelta(days=day.weekday())] += worked
    for monday in sorted(minutes):
        worked_hours = hours_of(minutes[monday])
        bound = timesheet_week(worked_hours, monday).bound
        if bound is not None:
            values = {"monday": monday.isoformat(), "bound": format(bound.decimal(Unit.HOUR), "f")}
            raw = format(worked_hours, "f")
            yield Finding(code="TIM-117", severity=Severity.WARNING, field="entries", raw=raw, values=values)
