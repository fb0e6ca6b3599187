"""Hours that do not count are kept, but not credited: whoever declares them should know."""

from collections.abc import Iterator

from clause.domain.findings import Finding, Severity
from clause.domain.hours import HireWindow
from clause.domain.hours_under_check import StatementUnderCheck
from clause.rules.counting import NotCredited

_CODES = {
    NotCredited.OUTSIDE_EXECUTION_WINDOW: "HRS-027",
    NotCredited.OUTSIDE_ELIGIBILITY_WINDOW: "HRS-028",
    NotCredited.ELIGIBILITY_SUSPENDED: "CNT-001",
    NotCredited.TRAINING_NOT_COUNTED: "CNT-002",
    NotCredited.TUTORING_NOT_COUNTED: "CNT-003",
}


def hours_will_count(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Warning: no hour of a line counts, because of its days or of what was done in them.

    Source: ``clause.rules.counting.credited_hours``.
    """
    for line, hire, _, reason in statement.judged_lines():
        if reason in _CODES:
            yield Finding(
                code=_CODES[reason],
                severity=Severity.WARNING,
                field=f"{line.path}.first_day",
                raw=line.first_day.isoformat(),
                values=_window(hire, reason),
            )


def _window(hire: HireWindow, reason: NotCredited) -> dict[str, str]:
    """The days that the reason speaks of; none where it speaks of what was done."""
    windows = {
        NotCredited.OUTSIDE_EXECUTION_WINDOW: hire.execution,
        NotCredited.OUTSIDE_ELIGIBILITY_WINDOW: hire.eligibility,
    }
    window = windows.get(reason)
    if window is None:
        return {}
    return {"first_day": window.first_day.isoformat(), "last_day": window.last_day.isoformat()}
