"""What one person can work in a month is bounded."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.domain.findings import Finding, Severity
from clause.domain.hours_under_check import StatementUnderCheck
from clause.rules.codes import HoursNature
from clause.rules.limits import Verdict, statement_line

_CODES = {Verdict.REFUSED: ("HRS-020", Severity.BLOCKING), Verdict.LOOK: ("HRS-021", Severity.WARNING)}


def hours_are_possible(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking above the monthly maximum, a warning above the lower bound, on the line that passes it.

    Hours of one person count together, work and training, over sites and companies: the lines of the statement, and
    what stands already for the same month, unless it is what the statement declares again. The tutor's are apart.
    Source: ``clause.rules.limits.statement_line``.
    """
    so_far: defaultdict[tuple[UUID, int, int, bool], Decimal] = defaultdict(Decimal)
    for other in statement.elsewhere:
        if not any(statement.lines_again(other)):
            so_far[_key(other.participant_id, other.first_day, other.nature)] += other.hours
    for line, hire, worked in statement.datable_lines():
        if not line.has_sound_hours:
            continue
        key = _key(hire.participant_id, worked.first_day, line.nature)
        total = so_far[key] = so_far[key] + line.hours
        found = statement_line(total, worked, worked.last_day)
        if found.verdict is not Verdict.FINE:
            code, severity = _CODES[found.verdict]
            values = {
                "total": f"{total:.2f}",
                "bound": str(found.bound.value) if found.bound else "",
            }
            field = f"{line.path}.{line.hours_field}"
            yield Finding(code=code, severity=severity, field=field, raw=str(line.hours), values=values)


def _key(participant_id: UUID, day: date, nature: HoursNature) -> tuple[UUID, int, int, bool]:
    """What hours are counted together by: the person (or the tutor) and the month."""
    return participant_id, day.year, day.month, nature is HoursNature.TUTORING
