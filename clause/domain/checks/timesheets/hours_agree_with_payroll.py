"""TR-08: the hours worked are those that the payroll of the month pays."""

from collections.abc import Iterator

from clause.domain.checks.timesheets.sheet import MonthToCheck
from clause.domain.findings import Finding, Severity
from clause.domain.timesheets import totals
from clause.rules.limits import payroll_hours_difference


def hours_agree_with_payroll(month: MonthToCheck) -> Iterator[Finding]:
    """A warning for a difference above the tolerance; information only once it is explained.

    Interpretation: a payslip pays leave and public holidays too, so that hours not worked but paid are counted with
    those worked.
    """
    if month.hours_paid is None:
        return
    told = totals(month.entries, month.absences)
    hours = told.hours_worked + told.hours_not_worked
    if payroll_hours_difference(hours, month.hours_paid, month.month.last_day).bound is not None:
        severity = Severity.WARNING if month.difference_reason is None else Severity.INFO
        values = {"month": str(month.month), "paid": format(month.hours_paid, "f")}
        yield Finding(code="TIM-118", severity=severity, field="entries", raw=format(hours, "f"), values=values)
