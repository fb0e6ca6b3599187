"""A month is declared once it has begun; of several, the last one too."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def month_has_begun(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the first day of the (last) month is not later than today."""
    last = statement.months.last
    if last.first_day > statement.today:
        field = "month" if statement.last_month is None else "period.last_month"
        yield Finding(code="HRS-010", field=field, raw=str(last))
