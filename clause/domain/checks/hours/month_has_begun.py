"""A month is declared once it has begun."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours import StatementUnderCheck


def month_has_begun(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the month's first day is not later than today."""
    if statement.month.first_day > statement.today:
        yield Finding(code="HRS-010", field="month", raw=str(statement.month))
