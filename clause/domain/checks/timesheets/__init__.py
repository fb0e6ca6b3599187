"""What must be true of a month of time before it is recorded: the list below, in order, all findings at once.

A check takes a ``SheetToCheck`` and yields findings that name the entry and its field.
"""

from collections.abc import Sequence
from datetime import date

from clause.domain.checks.timesheets.assignment_covers_day import assignment_covers_day
from clause.domain.checks.timesheets.day_is_possible import day_findings, day_is_possible
from clause.domain.checks.timesheets.entry_is_in_employment import entry_is_in_employment
from clause.domain.checks.timesheets.entry_is_in_month import entry_is_in_month
from clause.domain.checks.timesheets.entry_is_not_in_future import entry_is_not_in_future
from clause.domain.checks.timesheets.entry_is_whole_minutes import entry_is_whole_minutes
from clause.domain.checks.timesheets.operation_covers_day import operation_covers_day
from clause.domain.checks.timesheets.operation_is_known import operation_is_known
from clause.domain.checks.timesheets.sheet import SheetToCheck
from clause.domain.checks.timesheets.signature_is_on_time import signature_is_on_time
from clause.domain.checks.timesheets.support_function_has_no_operation import support_function_has_no_operation
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.timesheets import TimeEntry
from clause.rules.calendar import Month
from clause.rules.errors import RuleError

CHECKS = (
    entry_is_in_month,
    entry_is_in_employment,
    entry_is_not_in_future,
    entry_is_whole_minutes,
    day_is_possible,
    operation_is_known,
    operation_covers_day,
    assignment_covers_day,
    support_function_has_no_operation,
)


def findings_of(sheet: SheetToCheck) -> tuple[Finding, ...]:
    """Everything that is wrong with a month, or worth a look, in the order of the checks.

    Raises Refused TIM-017 for a month so old that no rule was in force.
    """
    try:
        return tuple(finding for check in CHECKS for finding in check(sheet))
    except RuleError as error:
        raise Refused("TIM-017", month=str(sheet.month), reason=error.reason.value) from error


def remarks_on(month: Month, entries: Sequence[TimeEntry], signed_on: date | None) -> tuple[Finding, ...]:
    """What is worth a look in a recorded month: long days, and a late signature."""
    late = signature_is_on_time(month, signed_on) if signed_on is not None else ()
    return (*day_findings([(entry.day, entry.hours) for entry in entries]), *late)


__all__ = ["CHECKS", "SheetToCheck", "findings_of", "remarks_on"]
