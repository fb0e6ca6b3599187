"""A day has 24 hours."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck

HOURS_A_DAY = 24


def hours_fit_the_days(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: a line has no more hours than its days have."""
    for line in statement.lines:
        if line.worked is not None and line.hours > line.worked.days * HOURS_A_DAY:
            yield Finding(
                code="HRS-019",
                field=f"{line.path}.{line.hours_field}",
                raw=str(line.hours),
                values={"days": str(line.worked.days)},
            )
