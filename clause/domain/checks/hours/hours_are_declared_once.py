"""An hour stands in one statement."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def hours_are_declared_once(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: no day of a line stands for the same hire and nature in another open statement, or in the ledger.

    A rejected statement and a reversed entry leave their days free again.
    """
    for other in statement.elsewhere:
        for line in statement.lines_again(other):
            yield Finding(
                code="HRS-023",
                field=f"{line.path}.first_day",
                raw=line.first_day.isoformat(),
                values={"first_day": other.first_day.isoformat(), "last_day": other.last_day.isoformat()},
            )
