"""TR-15: a record that is kept beside a fixed share of time does not contradict the share."""

from collections.abc import Iterator
from fractions import Fraction

from clause.domain.checks.timesheets.sheet import MonthToCheck
from clause.domain.findings import Finding, Severity
from clause.domain.timesheets import totals
from clause.rules.cost_codes import CostMethod
from clause.rules.limits import fixed_share_drift
from clause.rules.quantities import ratio_4dp


def fixed_share_is_kept(month: MonthToCheck) -> Iterator[Finding]:
    """A warning for each operation whose share of the hours departs from the fixed one (method M1)."""
    told = totals(month.entries)
    if not told.hours_worked:
        return
    for letter in month.letters_in_force():
        if letter.method is not CostMethod.M1 or letter.time_share is None:
            continue
        worked: Fraction = told.share_of(letter.operation_id)
        if fixed_share_drift(worked, letter.time_share, month.month.last_day).bound is not None:
            values = {"fixed": format(ratio_4dp(letter.time_share), "f"), "operation_id": str(letter.operation_id)}
            raw = format(ratio_4dp(worked), "f")
            yield Finding(code="TIM-124", severity=Severity.WARNING, field="entries", raw=raw, values=values)
