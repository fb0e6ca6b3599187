"""CR-15: management, accounting and secretariat are paid by the flat rate, never as time on an operation."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import SheetToCheck, entry_field
from clause.domain.findings import Finding
from clause.domain.timesheets import Activity


def support_function_has_no_operation(sheet: SheetToCheck) -> Iterator[Finding]:
    """A blocking finding for each entry of a support function on an operation."""
    for index, entry in enumerate(sheet.entries):
        if entry.activity is Activity.SUPPORT_FUNCTION and entry.operation_id is not None:
            yield Finding(code="TIM-109", field=entry_field(index, "activity"), raw=entry.activity.value)
