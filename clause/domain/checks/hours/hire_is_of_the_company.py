"""A company declares the hours of its own hires."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def hire_is_of_the_company(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the hire was made by the company of the statement."""
    for line in statement.undatable_lines():
        if line.hire is not None and line.hire.company_id != statement.company_id:
            yield Finding(code="HRS-012", field=f"{line.path}.hire_id", raw=str(line.hire_id))
