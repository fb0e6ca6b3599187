"""Days worked have a beginning and an end."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def days_are_in_order(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the last day does not come before the first."""
    for line in statement.undatable_lines():
        if line.worked is None:
            yield Finding(
                code="HRS-015",
                field=f"{line.path}.last_day",
                raw=line.last_day.isoformat(),
                values={"first_day": line.first_day.isoformat()},
            )
