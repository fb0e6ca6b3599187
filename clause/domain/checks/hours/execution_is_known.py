"""Without the days of execution of the lot nobody can say whether hours count."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def execution_is_known(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the lot of the hire has its first and last day of execution."""
    for line, hire in statement.employed_lines():
        if hire.execution_first_day is None or hire.execution_last_day is None:
            yield Finding(code="HRS-024", field=f"{line.path}.hire_id", raw=str(line.hire_id))
