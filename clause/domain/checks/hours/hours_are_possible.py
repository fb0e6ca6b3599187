"""What one person can work in a month is bounded."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from clause.domain.findings import Finding, Severity
from clause.domain.hours import StatementUnderCheck
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.limits import Verdict, statement_line

_CODES = {Verdict.REFUSED: ("HRS-020", Severity.BLOCKING), Verdict.LOOK: ("HRS-021", Severity.WARNING)}


def hours_are_possible(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking above the monthly maximum, a warning above the lower bound, on the line that passes it.

    Hours of one person count together, work and training, over sites and companies: the lines of the statement, and
    what stands already for the same month, unless it is what the statement declares again. The tutor's are apart.
    Source: ``clause.rules.limits.statement_line``.
    """
    so_far: defaultdict[tuple[UUID, Month, bool], Decimal] = defaultdict(Decimal)
    for other in statement.elsewhere:
        if not any(statement.lines_again(other)):
            so_far[other.participant_id, Month.of(other.first_day), _is_of_the_tutor(other.nature)] += other.hours
    for line, hire, worked in statement.datable_lines():
        if not line.has_sound_hours:
            continue
        key = (hire.participant_id, Month.of(worked.first_day), _is_of_the_tutor(line.nature))
        so_far[key] += line.hours
        found = statement_line(so_far[key], worked, worked.last_day)
        if found.verdict in _CODES:
            code, severity = _CODES[found.verdict]
            values = {
                "total": f"{so_far[key]:.2f}",
                "bound": str(found.bound.value) if found.bound else "",
            }
            field = f"{line.path}.{line.hours_field}"
            yield Finding(code=code, severity=severity, field=field, raw=str(line.hours), values=values)


def _is_of_the_tutor(nature: HoursNature) -> bool:
    return nature is HoursNature.TUTORING
