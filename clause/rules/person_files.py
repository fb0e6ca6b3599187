"""For how long the file of a person followed is kept, and who read what."""

from datetime import date

from clause.rules.calendar import add_months
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit


def file_keep_until(last_event_on: date) -> date:
    """The day from which a file whose last event was on this day may be purged unasked.

    Source: RGPD, art. 5, 1, e (no longer than needed); assumption: the figure. Raises RuleError beyond the year 9999.
    """
    return add_months(last_event_on, value_in_force("person_file_months", last_event_on).whole(Unit.MONTH))


def readings_kept_from(today: date) -> date:
    """The first day of which it is still known who read what.

    Source: CNIL, recommendation on logging (six months to a year).
    """
    return add_months(today, -value_in_force("access_log_months", today).whole(Unit.MONTH))
