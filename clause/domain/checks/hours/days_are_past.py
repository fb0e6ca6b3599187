"""Hours are declared once they are worked."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def days_are_past(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the last day worked is not later than today."""
    for line in statement.lines:
        if line.last_day > statement.today:
            yield Finding(
                code="HRS-018",
                field=f"{line.path}.last_day",
                raw=line.last_day.isoformat(),
                values={"today": statement.today.isoformat()},
            )
