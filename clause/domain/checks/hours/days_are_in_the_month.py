"""A statement holds the days of its months only, and a line those of one month."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def days_are_in_the_month(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: both days of a line are days of its month, or of the statement's where its month is not one of them.

    A month typed outside the statement's is refused by a check of its own.
    """
    months = statement.months
    for line in statement.undatable_lines():
        if line.typed_month and not months.contains(line.typed_month):
            continue
        month = statement.month_of(line)
        span = month if month and months.contains(month) else months
        allowed = span.period
        if allowed.contains(line.first_day) and allowed.contains(line.last_day):
            continue
        for name, day in (("first_day", line.first_day), ("last_day", line.last_day)):
            if not allowed.contains(day):
                yield Finding(
                    code="HRS-016",
                    field=f"{line.path}.{name}",
                    raw=day.isoformat(),
                    values={"month": str(span)},
                )
