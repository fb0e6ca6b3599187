"""Hours are worked under the contract of the hire."""

from collections.abc import Iterator
from datetime import date

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def days_are_under_contract(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: both days lie between the hire's first day and its last (or planned last) day."""
    for line in statement.undatable_lines():
        hire = line.hire
        if hire is None or hire.company_id != statement.company_id:
            continue
        for name, day in (("first_day", line.first_day), ("last_day", line.last_day)):
            if not hire.is_under_contract(day):
                yield _finding(f"{line.path}.{name}", day, hire.first_day, hire.end_day)


def _finding(field: str, day: date, hired_on: date, ended_on: date | None) -> Finding:
    raw, values = day.isoformat(), {"hired_on": hired_on.isoformat()}
    if ended_on is None:
        return Finding(code="HRS-053", field=field, raw=raw, values=values)
    return Finding(code="HRS-017", field=field, raw=raw, values={**values, "ended_on": ended_on.isoformat()})
