"""A statement holds the days of its month only."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours import StatementUnderCheck


def days_are_in_the_month(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: both days of a line are days of the month."""
    for line in statement.lines:
        for name, day in (("first_day", line.first_day), ("last_day", line.last_day)):
            if not statement.month.period.contains(day):
                yield Finding(
                    code="HRS-016",
                    field=f"{line.path}.{name}",
                    raw=day.isoformat(),
                    values={"month": str(statement.month)},
                )
