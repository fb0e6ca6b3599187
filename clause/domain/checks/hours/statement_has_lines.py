"""A statement says something."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours import StatementUnderCheck


def statement_has_lines(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: there is one line at least."""
    if not statement.lines:
        yield Finding(code="HRS-009", field="lines")
