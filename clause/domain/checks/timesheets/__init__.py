"""What must be true of a month of time: when it is recorded, when it is signed, and when it is claimed.

``CHECKS`` look at a month as it is typed (``SheetToCheck``): a blocking finding refuses it, a missing piece never does.
``MONTH_CHECKS`` look at a month as it is recorded (``MonthToCheck``): they are shown at every reading; those of
``AT_SIGNATURE`` stop the signature and those of ``AT_CLAIM`` the claim, where they block. A check yields findings
that name the entry and its field; all are told at once.
"""

from clause.domain.checks.timesheets.absence_is_possible import absence_is_possible
from clause.domain.checks.timesheets.assignment_covers_day import assignment_covers_day
from clause.domain.checks.timesheets.day_is_possible import day_findings, day_is_possible
from clause.domain.checks.timesheets.days_are_not_all_alike import days_are_not_all_alike
from clause.domain.checks.timesheets.entries_are_written_in_time import entries_are_written_in_time
from clause.domain.checks.timesheets.entry_is_in_employment import entry_is_in_employment
from clause.domain.checks.timesheets.entry_is_in_month import entry_is_in_month
from clause.domain.checks.timesheets.entry_is_not_in_future import entry_is_not_in_future
from clause.domain.checks.timesheets.entry_is_whole_minutes import entry_is_whole_minutes
from clause.domain.checks.timesheets.every_working_day_is_told import every_working_day_is_told
from clause.domain.checks.timesheets.fixed_share_is_kept import fixed_share_is_kept
from clause.domain.checks.timesheets.hours_agree_with_payroll import hours_agree_with_payroll
from clause.domain.checks.timesheets.hours_are_under_cap import hours_are_under_cap
from clause.domain.checks.timesheets.hours_stay_under_cap import hours_stay_under_cap
from clause.domain.checks.timesheets.line_is_possible import line_is_possible
from clause.domain.checks.timesheets.lines_do_not_overlap import lines_do_not_overlap
from clause.domain.checks.timesheets.operation_covers_day import operation_covers_day
from clause.domain.checks.timesheets.operation_is_known import operation_is_known
from clause.domain.checks.timesheets.other_funding_has_no_operation import other_funding_has_no_operation
from clause.domain.checks.timesheets.sheet import HoursCap, MonthToCheck, SheetToCheck
from clause.domain.checks.timesheets.signature_is_on_time import signature_is_on_time
from clause.domain.checks.timesheets.support_function_has_no_operation import support_function_has_no_operation
from clause.domain.checks.timesheets.week_is_possible import week_is_possible
from clause.domain.checks.timesheets.work_is_on_a_working_day import work_is_on_a_working_day
from clause.domain.errors import Refused
from clause.domain.findings import Finding, Severity
from clause.rules.errors import RuleError

CHECKS = (
    entry_is_in_month,
    entry_is_in_employment,
    entry_is_not_in_future,
    entry_is_whole_minutes,
    line_is_possible,
    day_is_possible,
    lines_do_not_overlap,
    operation_is_known,
    operation_covers_day,
    assignment_covers_day,
    support_function_has_no_operation,
    other_funding_has_no_operation,
    absence_is_possible,
    hours_are_under_cap,
)
MONTH_CHECKS = (
    every_working_day_is_told,
    work_is_on_a_working_day,
    week_is_possible,
    hours_agree_with_payroll,
    entries_are_written_in_time,
    days_are_not_all_alike,
    fixed_share_is_kept,
)
AT_SIGNATURE = (every_working_day_is_told,)
AT_CLAIM = (every_working_day_is_told, work_is_on_a_working_day)


def findings_of(sheet: SheetToCheck) -> tuple[Finding, ...]:
    """Everything that is wrong with a typed month, or worth a look, in the order of the checks.

    Raises Refused TIM-017 for a month so old that no rule was in force.
    """
    try:
        return tuple(finding for check in CHECKS for finding in check(sheet))
    except RuleError as error:
        raise Refused("TIM-017", month=str(sheet.month), reason=error.reason.value) from error


def remarks_on(month: MonthToCheck) -> tuple[Finding, ...]:
    """What is worth a look in a recorded month: nothing of it stops anything at this point."""
    long_days = day_findings([(entry.day, entry.hours) for entry in month.entries])
    late = signature_is_on_time(month.month, month.signed_on) if month.signed_on is not None else ()
    found = (*long_days, *(finding for check in MONTH_CHECKS for finding in check(month)), *late)
    return tuple(_told(finding) for finding in found)


def _told(finding: Finding) -> Finding:
    if finding.severity is not Severity.BLOCKING:
        return finding
    return finding.model_copy(update={"severity": Severity.WARNING})


def signature_findings_of(month: MonthToCheck) -> tuple[Finding, ...]:
    """What stops the signature of a month (TR-02)."""
    found = (finding for check in AT_SIGNATURE for finding in check(month))
    return tuple(finding for finding in found if finding.severity is Severity.BLOCKING)


def claim_findings_of(month: MonthToCheck, field: str) -> tuple[Finding, ...]:
    """What is wrong with a month that is claimed, or worth a look of the one who verifies it.

    ``field`` is how the claim names the month (``employments.E-12.2026-05``). TR-02, TR-06 and TR-16 block; the rest
    goes along as warnings and information.
    """
    blocking = [finding for check in AT_CLAIM for finding in check(month)]
    on_operations = sum(entry.minutes for entry in month.entries if entry.operation_id is not None)
    over_cap = list(hours_stay_under_cap(on_operations, month.caps, "entries"))
    known = {(finding.code, finding.raw) for finding in (*blocking, *over_cap)}
    rest = [finding for finding in remarks_on(month) if (finding.code, finding.raw) not in known]
    return tuple(
        finding.model_copy(update={"field": f"{field}.{finding.field}"}) for finding in (*blocking, *over_cap, *rest)
    )


__all__ = [
    "CHECKS",
    "HoursCap",
    "MonthToCheck",
    "SheetToCheck",
    "claim_findings_of",
    "findings_of",
    "remarks_on",
    "signature_findings_of",
]
