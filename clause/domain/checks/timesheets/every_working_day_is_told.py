"""TR-02: a month tells all working time, so every working day has work or an absence."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import MonthToCheck
from clause.domain.findings import Finding, Severity


def every_working_day_is_told(month: MonthToCheck) -> Iterator[Finding]:
    """One finding with all days that nothing is said about; it stops the signature where hours are claimed (M2, M3).

    A written explanation of the differences makes it a warning.
    """
    told = {entry.day for entry in month.entries} | {absence.day for absence in month.absences}
    missing = [day for day in month.pattern.working_days(month.month) if day not in told]
    if missing:
        blocks = month.needs_whole_picture and month.difference_reason is None
        severity = Severity.BLOCKING if blocks else Severity.WARNING
        values = {"month": str(month.month), "days": ", ".join(str(day.day) for day in missing)}
        yield Finding(code="TIM-113", severity=severity, field="entries", raw=str(len(missing)), values=values)
