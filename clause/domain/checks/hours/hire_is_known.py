"""Hours are those of a hire that the caller may see."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def hire_is_known(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the hire exists and is visible; a foreign one and none at all get the same answer."""
    for line in statement.undatable_lines():
        if line.hire is None:
            yield Finding(code="HRS-011", field=f"{line.path}.hire_id", raw=str(line.hire_id))
