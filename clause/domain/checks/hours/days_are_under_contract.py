"""Hours are worked under the contract of the hire."""

from collections.abc import Iterator

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
                values = {"hired_on": hire.first_day.isoformat()}
                if hire.end_day is not None:
                    values["ended_on"] = hire.end_day.isoformat()
                yield Finding(code="HRS-017", field=f"{line.path}.{name}", raw=day.isoformat(), values=values)
