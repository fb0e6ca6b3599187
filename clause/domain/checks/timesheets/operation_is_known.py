"""An entry names an operation of the organisation, or none."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding


def operation_is_known(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry on an operation that does not exist for the organisation."""
    for index, entry in enumerate(sheet.entries):
        if entry.operation_id is not None and entry.operation_id not in sheet.operations:
            yield Finding(code="TIM-106", field=entry_field(index, "operation_id"), raw=str(entry.operation_id))
