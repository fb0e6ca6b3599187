"""An hour stands once in a statement."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from clause.domain.findings import Finding
from clause.domain.hours_under_check import LineUnderCheck, StatementUnderCheck
from clause.rules.codes import HoursNature


def lines_do_not_overlap(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: no two lines of the same hire and nature share a day; the later line is named."""
    if not statement.has_hires_twice():
        return
    before: defaultdict[tuple[UUID, HoursNature], list[LineUnderCheck]] = defaultdict(list)
    for line in statement.lines:
        other = next(
            (earlier for earlier in before[line.hire_id, line.nature] if line.shares_a_day_with(earlier)), None
        )
        before[line.hire_id, line.nature].append(line)
        if other is not None:
            yield Finding(
                code="HRS-022",
                field=f"{line.path}.first_day",
                raw=line.first_day.isoformat(),
                values={"other": other.path},
            )
