"""TR-07: the hours of one day, all entries together, are possible."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding, Severity
from clause.rules.limits import Verdict, timesheet_day
from clause.rules.quantities import Hours, Unit

_CODES = {Verdict.LOOK: ("TIM-104", Severity.WARNING), Verdict.REFUSED: ("TIM-105", Severity.BLOCKING)}


def day_is_possible(sheet: SheetToCheck) -> Iterator[Finding]:
    """One finding a day: a warning above the usual limit, a blocking one above what rest leaves."""
    yield from day_findings([(entry.day, entry.hours) for entry in sheet.entries])


def day_findings(entries: Iterable[tuple[date, Hours]]) -> Iterator[Finding]:
    """The same for days and hours alone; a day is named by its first entry."""
    worked: dict[date, Hours] = {}
    first: dict[date, int] = {}
    for index, (day, hours) in enumerate(entries):
        worked[day] = worked.get(day, Decimal("0.00")) + hours
        first.setdefault(day, index)
    for day in sorted(worked):
        verdict = timesheet_day(worked[day], day)
        if verdict.bound is None:
            continue
        code, severity = _CODES[verdict.verdict]
        values = {"day": day.isoformat(), "bound": format(verdict.bound.decimal(Unit.HOUR), "f")}
        field = entry_field(first[day], "hours")
        yield Finding(code=code, severity=severity, field=field, raw=format(worked[day], "f"), values=values)
