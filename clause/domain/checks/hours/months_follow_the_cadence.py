"""Each lot says how often its hours are sent."""

from collections.abc import Iterator
from uuid import UUID

from clause.domain.findings import Finding, Severity
from clause.domain.hours_under_check import StatementUnderCheck
from clause.rules.declaration import declaration_months


def months_follow_the_cadence(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Warning, once a lot: the statement is of other months than those that the lot's cadence puts together.

    Source: ``clause.rules.declaration.declaration_months``.
    """
    seen: set[UUID] = set()
    for line, hire, worked in statement.datable_lines():
        if hire.lot_id in seen:
            continue
        seen.add(hire.lot_id)
        expected = declaration_months(next(worked.months()), hire.book)
        if expected != statement.months:
            yield Finding(
                code="HRS-038",
                severity=Severity.WARNING,
                field=f"{line.path}.hire_id",
                raw=str(line.hire_id),
                values={"expected": str(expected), "months": str(statement.months)},
            )
