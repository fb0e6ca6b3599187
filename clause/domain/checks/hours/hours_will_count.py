"""Hours outside a window are kept, but not credited: whoever declares them should know."""

from collections.abc import Iterator

from clause.domain.findings import Finding, Severity
from clause.domain.hours import HireWindow, StatementUnderCheck
from clause.rules.calendar import Period
from clause.rules.counting import NotCredited, credited_hours

_CODES = {
    NotCredited.OUTSIDE_EXECUTION_WINDOW: "HRS-027",
    NotCredited.OUTSIDE_ELIGIBILITY_WINDOW: "HRS-028",
}


def hours_will_count(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Warning: the days of a line lie outside the execution of the lot, or outside the person's eligibility.

    Source: ``clause.rules.counting.credited_hours``.
    """
    for line, hire, worked in statement.datable_lines():
        if hire.execution is None or not line.has_sound_hours:
            continue
        reason = credited_hours(line.hours, worked, hire.execution, hire.eligibility).reason
        if reason in _CODES:
            window = _window(hire, hire.execution, reason)
            yield Finding(
                code=_CODES[reason],
                severity=Severity.WARNING,
                field=f"{line.path}.first_day",
                raw=line.first_day.isoformat(),
                values={"first_day": window.first_day.isoformat(), "last_day": window.last_day.isoformat()},
            )


def _window(hire: HireWindow, execution: Period, reason: NotCredited) -> Period:
    return execution if reason is NotCredited.OUTSIDE_EXECUTION_WINDOW else hire.eligibility
