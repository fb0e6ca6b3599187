"""A line belongs to one month of the statement."""

from collections.abc import Iterator

from clause.domain.findings import Finding
from clause.domain.hours_under_check import StatementUnderCheck


def line_has_a_month(statement: StatementUnderCheck) -> Iterator[Finding]:
    """Blocking: of several months, the line says by its month or its days which one it is of, and it is one of them."""
    for line in statement.undatable_lines():
        if statement.month_of(line) is None:
            yield Finding(code="HRS-034", field=f"{line.path}.month", values={"months": str(statement.months)})
        elif line.typed_month and not statement.months.contains(line.typed_month):
            yield Finding(
                code="HRS-035",
                field=f"{line.path}.month",
                raw=str(line.typed_month),
                values={"months": str(statement.months)},
            )
