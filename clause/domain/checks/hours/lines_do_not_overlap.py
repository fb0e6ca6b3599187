"""An hour stands once in a statement."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours import StatementUnderCheck


def lines_do_not_overlap(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: no two lines of the same hire share a day; the later line is named."""
    for index, line in enumerate(statement.lines):
        for earlier in statement.lines[:index]:
            if earlier.hire_id != line.hire_id or line.worked is None or earlier.worked is None:
                continue
            if line.worked.overlaps(earlier.worked):
                yield Finding(
                    code="HRS-022",
                    field=f"{line.path}.first_day",
                    raw=line.first_day.isoformat(),
                    values={"other": earlier.path},
                )
                break
