"""TR-06: no work on a rest day, a public holiday, or a day that was wholly taken off."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from clause.domain.checks.timesheets.sheet import MonthToCheck, entry_field
from clause.domain.findings import Finding, Severity


def work_is_on_a_working_day(month: MonthToCheck) -> Iterator[Finding]:
    """One finding a day, named by its first entry; it keeps the month out of a claim unless it is explained.

    Half a day off and half a day of work go together; an absence of the whole working day and work do not.
    """
    absent: Counter[date] = Counter()
    for absence in month.absences:
        absent[absence.day] += absence.minutes
    first: dict[date, int] = {}
    for index, entry in enumerate(month.entries):
        first.setdefault(entry.day, index)
    severity = Severity.BLOCKING if month.difference_reason is None else Severity.WARNING
    for day in sorted(first):
        if not month.pattern.is_worked(day) or month.pattern.is_holiday(day):
            code = "TIM-114"
        elif absent[day] and absent[day] >= month.pattern.day_minutes:
            code = "TIM-115"
        else:
            continue
        yield Finding(code=code, severity=severity, field=entry_field(first[day], "day"), raw=day.isoformat())
