"""CR-40 to CR-42: costs are of the operation's days, and paid: pay by the claim, real costs with their day."""

from collections.abc import Iterator
from datetime import date

from clause.domain.claim_inputs import BY_RATE, ClaimInputs
from clause.domain.findings import Finding
from clause.rules.claim_calendar import payable_until


def costs_are_paid_in_time(inputs: ClaimInputs, today: date) -> Iterator[Finding]:
    """Blocking findings for a cost outside the operation (CLM-119), a real cost not paid by today (CLM-120), pay that
    was paid after the last delay (CLM-121) or whose day of payment is still to come (CLM-122).

    ``late_payment_months`` after the operation's last day is the last delay (assumption, CR-42). A payslip is proof
    enough of payment (CR-43), so a payroll without a day of payment is taken as paid.
    """
    latest = payable_until(inputs.operation.last_day)
    for item in inputs.cost_items:
        values = {"label": item.label, "incurred_on": item.incurred_on.isoformat()}
        if not inputs.operation.period.contains(item.incurred_on):
            yield Finding(code="CLM-119", field=f"cost_items.{item.id}", values=values)
        is_real = item.unit_code is None and item.deliverable_code is None
        if is_real and (item.paid_on is None or item.paid_on > min(today, latest)):
            yield Finding(code="CLM-120", field=f"cost_items.{item.id}", values=values)
    for expected in inputs.months:
        paid_on = expected.pay.paid_on if expected.pay else None
        if paid_on is None or expected.method in BY_RATE:
            continue
        values = {"staff_number": expected.person.staff_number, "month": str(expected.month)}
        if paid_on > latest:
            values["latest"] = latest.isoformat()
            yield Finding(code="CLM-121", field=expected.field, raw=paid_on.isoformat(), values=values)
        elif paid_on > today:
            yield Finding(code="CLM-122", field=expected.field, raw=paid_on.isoformat(), values=values)
