"""A statement is of a month, a quarter or a half-year."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck

MONTHS_AT_MOST = 6


def months_are_half_a_year_at_most(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the statement has six months at most, the longest cadence there is."""
    if statement.months.count > MONTHS_AT_MOST:
        yield Finding(
            code="HRS-037",
            field="period.last_month",
            raw=str(statement.months.last),
            values={"months": str(statement.months.count)},
        )
