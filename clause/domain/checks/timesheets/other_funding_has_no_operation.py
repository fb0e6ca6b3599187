"""Time that somebody else funds is not time of an operation (no double funding)."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding


def other_funding_has_no_operation(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry with an operation and another funder."""
    for index, entry in enumerate(sheet.entries):
        if entry.operation_id is not None and entry.other_funding is not None:
            yield Finding(code="TIM-131", field=entry_field(index, "other_funding"))
