"""A line has hours, to the hundredth."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def hours_are_positive(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: the hours are above zero and have two decimals at most."""
    for line in statement.lines:
        if not line.has_sound_hours:
            yield Finding(code="HRS-014", field=f"{line.path}.{line.hours_field}", raw=str(line.hours)[:200])
