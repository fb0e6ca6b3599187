"""Until when the file of an operation is kept."""

from datetime import date

from clause.rules.calendar import days_after
from clause.rules.claim_calendar import keep_until
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit


def operation_keep_until(last_payment_on: date, *, has_state_aid: bool, held_days: int) -> date:
    """The last day on which the file of an operation is kept: 31 December so many years after its last payment.

    With State aid longer (probable: ten years). Legal proceedings or a request of the Commission stop the clock: the
    days for which the file was held are added.
    Source: regulation (EU) 2021/1060, art. 82.
    """
    last_day = keep_until(last_payment_on)
    if has_state_aid:
        years = value_in_force("retention_years_state_aid", last_payment_on).whole(Unit.YEAR)
        last_day = max(last_day, date(last_payment_on.year + years, 12, 31))
    return days_after(last_day, held_days)
