"""A statement says something."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def statement_has_lines(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: there is one line at least, and none where the statement says that nothing was worked."""
    if statement.nothing_worked and statement.lines:
        yield Finding(code="HRS-036", field="nothing_worked")
    elif not statement.lines and not statement.nothing_worked:
        yield Finding(code="HRS-009", field="lines")
